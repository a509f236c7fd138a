import { openPool } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { Pool } from 'pg';

/** An empty hub's database of its own, through the pool that the hub uses. `drop` ends both. */
export type BenchDatabase = Readonly<{ pool: Pool; drop: () => Promise<void> }>;

export const openBenchDatabase = async (connections?: number): Promise<BenchDatabase> => {
  const database = await createHubDatabase();
  const pool = openPool({ connectionString: database.url, ...(connections === undefined ? {} : { max: connections }) });
  const drop = async (): Promise<void> => {
    await pool.end();
    await database.drop();
  };
  return { pool, drop };
};
