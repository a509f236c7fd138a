import type { Pool } from 'pg';
import { ask, statement } from '../postgres-statements';
import { parkedSaid } from './parked-row';
import type { ParkedRow, ParkedSaid } from './parked-row';

/** A parked message as the console shows it. */
export type ParkedEntry = ParkedSaid &
  Readonly<{
    attempts: number;
    triedAt: string | null;
    discarded: Readonly<{ at: string; by: string; reason: string }> | null;
    /** When an erasure took its bytes: what the log does not hold of it can only be discarded. */
    payloadErasedAt: string | null;
  }>;
/** The first message of a lane: what holds it up. */
export type ParkedHead = ParkedEntry & Readonly<{ waiting: number; retryAskedAt: string | null }>;
export type ParkedCounts = Readonly<{ lanes: number; messages: number; oldestSeconds: number }>;

type Row = ParkedRow &
  Readonly<{
    attempts: number;
    tried_at: Date | null;
    discarded_at: Date | null;
    discarded_by: string | null;
    discard_reason: string | null;
    payload_erased_at: Date | null;
    retry_asked_at: Date | null;
    waiting: number;
    head: string | null;
  }>;

const listParked = statement('list-parked');
const readParked = statement('read-parked');
const laneMessages = statement('lane-messages');
const askRetry = statement('ask-retry');
const discardParked = statement('discard-parked');
const parkedLanes = statement('parked-lanes');
const countParked = statement('count-parked');

/** Messages of one lane that `lane` shows at most. */
const MOST = 500;

const instant = (at: Date | null): string | null => at?.toISOString() ?? null;

const entryOf = (row: Row): ParkedEntry => ({
  ...parkedSaid(row),
  ...{ attempts: row.attempts, triedAt: instant(row.tried_at), payloadErasedAt: instant(row.payload_erased_at) },
  discarded:
    row.discarded_at === null
      ? null
      : { at: row.discarded_at.toISOString(), by: row.discarded_by ?? '', reason: row.discard_reason ?? '' },
});
const headOf = (row: Row): ParkedHead => ({
  ...entryOf(row),
  waiting: row.waiting,
  retryAskedAt: instant(row.retry_asked_at),
});

/** What an operator sees and says of parked messages. The consumer whose lanes they are carries it out. */
export class PostgresParkedDesk {
  constructor(private readonly pool: Pool) {}

  /** Lanes by their first message, in order of its id; `after` goes on behind one. */
  async list({
    lane = null,
    after = '0',
    limit,
  }: Readonly<{ lane?: string | null; after?: string; limit: number }>): Promise<readonly ParkedHead[]> {
    return (await ask<Row>(this.pool, listParked(lane, after, limit))).map(headOf);
  }

  /** One message, waiting or settled; null when there is none. `head`: the message that holds its lane up. */
  async find(id: string): Promise<(ParkedHead & Readonly<{ head: string | null }>) | null> {
    const [row] = await ask<Row>(this.pool, readParked(id));
    return row === undefined ? null : { ...headOf(row), head: row.head };
  }

  /** What waits in a lane, in order. */
  async lane({ consumer, lane }: Pick<ParkedEntry, 'consumer' | 'lane'>): Promise<readonly ParkedEntry[]> {
    return (await ask<Row>(this.pool, laneMessages(consumer, lane, MOST))).map(entryOf);
  }

  async askRetry({ consumer, lane }: Pick<ParkedEntry, 'consumer' | 'lane'>): Promise<void> {
    await ask(this.pool, askRetry(consumer, lane));
  }

  /** To be said after the log has recorded it. The first word stands; the lane is tried again. */
  async discard(entry: Pick<ParkedEntry, 'id' | 'consumer' | 'lane'>, by: string, reason: string): Promise<void> {
    await ask(this.pool, discardParked(entry.id, by, reason));
    await this.askRetry(entry);
  }

  /** Lanes in which something waits, of every consumer. */
  async lanes(): Promise<readonly string[]> {
    return (await ask<{ lane: string }>(this.pool, parkedLanes())).map(({ lane }) => lane);
  }

  async counts(consumer: string | null = null): Promise<ParkedCounts> {
    const [counted] = await ask<{ lanes: number; messages: number; oldest_seconds: number }>(this.pool, countParked(consumer));
    const { lanes = 0, messages = 0, oldest_seconds: oldestSeconds = 0 } = counted ?? {};
    return { lanes, messages, oldestSeconds };
  }
}
