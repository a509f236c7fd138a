import type { Pool } from 'pg';

/** Much cheaper than a new database for each test. */
export const emptyLog = async (pool: Pool): Promise<void> => {
  const { rows } = await pool.query<{ tables: string }>(
    `select string_agg(format('log.%I', tablename), ', ') as tables from pg_tables where schemaname = 'log'`,
  );
  await pool.query(`truncate ${rows[0]!.tables}`);
};
