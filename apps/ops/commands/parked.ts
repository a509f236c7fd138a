import type { Command } from 'commander';
import type { ParkedEntry, ParkedHead } from '@xianjie/messaging';
import { shanghaiDay } from '@xianjie/log';
import { CommandFault, EXIT, UsageError } from '../exit-codes';
import { callJson } from '../hub';
import { outputFor } from '../output';

type Options = Readonly<{ reason?: string; by?: string; json?: boolean }>;
type Listed = Readonly<{ counts: { lanes: number; messages: number }; parked: readonly ParkedHead[]; next: string | null }>;
type Shown = ParkedHead & Readonly<{ messages: readonly ParkedEntry[] }>;

const SETTLED_WITHIN_MS = 30_000;
const LOOK_EVERY_MS = 500;

const told = ({ id, lane, code, because, parkedAt, attempts, waiting }: ParkedHead): string =>
  `${id}  ${lane}  since ${shanghaiDay(parkedAt)}, ${waiting} waiting, tried ${attempts} times\n      ${code}: ${because}`;

const everyLane = async (): Promise<readonly ParkedHead[]> => {
  const all: ParkedHead[] = [];
  for (let after: string | null = '0'; after !== null;) {
    const page: Listed = await callJson<Listed>(`/parked?limit=500&after=${after}`);
    all.push(...page.parked);
    after = page.next;
  }
  return all;
};

const list = async ({ json }: Options): Promise<void> => {
  const { say, result } = outputFor(json === true);
  const parked = await everyLane();
  for (const one of parked) say(told(one));
  const messages = parked.reduce((sum, { waiting }) => sum + waiting, 0);
  say(parked.length === 0 ? 'nothing is parked' : `${messages} messages of ${parked.length} households wait`);
  result({ lanes: parked.length, messages, parked });
};

const show = async (id: string, { json }: Options): Promise<void> => {
  const { say, result } = outputFor(json === true);
  const shown = await callJson<Shown>(`/parked/${encodeURIComponent(id)}`);
  say(`${told(shown)}\n      ${shown.status}; ${shown.topic} partition ${shown.partition} offset ${shown.offset}`);
  for (const { id: of, position, eventType, code, payloadErasedAt } of shown.messages)
    say(
      `  ${of}  ${position ?? '?'}  ${eventType ?? '?'}${code === null ? '' : `  ${code}`}${payloadErasedAt === null ? '' : '  (bytes erased)'}`,
    );
  result(shown);
};

/** Until the projector has tried the lane, or somebody must look after it. */
const untilTried = async (id: string): Promise<Shown> => {
  for (const end = Date.now() + SETTLED_WITHIN_MS; ;) {
    const shown = await callJson<Shown>(`/parked/${encodeURIComponent(id)}`);
    if (shown.status !== 'waiting' || shown.retryAskedAt === null || Date.now() > end) return shown;
    await new Promise((next) => setTimeout(next, LOOK_EVERY_MS));
  }
};

const conclude = async (ids: readonly string[], { json }: Options): Promise<void> => {
  const { say, result } = outputFor(json === true);
  if (ids.length === 0) say('nothing is parked');
  const lanes = [];
  for (const id of ids) {
    const { status, lane, code, because, retryAskedAt, messages } = await untilTried(id);
    const stillAsked = retryAskedAt === null ? '' : '; the projector has not tried it yet: is it running?';
    say(
      messages.length === 0
        ? `${id}  ${lane}: ${status}, and nothing waits any more`
        : `${id}  ${lane}: ${status}, ${messages.length} waiting, held up by ${messages[0]?.id}${code && status === 'waiting' ? ` (${code}: ${because})` : ''}${stillAsked}`,
    );
    lanes.push({ id, household: lane, status, waiting: messages.length });
  }
  result({ lanes });
  if (lanes.some(({ waiting }) => waiting > 0)) process.exitCode = EXIT.no;
};

const askRetry = (id: string): Promise<unknown> =>
  callJson(`/parked/${encodeURIComponent(id)}/retry`, { method: 'POST', body: {} });
/** Of many lanes one may have come through, or have been discarded, since they were listed. */
const unlessSettled = (fault: unknown): void => {
  if (!(fault instanceof CommandFault) || fault.code !== 'already-settled') throw fault;
};

const retry = async (id: string, options: Options): Promise<void> => {
  const isAll = id === 'all';
  const ids = isAll ? (await everyLane()).map((one) => one.id) : [id];
  for (const one of ids) await (isAll ? askRetry(one).catch(unlessSettled) : askRetry(one));
  await conclude(ids, options);
};

const discard = async (id: string, options: Options): Promise<void> => {
  const { reason, by } = options;
  if (!reason?.trim()) throw new UsageError('--reason: why the message is passed over; it is recorded in the log');
  const headers: Record<string, string> = by === undefined ? {} : { 'x-xianjie-official': by };
  await callJson(`/parked/${encodeURIComponent(id)}/discard`, { method: 'POST', body: { reason }, headers });
  await conclude([id], options);
};

export const parkedCommand = (program: Command): void => {
  const parked = program
    .command('parked')
    .description('messages that could not be applied, and those of their households behind them');
  const json = (command: Command): Command => command.option('--json', 'end with a line of JSON');
  json(parked.command('list').description('what waits, why, and since when')).action(list);
  json(parked.command('show <id>').description('one parked message and its lane, in order')).action(show);
  json(parked.command('retry <id>').description('try a lane again, or `all`; exit 1 when something still waits')).action(retry);
  json(parked.command('discard <id>').description('pass the message over that holds a lane up; recorded in the log'))
    .option('--reason <text>', 'why (required)')
    .option('--by <reference>', 'user reference of the official, never a name')
    .action(discard);
};
