import type { Command } from 'commander';
import { LogAccess, recordedReplay } from '@xianjie/access';
import { isLocalDate } from '@xianjie/domain';
import { Today } from '@xianjie/log';
import type { Clock, EventLog } from '@xianjie/log';
import { ReplayTopicRefused, assertReplayTopic } from '@xianjie/messaging';
import { NoSuchReplay, PostgresReplayDiff, PostgresReplays, ReplayRefusal, ReplayUnreadable } from '@xianjie/read-models';
import type { Replay } from '@xianjie/read-models';
import { readDivisionTable } from '@xianjie/sources';
import { CommandFault, EXIT, UsageError } from '../exit-codes';
import { askedFor, hubAddresses, ownName } from '../hub';
import { wholeNumber } from '../number-options';
import { outputFor } from '../output';
import type { Output } from '../output';
import { householdDecoder, withLog } from '../postgres-wiring';
import { linesOf, progressOf, sentenceOf } from '../replays/say-replay';
import { hubTopics, workOnReplay } from '../replays/work-on-replay';

// Auditors fold any range of the log beside the live views, by themselves: no app takes part.

type Json = Readonly<{ json?: boolean }>;
type Run = Json &
  Readonly<{
    from?: string;
    to?: string;
    household?: string;
    county?: string;
    type?: readonly string[];
    effectiveOn?: string;
    into?: string;
    toTopic?: string;
    by?: string;
    purpose?: string;
    page: string;
  }>;
type Pool = Parameters<Parameters<typeof withLog>[0]>[1];
type Parts = Readonly<{ log: EventLog; pool: Pool; clock: Clock; replays: PostgresReplays }>;

/** What a replay refuses is a wrong usage, or an answer of no; anything else a fault. */
const withReplays = async <Answer>(work: (parts: Parts) => Promise<Answer>): Promise<Answer> => {
  try {
    return await withLog((log, pool, clock) =>
      work({ log, pool, clock, replays: new PostgresReplays(pool, readDivisionTable()) }),
    );
  } catch (fault) {
    if (fault instanceof ReplayUnreadable || fault instanceof NoSuchReplay || fault instanceof ReplayTopicRefused)
      throw new UsageError(`${fault.code}: ${fault.message}`);
    if (fault instanceof ReplayRefusal)
      throw new CommandFault(`${fault.code}: ${fault.message}`, { refused: true, code: fault.code });
    throw fault;
  }
};

const told = (replay: Replay, { say, result }: Output): void => {
  say(sentenceOf(replay));
  result(replay);
};

const pageOf = (text: string): number => wholeNumber('--page', text);

const worked = async (name: string, { log, clock, replays }: Parts, page: number, output: Output): Promise<void> => {
  const progress = (replay: Replay): void => output.progress(progressOf(replay));
  const province = process.env.XIANJIE_PROVINCE ?? hubAddresses().province;
  const accesses = new LogAccess(log, new Today(clock), province);
  const replay = await recordedReplay(accesses, await replays.show(name), () =>
    workOnReplay(name, { log, replays, page, progress }),
  );
  told(replay, output);
  if (replay.status !== 'done') process.exitCode = EXIT.no;
};

const run = async ({ json, page, into, toTopic, type, effectiveOn, ...asked }: Run): Promise<void> => {
  const name = into ?? toTopic?.replaceAll('.', '-');
  if (name === undefined) throw new UsageError('--into: a name for the replay, or --to-topic');
  if (effectiveOn !== undefined && !isLocalDate(effectiveOn))
    throw new UsageError(`--effective-on: a day such as 2016-12-31, not ${effectiveOn}`);
  if (asked.county !== undefined && !/^\d{6}$/.test(asked.county))
    throw new UsageError(`--county: a county code of six digits, not ${asked.county}`);
  if (toTopic !== undefined && effectiveOn !== undefined)
    throw new UsageError('--effective-on: events go onto a topic as they are; it is for views');
  const householdsAtOnce = pageOf(page);
  await withReplays(async (parts) => {
    if (toTopic !== undefined) assertReplayTopic(hubTopics(), toTopic);
    const who = { by: asked.by ?? ownName(), purpose: asked.purpose ?? askedFor() };
    const opened = { ...asked, ...who, topic: toTopic ?? null, types: type ?? [], effectiveOn: effectiveOn ?? null };
    await parts.replays.open(parts.log, name, opened);
    await worked(name, parts, householdsAtOnce, outputFor(json === true));
  });
};

