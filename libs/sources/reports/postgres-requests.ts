import type { Pool } from 'pg';
import type { FileKeys } from '../kept/file-keys';
import { statement } from '../postgres-statements';

const takeRequest = statement('take-request');

/** Which body an Idempotency-Key was first used with (S-15). Only a keyed digest of it is kept. */
export class PostgresRequests {
  private readonly digest: (body: Buffer) => string;

  constructor(
    private readonly pool: Pool,
    keys: FileKeys,
  ) {
    this.digest = keys.digester('request');
  }

  async take(key: string, body: Buffer): Promise<'first' | 'again' | 'another-body'> {
    const digest = this.digest(body);
    const { rows } = await this.pool.query<{ digest: string; is_first: boolean }>(takeRequest(key, digest));
    // Nothing: another call wrote it after our look began; it is seen the second time.
    if (!rows[0]) return this.take(key, body);
    if (rows[0].digest !== digest) return 'another-body';
    return rows[0].is_first ? 'first' : 'again';
  }
}
