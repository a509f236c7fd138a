import type { Command } from 'commander';
import { HouseholdEventCodec, SchemaRegistry, learnRegistered } from '@xianjie/contracts';
import { isLocalDate, retractedAmong, sentenceOf } from '@xianjie/domain';
import { shanghaiDay } from '@xianjie/log';
import { PostgresRebuild, isViewName } from '@xianjie/read-models';
import { EXIT, UsageError } from '../exit-codes';
import { callJson, hubAddresses } from '../hub';
import { outputFor } from '../output';
import { withLog } from '../postgres-wiring';
import { hubTopics } from '../replays/work-on-replay';

// What an operator or auditor asks of the log itself.

const rebuild = async (view: string, { check, json }: { check?: boolean; json?: boolean }): Promise<void> => {
  if (!isViewName(view)) throw new UsageError(`VIEW: household, poverty, dibao or overlap, not ${view}`);
  const { say, progress, result } = outputFor(json === true);
  const codec = new HouseholdEventCodec();
  const registry = new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? hubAddresses().schemaRegistryUrl);
  await learnRegistered(codec, registry, hubTopics().householdEvents);
  const rebuilt = await withLog((log, pool) =>
    new PostgresRebuild(pool, log, codec).run(view, {
      checkOnly: check === true,
      progress: (events) => progress(`${events} events folded`),
    }),
  );
  for (const { table, county, live, rebuilt: made } of rebuilt.differences)
    say(`${table} of ${county} differed: ${live} was live, ${made} is right`);
  say(
    `${view}: ${rebuilt.households} households from ${rebuilt.events} events in ${rebuilt.seconds.toFixed(1)} s${rebuilt.swapped ? ', swapped in' : ''}`,
  );
  if (rebuilt.behind > 0)
    say(
      rebuilt.swapped && view === 'household'
        ? `${rebuilt.behind} households were behind the log, and are at its end now`
        : `${rebuilt.behind} households are behind the log: on their way, or, where the topic lost them, until \`rebuild household\``,
    );
  result({ ...rebuilt, perSecond: Math.round(rebuilt.events / rebuilt.seconds) });
  if (check && rebuilt.differences.length > 0) process.exitCode = EXIT.no;
};

type History = Readonly<{
  household: string;
  events: readonly Readonly<{
    id: string;
    position: string;
    effectiveOn: string;
    recordedAt: string;
    source: string;
    type: string;
    event: Parameters<typeof sentenceOf>[0] | null;
  }>[];
}>;
type Explain = Readonly<{ knownOn?: string; effectiveOn?: string; json?: boolean }>;

const explain = async (household: string, { knownOn, effectiveOn, json }: Explain): Promise<void> => {
  for (const [option, day] of Object.entries({ '--known-on': knownOn, '--effective-on': effectiveOn }))
    if (day !== undefined && !isLocalDate(day)) throw new UsageError(`${option}: a day such as 2016-12-31, not ${day}`);
  const { say, result } = outputFor(json === true);
  const moment = new URLSearchParams({ ...(knownOn && { knownOn }), ...(effectiveOn && { effectiveOn }) });
  const { events } = await callJson<History>(`/households/${encodeURIComponent(household)}/events?${moment}`);
  const positions = new Map(events.map(({ id, position }) => [id, position]));
  const retracted = retractedAmong(events.flatMap(({ id: eventId, event }) => (event ? [{ eventId, event }] : [])));
  const takenBack = new Map(
    events.flatMap(({ event, position }) => (event?.type === 'EventRetracted' ? [[event.ofEvent, position]] : [])),
  );
  say(`${household}: ${events.length} events`);
  for (const { id, position, effectiveOn: on, recordedAt, source, type, event } of events) {
    const said =
      event?.type === 'EventRetracted'
        ? sentenceOf({ ...event, ofEvent: positions.get(event.ofEvent) ?? event.ofEvent })
        : ((event && sentenceOf(event)) ?? type);
    const later = retracted.has(id) ? ` (taken back at ${takenBack.get(id)})` : '';
    say(`  ${on}  ${said}${later}\n              known ${shanghaiDay(recordedAt)} · ${position} · ${source}`);
  }
  result({ household, events });
};

export const auditCommands = (program: Command): void => {
  program
    .command('rebuild <view>')
    .description('make a view again beside the live one, compare, swap: household, poverty, dibao or overlap')
    .option('--check', 'compare only; exit 1 when it differs')
    .option('--json', 'end with a line of JSON')
    .action(rebuild);
  program
    .command('explain <household>')
    .description('the history of one household in words, with each event’s source')
    .option('--known-on <date>', 'only what was recorded on or before this day')
    .option('--effective-on <date>', 'only what was true on or before this day')
    .option('--json', 'end with a line of JSON')
    .action(explain);
};
