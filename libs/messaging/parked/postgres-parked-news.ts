import type { StateRecords } from '@xianjie/contracts';
import type { Pool } from 'pg';
import { ask, statement } from '../postgres-statements';
import { hubHeader, laneToTell } from './hub-headers';

export type ParkedNews = StateRecords['ParkedMessage'];

type Row = Readonly<{
  id: string;
  consumer: string;
  lane: string;
  topic: string;
  partition: number;
  offset: string;
  headers: Record<string, string>;
  status: string;
  fault_code: string | null;
  fault_message: string | null;
  parked_at: Date;
  settled_at: Date | null;
  discarded_by: string | null;
  discard_reason: string | null;
}>;

const toTell = statement('parked-to-tell');
const told = statement('parked-told');
const PAGE = 200;

const newsOf = (row: Row): ParkedNews => ({
  ...{ parkedId: row.id, consumer: row.consumer, lane: laneToTell(row.lane, row.id), status: row.status },
  ...{ topic: row.topic, partition: row.partition, offset: Number(row.offset) },
  eventId: hubHeader(row.headers, 'ce_id'),
  eventType: hubHeader(row.headers, 'ce_type'),
  position: hubHeader(row.headers, 'xianjie_position'),
  ...{ code: row.fault_code, because: row.fault_message },
  ...{ parkedAt: row.parked_at.toISOString(), settledAt: row.settled_at?.toISOString() ?? null },
  ...{ discardedBy: row.discarded_by, reason: row.discard_reason },
});

/** Parked messages whose present state the topic was not told. */
export class PostgresParkedNews {
  constructor(private readonly pool: Pool) {}

  async toTell(): Promise<readonly ParkedNews[]> {
    return (await ask<Row>(this.pool, toTell(PAGE))).map(newsOf);
  }

  async told(news: readonly ParkedNews[]): Promise<void> {
    await ask(
      this.pool,
      told(
        news.map(({ parkedId }) => parkedId),
        news.map(({ status }) => status),
      ),
    );
  }
}
