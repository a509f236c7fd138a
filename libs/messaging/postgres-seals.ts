import type { Pool } from 'pg';
import { ask, statement } from './postgres-statements';

/** A signed head of one shard's chain (S-19, S-24); the Avro record Seal of schemas/state. */
export type Seal = Readonly<{
  shard: string;
  number: number;
  /** SM3, 64 hex digits. */
  link: string;
  recordedAt: string;
  sealedAt: string;
  /** The signed text. */
  statement: string;
  algorithm: string;
  keyId: string;
  publicKey: string;
  signature: string;
  /** SM3 of the statement of the shard's seal before, 64 hex digits; null for the first, and for those of before it was noted. */
  previous: string | null;
}>;

type Row = Readonly<{
  shard: string;
  number: string;
  link: string;
  recorded_at: Date;
  sealed_at: Date;
  statement: string;
  algorithm: string;
  key_id: string;
  public_key: string;
  signature: string;
  previous: string | null;
}>;

const writeSeal = statement('write-seal');
const readSeals = statement('read-seals');
const latestSeal = statement('latest-seal');
const sealedShards = statement('sealed-shards');
const unpublishedSeals = statement('unpublished-seals');
const sealPublished = statement('seal-published');

const asSeal = (row: Row): Seal => ({
  shard: row.shard,
  number: Number(row.number),
  link: row.link,
  recordedAt: row.recorded_at.toISOString(),
  sealedAt: row.sealed_at.toISOString(),
  statement: row.statement,
  algorithm: row.algorithm,
  keyId: row.key_id,
  publicKey: row.public_key,
  signature: row.signature,
  previous: row.previous,
});

/** Seals in Postgres (schema messaging); the seal file holds them a second time. */
export class PostgresSeals {
  constructor(private readonly pool: Pool) {}

  /** False, and nothing is done, when `before` is not the shard's newest (null: it has none) or that position is sealed already. */
  async write(seal: Seal, before: Seal | null): Promise<boolean> {
    const { shard, number, link, recordedAt, sealedAt, statement: text } = seal;
    const signed = [seal.algorithm, seal.keyId, seal.publicKey, seal.signature, seal.previous];
    const query = writeSeal(shard, number, link, recordedAt, sealedAt, text, ...signed, before?.statement ?? null);
    return (await ask(this.pool, query)).length === 1;
  }

  /** In order of position. */
  async read(
    shard: string,
    { from = 0, to = Number.MAX_SAFE_INTEGER }: Readonly<{ from?: number; to?: number }> = {},
  ): Promise<readonly Seal[]> {
    return (await ask<Row>(this.pool, readSeals(shard, from, to))).map(asSeal);
  }

  /** Every shard that was ever sealed: what a log must still have. */
  async shards(): Promise<readonly string[]> {
    return (await ask<Readonly<{ shard: string }>>(this.pool, sealedShards())).map(({ shard }) => shard);
  }

  /** The newest seal of that day in Asia/Shanghai ('YYYY-MM-DD'), or the last before it; null before anything was sealed. */
  async latestOn(shard: string, day: string): Promise<Seal | null> {
    const [row] = await ask<Row>(this.pool, latestSeal(shard, day));
    return row === undefined ? null : asSeal(row);
  }

  async newest(shard: string): Promise<Seal | null> {
    return this.latestOn(shard, '9999-12-31');
  }

  async unpublished(shard: string): Promise<readonly Seal[]> {
    return (await ask<Row>(this.pool, unpublishedSeals(shard))).map(asSeal);
  }

  async published({ shard, number }: Seal): Promise<void> {
    await ask(this.pool, sealPublished(shard, number));
  }
}
