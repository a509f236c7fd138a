import type { Pool, PoolClient } from 'pg';
import type { Appended, RecordedEvent } from './event-log';
import type { Clock } from './clock';
import type { Plan, Prepared } from './group-plan';
import type { Started } from './postgres-start-group';
import { GroupPlan } from './group-plan';
import { ClocksDiffer, LogBehindSeal } from './faults';
import { bigints, byteas, texts } from './postgres-arrays';
import { settleClaims } from './postgres-claims';
import { withClient } from './postgres-connections';
import { copyEventsTo } from './postgres-copy';
import { start } from './postgres-start-group';
import { statement } from './postgres-statements';

const writeGroup = statement('write-group');
const forgetNotes = statement('forget-notes');

/** From here on COPY's two more round trips cost less than it saves. */
const LARGE = 100;

/**
 * One transaction: claims in hash order, then the head, then everything else (peers.md, lessons 2 and 4).
 * `trusting`: what should be new is not looked for; if it is not, a unique index refuses the whole group.
 */
export const appendGroup = (
  pool: Pool,
  clock: Clock,
  shard: string,
  group: readonly Prepared[],
  headTaken: () => void,
  trusting: boolean,
) =>
  withClient(pool, `appending to shard ${shard}`, async (client): Promise<readonly (Appended | Error)[]> => {
    await client.query('begin');
    let started = await start(client, shard, group, trusting);
    headTaken();
    const { head } = started;
    const now = await clock.now();
    const refusal = refusalOf(shard, started, now, clock.tolerance);
    if (refusal) {
      await client.query('rollback');
      return group.map(() => refusal);
    }
    const recordedAt = later(now, head.recordedAt);
    let plan = GroupPlan.of(shard, head, recordedAt, started.known, group);
    // A conflict may be with what was not looked for: the stream has gone on by this very command, or is not new as another append says.
    if (trusting && plan.results.some((result) => result instanceof Error)) {
      started = await start(client, shard, group, false);
      plan = GroupPlan.of(shard, head, recordedAt, started.known, group);
    }
    await settleClaims(client, started.claims, plan.owners);
    if (plan.answers.size > 0) await write(client, shard, started, plan);
    await client.query('commit');
    return plan.results;
  });

/** Nothing may be recorded behind a seal, nor at a moment that one of two clocks denies: `recordedAt` never goes back (S-3). */
const refusalOf = (shard: string, { head, storeTime }: Started, now: string, tolerance: number | null): Error | null => {
  if (head.mark > head.number) return new LogBehindSeal(shard, head.number, head.mark);
  if (tolerance === null || Math.abs(Date.parse(now) - storeTime.getTime()) <= tolerance) return null;
  return new ClocksDiffer(now, storeTime.toISOString());
};

const later = (now: string, before: string | null): string => {
  const instant = new Date(now).toISOString();
  return before !== null && before > instant ? before : instant;
};

/** A stream's first event in a county to which it came; where it began, its first version says. */
const placesOf = (events: readonly RecordedEvent[], before: ReadonlyMap<string, string>): readonly RecordedEvent[] => {
  const last = new Map<string, string>();
  return events.filter(({ stream, county, version }) => {
    const isNew = version > 1 && (last.get(stream) ?? before.get(stream)) !== county;
    last.set(stream, county);
    return isNew;
  });
};

/** Number of an append's first event → how many it has. */
const appendSizes = (answers: Iterable<Appended>): ReadonlyMap<number, number> => {
  const sizes = new Map<number, number>();
  for (const { first, last } of answers) if (first && last) sizes.set(first.number, last.number - first.number + 1);
  return sizes;
};

const write = async (client: PoolClient, shard: string, { head, counties }: Started, plan: Plan): Promise<void> => {
  const { events, answers } = plan;
  const isLarge = events.length >= LARGE;
  const sizes = appendSizes(answers.values());
  if (isLarge) await copyEventsTo(client, events, sizes);
  const rows = isLarge ? [] : events;
  // Rows of tables that shards share are always written in key order, so two shards cannot wait for each other.
  const kept = plan.notes.filter(({ value }) => value !== null).sort(byBookAndKey);
  const forgotten = plan.notes.filter(({ value }) => value === null).sort(byBookAndKey);
  const eventless = [...answers].filter(([, { first }]) => first === null).map(([command]) => command);
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
      texts(eventless.sort()),
      texts(kept.map((n) => n.book)),
      texts(kept.map((n) => n.key)),
      texts(kept.map((n) => n.scope)),
      texts(kept.map((n) => n.value!)),
      bigints(rows.map((e) => e.position.number)),
      texts(rows.map((e) => e.stream)),
      bigints(rows.map((e) => e.version)),
      texts(rows.map((e) => e.id)),
      texts(rows.map((e) => e.type)),
      texts(rows.map((e) => e.schema)),
      texts(rows.map((e) => e.effectiveOn)),
      texts(rows.map((e) => e.origin)),
      texts(rows.map((e) => e.source)),
      texts(rows.map((e) => e.county)),
      texts(rows.map((e) => e.commandId)),
      texts(rows.map((e) => e.traceparent ?? '')),
      byteas(rows.map((e) => e.link)),
      byteas(rows.map((e) => e.body)),
      bigints(rows.map((e) => sizes.get(e.position.number) ?? 0)),
    ),
  );
};

type Keyed = Readonly<{ book: string; key: string }>;
const byBookAndKey = (a: Keyed, b: Keyed): number =>
  a.book < b.book ? -1 : a.book > b.book ? 1 : a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
