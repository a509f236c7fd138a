import type { Pool, PoolClient } from 'pg';
import type { Appended, Head } from './event-log';
import type { Clock } from './clock';
import type { Known, Plan, Prepared } from './group-plan';
import { GENESIS } from './chain';
import { GroupPlan } from './group-plan';
import { LogBehindSeal } from './faults';
import { bigints, byteas, integers, texts } from './postgres-arrays';
import { withClient } from './postgres-connections';
import { script, statement } from './postgres-statements';

const beginGroup = script('begin-group');
const takeClaims = statement('take-claims');
const readOwners = statement('read-owners');
const giveBackClaims = statement('give-back-claims');
const reassignClaims = statement('reassign-claims');
const lockHead = statement('lock-head');
const openShard = statement('open-shard');
const readKnown = statement('read-known');
const writeGroup = statement('write-group');
const forgetNotes = statement('forget-notes');

type Locked = Omit<Head, 'shard'> & Readonly<{ mark: number }>;
type Claims = Readonly<{ taken: ReadonlyMap<string, string>; held: ReadonlyMap<string, string> }>;

/** One transaction: claims in hash order, then the head, then everything else (peers.md, lessons 2 and 4). */
export const appendGroup = (pool: Pool, clock: Clock, shard: string, group: readonly Prepared[], headTaken: () => void) =>
  withClient(pool, `appending to shard ${shard}`, async (client): Promise<readonly (Appended | Error)[]> => {
    await client.query(beginGroup);
    const claims = await claim(client, group);
    const head = await lock(client, shard);
    headTaken();
    if (head.mark > head.number) {
      await client.query('rollback');
      return group.map(() => new LogBehindSeal(shard, head.number, head.mark));
    }
    const known = { ...(await ask(client, group)), owners: claims.held };
    const plan = GroupPlan.of(shard, head, later(await clock.now(), head.recordedAt), known, group);
    await settleClaims(client, claims.taken, plan.owners);
    await write(client, shard, head, plan);
    await client.query('commit');
    return plan.results;
  });

const later = (now: string, before: string | null): string => {
  const instant = new Date(now).toISOString();
  return before !== null && before > instant ? before : instant;
};

/** Takes every claim of the group for its first claimant; who really gets it is known only under the head. */
const claim = async (client: PoolClient, group: readonly Prepared[]): Promise<Claims> => {
  const asked = new Map<string, string>();
  for (const { append } of group) for (const { hash, owner } of append.claims ?? []) if (!asked.has(hash)) asked.set(hash, owner);
  if (asked.size === 0) return { taken: asked, held: asked };
  const hashes = [...asked.keys()].sort();
  const { rows } = await client.query<{ hash: string }>(takeClaims(texts(hashes), texts(hashes.map((hash) => asked.get(hash)!))));
  const taken = new Map(rows.map(({ hash }) => [hash, asked.get(hash)!]));
  const others = hashes.filter((hash) => !taken.has(hash));
  if (others.length === 0) return { taken, held: new Map() };
  const held = await client.query<{ hash: string; owner: string }>(readOwners(texts(others)));
  return { taken, held: new Map(held.rows.map(({ hash, owner }) => [hash, owner])) };
};

/** A claim whose append failed is given back; one that a later append of the group got instead changes hands. */
const settleClaims = async (client: PoolClient, taken: ReadonlyMap<string, string>, owners: ReadonlyMap<string, string>) => {
  const unused = [...taken.keys()].filter((hash) => !owners.has(hash));
  const moved = [...taken].filter(([hash, owner]) => owners.has(hash) && owners.get(hash) !== owner).map(([hash]) => hash);
  if (unused.length > 0) await client.query(giveBackClaims(texts(unused)));
  if (moved.length > 0) await client.query(reassignClaims(texts(moved), texts(moved.map((hash) => owners.get(hash)!))));
};

type HeadRow = { number: string; link: Buffer; recorded_at: Date | null; epoch: number; mark: string | null };

const lock = async (client: PoolClient, shard: string): Promise<Locked> => {
  const found = await client.query<HeadRow>(lockHead(shard));
  const row = found.rows[0];
  if (!row) {
    await client.query(openShard(shard, GENESIS));
    return lock(client, shard);
  }
  const { number, link, recorded_at: recordedAt, epoch, mark } = row;
  return { number: Number(number), link, recordedAt: recordedAt?.toISOString() ?? null, epoch, mark: Number(mark ?? 0) };
};

const ask = async (client: PoolClient, group: readonly Prepared[]): Promise<Omit<Known, 'owners'>> => {
  const commands = group.map(({ append }) => append.commandId);
  const streams = new Set(group.flatMap(({ append }) => append.streams.map(({ stream }) => stream)));
  type Row = { kind: string; key: string; value: string; version: number };
  const { rows } = await client.query<Row>(readKnown(texts(commands), texts([...streams])));
  const of = (kind: string) => rows.filter((row) => row.kind === kind);
  return {
    answers: new Map(of('command').map(({ key, value }) => [key, JSON.parse(value) as Appended])),
    streams: new Map(of('stream').map(({ key, value, version }) => [key, { shard: value, version }])),
  };
};

const write = async (client: PoolClient, shard: string, head: Locked, plan: Plan): Promise<void> => {
  const { events, answers, versions } = plan;
  if (answers.size === 0) return;
  const places = new Map<string, [county: string, stream: string, since: number]>();
  for (const { county, stream, position } of events) {
    const place = `${county} ${stream}`;
    if (!places.has(place)) places.set(place, [county, stream, position.number]);
  }
  const counties = [...places.values()];
  // Rows of tables that shards share are always written in key order, so two shards cannot wait for each other.
  const kept = plan.notes.filter(({ value }) => value !== null).sort(byBookAndKey);
  const forgotten = plan.notes.filter(({ value }) => value === null).sort(byBookAndKey);
  const commands = [...answers.keys()].sort();
  if (forgotten.length > 0)
    await client.query(forgetNotes(texts(forgotten.map((n) => n.book)), texts(forgotten.map((n) => n.key))));
  await client.query(
    writeGroup(
      shard,
      head.number,
      events.at(-1)?.recordedAt ?? head.recordedAt,
      plan.head.number,
      plan.head.link,
      texts(events.map((e) => e.stream)),
      integers(events.map((e) => e.version)),
      texts(events.map((e) => e.id)),
      texts(events.map((e) => e.type)),
      texts(events.map((e) => e.schema)),
      texts(events.map((e) => e.effectiveOn)),
      texts(events.map((e) => e.origin)),
      texts(events.map((e) => e.source)),
      texts(events.map((e) => e.county)),
      texts(events.map((e) => e.commandId)),
      texts(events.map((e) => e.traceparent ?? '')),
      byteas(events.map((e) => e.link)),
      byteas(events.map((e) => e.body)),
      texts([...versions.keys()]),
      integers([...versions.values()]),
      texts(counties.map(([county]) => county)),
      texts(counties.map(([, stream]) => stream)),
      bigints(counties.map(([, , since]) => since)),
      texts(commands),
      texts(commands.map((command) => JSON.stringify(answers.get(command)))),
      texts(kept.map((n) => n.book)),
      texts(kept.map((n) => n.key)),
      texts(kept.map((n) => n.scope)),
      texts(kept.map((n) => n.value!)),
    ),
  );
};

const byBookAndKey = (a: { book: string; key: string }, b: { book: string; key: string }): number =>
  a.book < b.book ? -1 : a.book > b.book ? 1 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
