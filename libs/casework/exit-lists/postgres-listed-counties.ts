import type { CountyCode } from '@xianjie/domain';
import type { Pool } from 'pg';
import { statement } from './postgres-statements';

const countiesOfShard = statement('counties-of-shard');

/** The counties of a shard of which anything was ever heard: those that `--county all` means, old codes included. */
export class PostgresListedCounties {
  constructor(private readonly pool: Pool) {}

  async of(shard: string): Promise<readonly CountyCode[]> {
    const { rows } = await this.pool.query<{ county: CountyCode }>(countiesOfShard(shard));
    return rows.map(({ county }) => county);
  }
}
