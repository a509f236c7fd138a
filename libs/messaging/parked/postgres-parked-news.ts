import type { StateRecords } from '@xianjie/contracts';
import type { Pool } from 'pg';
import { ask, statement } from '../postgres-statements';
import { laneToTell } from './hub-headers';
import { parkedSaid } from './parked-row';
import type { ParkedRow } from './parked-row';

export type ParkedNews = StateRecords['ParkedMessage'];

type Row = ParkedRow & Readonly<{ discarded_by: string | null; discard_reason: string | null }>;

const toTell = statement('parked-to-tell');
const told = statement('parked-told');
const PAGE = 200;

const newsOf = (row: Row): ParkedNews => {
  const { id, offset, ...said } = parkedSaid(row);
  const told = { parkedId: id, lane: laneToTell(row.lane, id), offset: Number(offset) };
  return { ...said, ...told, discardedBy: row.discarded_by, reason: row.discard_reason };
};

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
