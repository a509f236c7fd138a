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

  /** False: the key was used before with another body. */
  async take(key: string, body: Buffer): Promise<boolean> {
    const digest = this.digest(body);
    const { rows } = await this.pool.query<{ digest: string }>(takeRequest(key, digest));
    // Nothing: another call wrote it after our look began; it is seen the second time.
    return rows[0] ? rows[0].digest === digest : this.take(key, body);
  }
}
