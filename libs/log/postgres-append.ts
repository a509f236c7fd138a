import type { Pool, PoolClient } from 'pg';
import type { Appended, Head, RecordedEvent } from './event-log';
import type { Clock } from './clock';
import type { Known, Plan, Prepared } from './group-plan';
import { GENESIS } from './chain';
import { GroupPlan } from './group-plan';
import { LogBehindSeal } from './faults';
import { bigints, texts } from './postgres-arrays';
import { settleClaims, takeClaimsOf } from './postgres-claims';
import { withClient } from './postgres-connections';
import { copyEventsTo } from './postgres-copy';
import { script, statement } from './postgres-statements';

const beginGroup = script('begin-group');
const lockHead = statement('lock-head');
const openShard = statement('open-shard');
const readKnown = statement('read-known');
const writeGroup = statement('write-group');
const forgetNotes = statement('forget-notes');

type Locked = Omit<Head, 'shard'> & Readonly<{ mark: number }>;

/** One transaction: claims in hash order, then the head, then everything else (peers.md, lessons 2 and 4). */
export const appendGroup = (pool: Pool, clock: Clock, shard: string, group: readonly Prepared[], headTaken: () => void) =>
  withClient(pool, `appending to shard ${shard}`, async (client): Promise<readonly (Appended | Error)[]> => {
    await client.query(beginGroup);
    const claims = await takeClaimsOf(client, group);
    const head = await lock(client, shard);
    headTaken();
    if (head.mark > head.number) {
      await client.query('rollback');
      return group.map(() => new LogBehindSeal(shard, head.number, head.mark));
    }
    const known = { ...(await ask(client, group)), owners: claims.held };
    const plan = GroupPlan.of(shard, head, later(await clock.now(), head.recordedAt), known, group);
    await settleClaims(client, claims, plan.owners);
    await copyEventsTo(client, plan.events);
    await write(client, shard, head, plan, known.counties);
    await client.query('commit');
    return plan.results;
  });

const later = (now: string, before: string | null): string => {
  const instant = new Date(now).toISOString();
  return before !== null && before > instant ? before : instant;
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

type Asked = Omit<Known, 'owners'> & Readonly<{ counties: ReadonlyMap<string, string> }>;

const ask = async (client: PoolClient, group: readonly Prepared[]): Promise<Asked> => {
  const commands: string[] = [];
  const expected = new Map<string, number>();
  for (const { append } of group) {
    commands.push(append.commandId);
    for (const { stream, expectedVersion } of append.streams) if (!expected.has(stream)) expected.set(stream, expectedVersion);
  }
  const added = [...expected.keys()].filter((stream) => expected.get(stream) === 0);
  const continued = [...expected.keys()].filter((stream) => expected.get(stream) !== 0);
  type Row = { kind: string; key: string; value: string; county: string; version: number };
  const known = async (...asked: (readonly string[])[]) => (await client.query<Row>(readKnown(...asked.map(texts)))).rows;
  const rows = await known(commands, added, continued);
  const streams = rows.filter(({ kind }) => kind === 'stream');
  // Those that were expected to be new are found by their first version; their conflict has to name the last.
  const moved = streams.filter(({ key }) => expected.get(key) === 0).map(({ key }) => key);
  if (moved.length > 0) streams.push(...(await known([], [], moved)));
  return {
    answers: new Map(rows.filter(({ kind }) => kind === 'command').map(({ key, value }) => [key, JSON.parse(value) as Appended])),
    streams: new Map(streams.map(({ key, value, version }) => [key, { shard: value, version }])),
    counties: new Map(streams.map(({ key, county }) => [key, county])),
  };
};

/** The first event of each stream in a county, except where the stream's last event before was there already. */
const placesOf = (events: readonly RecordedEvent[], before: ReadonlyMap<string, string>): readonly RecordedEvent[] => {
  const last = new Map<string, string>();
  return events.filter(({ stream, county }) => {
    const isNew = (last.get(stream) ?? before.get(stream)) !== county;
    last.set(stream, county);
    return isNew;
  });
};

const write = async (client: PoolClient, shard: string, head: Locked, plan: Plan, counties: Asked['counties']): Promise<void> => {
  const { events, answers } = plan;
  if (answers.size === 0) return;
  // Rows of tables that shards share are always written in key order, so two shards cannot wait for each other.
  const kept = plan.notes.filter(({ value }) => value !== null).sort(byBookAndKey);
  const forgotten = plan.notes.filter(({ value }) => value === null).sort(byBookAndKey);
  const commands = [...answers.keys()].sort();
  const places = placesOf(events, counties);
  if (forgotten.length > 0)
    await client.query(forgetNotes(texts(forgotten.map((n) => n.book)), texts(forgotten.map((n) => n.key))));
  await client.query(
    writeGroup(
      shard,
      head.number,
      plan.head.number,
      plan.head.link,
      events.at(-1)?.recordedAt ?? head.recordedAt,
      texts(places.map(({ county }) => county)),
      texts(places.map(({ stream }) => stream)),
      bigints(places.map(({ position }) => position.number)),
      texts(commands),
      bigints(commands.map((command) => answers.get(command)!.first?.number ?? 0)),
      bigints(commands.map((command) => answers.get(command)!.last?.number ?? 0)),
      texts(kept.map((n) => n.book)),
      texts(kept.map((n) => n.key)),
      texts(kept.map((n) => n.scope)),
      texts(kept.map((n) => n.value!)),
    ),
  );
};

const byBookAndKey = (a: { book: string; key: string }, b: { book: string; key: string }): number =>
  a.book < b.book ? -1 : a.book > b.book ? 1 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
