import type { Pool } from 'pg';
import { ask, statement } from './postgres-statements';

const sealingWorked = statement('sealing-worked');
const secondsSinceSealing = statement('seconds-since-sealing');

/** Whether seals are being made: written by the sealer, read by whoever must not take anything that nobody seals. */
export class PostgresSealing {
  constructor(private readonly pool: Pool) {}

  /** A round of sealing ended well, whether or not there was anything to seal. */
  async worked(shard: string): Promise<void> {
    await ask(this.pool, sealingWorked(shard));
  }

  /** The shard whose sealing last worked the longest ago, of these and of all that were ever sealed; null when there is none. */
  async longestAgo(shards: readonly string[]): Promise<Readonly<{ shard: string; seconds: number }> | null> {
    const [longest] = await ask<{ shard: string; seconds: number }>(this.pool, secondsSinceSealing(shards));
    return longest ?? null;
  }
}
