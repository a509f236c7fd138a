import type { Pool } from 'pg';
import { ask, statement } from '../postgres-statements';
import { hubHeader } from './hub-headers';

/** A parked message as the console shows it; its body stays where it is. */
export type ParkedEntry = Readonly<{
  id: string;
  consumer: string;
  /** The household, or whatever the message had for a key. */
  lane: string;
  status: 'waiting' | 'applied' | 'discarded';
  topic: string;
  partition: number;
  offset: string;
  eventId: string | null;
  eventType: string | null;
  position: string | null;
  /** Null when it only waits behind another. */
  code: string | null;
  because: string | null;
  attempts: number;
  parkedAt: string;
  triedAt: string | null;
  discarded: Readonly<{ at: string; by: string; reason: string }> | null;
  /** When an erasure took its bytes: what the log does not hold of it can only be discarded. */
  payloadErasedAt: string | null;
  settledAt: string | null;
}>;
/** The first message of a lane: what holds it up. */
export type ParkedHead = ParkedEntry & Readonly<{ waiting: number; retryAskedAt: string | null }>;
export type ParkedCounts = Readonly<{ lanes: number; messages: number; oldestSeconds: number }>;

type Row = Readonly<{
  id: string;
  consumer: string;
  lane: string;
  status: ParkedEntry['status'];
  topic: string;
  partition: number;
  message_offset: string;
  headers: Record<string, string>;
  fault_code: string | null;
  fault_message: string | null;
  attempts: number;
  parked_at: Date;
  tried_at: Date | null;
  discarded_at: Date | null;
  discarded_by: string | null;
  discard_reason: string | null;
  settled_at: Date | null;
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
  ...{ id: row.id, consumer: row.consumer, lane: row.lane, status: row.status },
  ...{ topic: row.topic, partition: row.partition, offset: row.message_offset },
  eventId: hubHeader(row.headers, 'ce_id'),
  eventType: hubHeader(row.headers, 'ce_type'),
  position: hubHeader(row.headers, 'xianjie_position'),
  ...{ code: row.fault_code, because: row.fault_message, attempts: row.attempts },
  ...{ parkedAt: row.parked_at.toISOString(), triedAt: instant(row.tried_at), settledAt: instant(row.settled_at) },
  payloadErasedAt: instant(row.payload_erased_at),
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
