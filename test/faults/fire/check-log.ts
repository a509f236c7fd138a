import { hash } from 'node:crypto';
import type { Pool } from 'pg';
import { YEAR } from './deciding';
import type { Told } from './reporting';

// The log by its own tables and by the published format of the chain (ADR 3), with nothing of the hub's code.

export type LoggedEvent = Readonly<{
  number: number;
  stream: string;
  version: number;
  id: string;
  type: string;
  schema: string;
  effective_on: string;
  recorded_at: string;
  origin: string;
  source: string;
  county: string;
  command_id: string;
  link: Buffer;
  body: Buffer;
}>;

export const readLog = async (pool: Pool, shard: string): Promise<readonly LoggedEvent[]> => {
  const { rows } = await pool.query<LoggedEvent>(
    `select number::int, stream, version, id::text, type, schema, effective_on::text,
       to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_at, origin, source, county, command_id, link, body
     from log.events where shard = $1 order by number`,
    [shard],
  );
  return rows;
};

const sm3 = (bytes: Buffer): Buffer => hash('sm3', bytes, 'buffer');
const netstring = (text: string): string => `${Buffer.byteLength(text)}:${text},`;

/** Positions without a gap, each link the next of the one before, time never back. */
const brokenChain = (shard: string, events: readonly LoggedEvent[]): string[] => {
  let link: Buffer = Buffer.alloc(32);
  let recordedAt = '';
  for (const [index, e] of events.entries()) {
    if (e.number !== index + 1) return [`position ${index + 1} is missing`];
    const headers = [`${shard}:${e.number}`, e.stream, String(e.version), e.id, e.type, e.schema, e.effective_on, e.recorded_at]
      .concat(e.origin, e.source, e.county, e.command_id)
      .map(netstring)
      .join('');
    link = sm3(Buffer.concat([link, sm3(e.body), Buffer.from(headers)]));
    if (!link.equals(e.link)) return [`the chain breaks at position ${e.number}`];
    if (e.recorded_at < recordedAt) return [`time goes back at position ${e.number}`];
    recordedAt = e.recorded_at;
  }
  return [];
};

const brokenStreams = (events: readonly LoggedEvent[]): string[] => {
  const versions = new Map<string, number>();
  const wrong: string[] = [];
  for (const { stream, version, number } of events) {
    const next = (versions.get(stream) ?? 0) + 1;
    if (version !== next) wrong.push(`${stream} has version ${version} at position ${number}, ${next} was due`);
    versions.set(stream, version);
  }
  return wrong;
};

/** Every accepted report has exactly the events that its answer named, in its household, and none is there that nobody was told of. */
const unansweredOrLost = (events: readonly LoggedEvent[], told: readonly Told[]): string[] => {
  const wrong: string[] = [];
  const found = new Map<string, { events: number; streams: Set<string> }>();
  for (const { command_id: command, stream } of events) {
    if (!/^(report|decision):/.test(command)) continue;
    const one = found.get(command) ?? { events: 0, streams: new Set() };
    found.set(command, { events: one.events + 1, streams: one.streams.add(stream) });
  }
  for (const { commandId, household, events: count } of told) {
    const one = found.get(commandId);
    if (!one) wrong.push(`lost: ${commandId} was accepted and is not in the log`);
    else if (one.events !== count) wrong.push(`${commandId} was answered with ${count} events and has ${one.events}`);
    else if (!one.streams.has(household)) wrong.push(`${commandId} is not in ${household}`);
    found.delete(commandId);
  }
  for (const command of found.keys()) wrong.push(`${command} is in the log and was never answered`);
  return wrong;
};

/** What a stream can have once only, twice. */
const ONCE = new Set(['household.enrolled', 'exit-list.opened']);
const doubled = (events: readonly LoggedEvent[]): string[] => {
  const seen = new Set<string>();
  const again = events.filter(({ stream, type }) => ONCE.has(type) && seen.size === seen.add(`${stream} ${type}`).size);
  return again.map(({ stream, type, number }) => `${type} of ${stream} a second time at ${number}`);
};

/** Every version of a list that an answer called frozen is in the log. */
const unfrozen = (events: readonly LoggedEvent[], frozen: ReadonlyMap<string, number>): string[] =>
  [...frozen].flatMap(([county, version]) => {
    const stream = `exit-list-${county}-${YEAR}`;
    const found = events.filter((event) => event.stream === stream && event.type === 'exit-list.frozen').length;
    return found >= version ? [] : [`lost: version ${version} of ${stream} was frozen, the log has ${found}`];
  });

export const checkLog = (
  shard: string,
  events: readonly LoggedEvent[],
  told: readonly Told[],
  frozen: ReadonlyMap<string, number>,
): readonly string[] => [
  ...brokenChain(shard, events),
  ...brokenStreams(events),
  ...unansweredOrLost(events, told),
  ...doubled(events),
  ...unfrozen(events, frozen),
];
