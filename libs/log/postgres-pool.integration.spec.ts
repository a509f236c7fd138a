import { createHubDatabase } from '@xianjie/testing';
import { openPool } from './postgres-pool';

const ROWS = 200_000;

describe('a pool of the hub', () => {
  it('finds many keys by their index, however many there are', async () => {
    const database = await createHubDatabase();
    const pool = openPool({ connectionString: database.url, max: 1 });
    try {
      await pool.query('create temporary table claims (hash text primary key)');
      await pool.query('insert into claims select md5(n::text) from generate_series(1, $1::int) as n', [ROWS]);
      await pool.query('analyze claims');
      const { rows } = await pool.query<{ 'QUERY PLAN': string }>(
        'explain select * from claims where hash = any((select array_agg(md5(n::text)) from generate_series(1, 2000) as n)::text[])',
      );
      expect(rows.map((row) => row['QUERY PLAN']).join('\n')).not.toMatch(/Seq Scan on claims/);
    } finally {
      await pool.end();
      await database.drop();
    }
  });
});