const resume = async (name: string, { json, page }: Json & Readonly<{ page: string }>): Promise<void> => {
  const householdsAtOnce = pageOf(page);
  await withReplays((parts) => worked(name, parts, householdsAtOnce, outputFor(json === true)));
};

const diff = async (name: string, { json, limit }: Json & Readonly<{ limit: string }>): Promise<void> => {
  const { say, result } = outputFor(json === true);
  const most = wholeNumber('--limit', limit, 0);
  const found = await withReplays(({ log, pool, replays }) =>
    new PostgresReplayDiff(pool, log, householdDecoder(), replays).run(name, { limit: most }),
  );
  for (const household of found.households) for (const line of linesOf(household)) say(line);
  say(
    found.differing === 0
      ? `${name}: ${found.compared} households compared, no difference`
      : `${name}: ${found.differing} of ${found.compared} households differ${found.differing > most ? `; the first ${most} are above (--limit)` : ''}`,
  );
  result(found);
  if (found.differing > 0) process.exitCode = EXIT.no;
};

const list = async ({ json }: Json): Promise<void> => {
  const { say, result } = outputFor(json === true);
  const replays = await withReplays((parts) => parts.replays.list());
  for (const replay of replays) say(sentenceOf(replay));
  if (replays.length === 0) say('no replays');
  result({ replays });
};

const show = async (name: string, { json }: Json): Promise<void> =>
  told(await withReplays(({ replays }) => replays.show(name)), outputFor(json === true));
const pause = async (name: string, { json }: Json): Promise<void> =>
  told(await withReplays(({ replays }) => replays.pause(name)), outputFor(json === true));
const drop = async (name: string, { json }: Json): Promise<void> => {
  const { say, result } = outputFor(json === true);
  await withReplays(({ replays }) => replays.drop(name));
  say(`${name}: dropped`);
  result({ name, dropped: true });
};

export const replayCommand = (program: Command): void => {
  const command = program
    .command('replay')
    .description('fold a range of the log into views beside the live ones, or send it onto a topic of its own')
    .option('--from <bound>', 'first position, such as 53:1, or the day from which it was recorded')
    .option('--to <bound>', 'last position, or the day up to which it was recorded: as known on that day')
    .option('--household <id>', 'one household')
    .option('--county <code>', 'households that ever had an event in the county, under any code of its lineage')
    .option('--type <types...>', 'event types, such as household.poverty-exited or dibao.*')
    .option('--effective-on <date>', 'leave out what is dated later')
    .option('--into <name>', 'name of the replay; its views lie in the schema replay_NAME')
    .option('--to-topic <topic>', 'send the events there instead: same keys, bytes and headers; never a topic of the hub')
    .option('--by <reference>', 'who asks, for the record (the name of the token when left out)')
    .option('--purpose <text>', 'why, for the record')
    .option('--page <households>', 'committed at once', '500')
    .option('--json', 'end with a line of JSON')
    .action(run);
  const onOne = (name: string, description: string): Command =>
    command.command(`${name} <name>`).description(description).option('--json', 'end with a line of JSON');
  onOne('diff', 'compare with the live views; exit 1 when households differ, each with the events that explain it')
    .option('--limit <households>', 'explained at most', '100')
    .action(diff);
  onOne('show', 'how far it is, and with what it was made').action(show);
  onOne('pause', 'stop it before its next page').action(pause);
  onOne('resume', 'go on, also after a crash').option('--page <households>', 'committed at once', '500').action(resume);
  onOne('drop', 'remove it and its views').action(drop);
  command.command('list').description('every replay').option('--json', 'end with a line of JSON').action(list);
};
