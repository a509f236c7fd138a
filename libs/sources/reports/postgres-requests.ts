import type { Pool } from 'pg';
import type { FileKeys } from '../kept/file-keys';
import { statement } from '../postgres-statements';

const takeRequest = statement('take-request');
const keepAnswer = statement('keep-answer');

/** `answer` is null when the first call has not come to one: it was killed, or still runs. */
export type RequestTaken = 'first' | 'another-body' | Readonly<{ answer: unknown }>;

/** Which body an Idempotency-Key was first used with, of which only a keyed digest is kept, and what was answered (S-15). */
export class PostgresRequests {
  private readonly digest: (body: Buffer) => string;

  constructor(
    private readonly pool: Pool,
    keys: FileKeys,
  ) {
    this.digest = keys.digester('request');
  }

  async take(key: string, body: Buffer): Promise<RequestTaken> {
    const digest = this.digest(body);
    const { rows } = await this.pool.query<{ digest: string; is_first: boolean; answer: unknown }>(takeRequest(key, digest));
    // Nothing: another call wrote it after our look began; it is seen the second time.
    if (!rows[0]) return this.take(key, body);
    if (rows[0].digest !== digest) return 'another-body';
    return rows[0].is_first ? 'first' : { answer: rows[0].answer };
  }

  /** Keeps what a request is answered; gives what was kept first. */
  async keep<Answer>(key: string, answer: Answer): Promise<Answer> {
    const { rows } = await this.pool.query<{ answer: Answer }>(keepAnswer(key, JSON.stringify(answer)));
    return rows[0]?.answer ?? answer;
  }
}
