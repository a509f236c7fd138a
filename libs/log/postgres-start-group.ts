import type { PoolClient } from 'pg';
import type { Appended } from './event-log';
import type { Known, Prepared } from './group-plan';
import type { Claims } from './postgres-claims';
import { claimsOf, sortClaims } from './postgres-claims';
import { texts } from './postgres-arrays';
import { statement } from './postgres-statements';

const startGroup = statement('start-group');
const readLastVersions = statement('read-last-versions');

export type Started = Readonly<{
  /** `mark`: how far seals and topics have got, 0 when nowhere. */
  head: Readonly<{ number: number; link: Buffer; recordedAt: string | null; mark: number }>;
  claims: Claims;
  known: Known;
  /** Stream to the county of its last event. */
  counties: ReadonlyMap<string, string>;
  /** What the store's own clock said when the head was taken. */
  storeTime: Date;
}>;

type Row = { kind: 'head' | 'command' | 'stream'; key: string; value: string; county: string; version: number; store_time: Date };
type HeadValue = { number: number; link: string; recordedAt: string | null; mark: number; taken: number };

const commandOf = ({ append }: Prepared): string => append.commandId;

/** A stream that gets no event is only checked, and no index would object. */
const onlyChecked = (group: readonly Prepared[]): ReadonlySet<string> =>
  new Set(group.flatMap(({ append }) => append.streams.filter(({ events }) => events.length === 0).map(({ stream }) => stream)));

/**
 * Takes the claims, then the head; answers what the group meets. The transaction is open and holds the head afterwards.
 * `trusting`: commands with events, and streams, that should be new are not looked for. If one is not new, a unique index refuses
 * the group.
 */
export const start = async (
  client: PoolClient,
  shard: string,
  group: readonly Prepared[],
  trusting: boolean,
): Promise<Started> => {
  const asked = claimsOf(group);
  const hasEvent = ({ append }: Prepared): boolean => append.streams.some(({ events }) => events.length > 0);
  const trusted = trusting ? group.filter(hasEvent) : [];
  const looked = trusting ? group.filter((prepared) => !hasEvent(prepared)) : group;
  const expected = new Map<string, number>();
  for (const { append } of group)
    for (const { stream, expectedVersion } of append.streams) if (!expected.has(stream)) expected.set(stream, expectedVersion);
  const checked = trusting ? onlyChecked(group) : null;
  const added = [...expected.keys()].filter((stream) => expected.get(stream) === 0 && (checked?.has(stream) ?? true));
  const continued = [...expected.keys()].filter((stream) => expected.get(stream) !== 0);

  const lists = [[...asked.keys()], [...asked.values()], looked.map(commandOf), added, continued, trusted.map(commandOf)];
  const { rows } = await client.query<Row>(startGroup(shard, ...lists.map(texts)));
  const head = JSON.parse(rows[0]!.value) as HeadValue;
  const claims = await sortClaims(client, asked, head.taken);
  const streams = rows.filter(({ kind }) => kind === 'stream');
  // Those that were expected to be new are found by their first version; their conflict has to name the last.
  const moved = streams.filter(({ key }) => expected.get(key) === 0).map(({ key }) => key);
  if (moved.length > 0) streams.push(...(await client.query<Row>(readLastVersions(texts(moved)))).rows);

  const answers = rows
    .filter(({ kind }) => kind === 'command')
    .map(({ key, value }) => [key, JSON.parse(value) as Appended] as const);
  const recordedAt = head.recordedAt === null ? null : new Date(head.recordedAt).toISOString();
  return {
    head: { number: head.number, link: Buffer.from(head.link, 'hex'), recordedAt, mark: head.mark },
    claims,
    known: {
      answers: new Map(answers),
      streams: new Map(streams.map(({ key, value, version }) => [key, { shard: value, version }])),
      owners: claims.held,
    },
    storeTime: rows[0]!.store_time,
    counties: new Map(streams.map(({ key, county }) => [key, county])),
  };
};
