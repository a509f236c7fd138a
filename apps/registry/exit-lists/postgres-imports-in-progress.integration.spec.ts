import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { v7 } from 'uuid';
import { PostgresImportsInProgress } from './postgres-imports-in-progress';

const NINGMING = '451422';

describe('imports that hold up the list of a county (S-21)', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
  });
  beforeEach(() => pool.query('truncate intake.imports cascade'));
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  type Said = Readonly<{ scope?: string[]; asOf?: string; dryRun?: boolean; changes?: boolean; told?: boolean; source?: string }>;
  const anImport = async (state: string, said: Said = {}): Promise<void> => {
    const { scope = null, asOf = '2016-12-31', dryRun = false, changes = false, told = false, source = 'poverty' } = said;
    const { rows } = await pool.query<{ no: string }>(
      `insert into intake.imports (id, source, as_of, changes, dry_run, scope, encoding, mapping, state, settled_at)
       values ($1, $2, $3, $4, $5, $6, 'auto', '{}', $7, clock_timestamp()) returning no`,
      [v7(), source, asOf, changes, dryRun, scope, state],
    );
    await pool.query(
      `insert into intake.households (import, seq, kind, record_key, lineage, rows, outcome) values
       ($1, 1, 'changed', '451422/1', '451422', 2, $2), ($1, 2, 'changed', '451422/2', '451422', 2, null)`,
      [rows[0]?.no, told ? 'accepted' : null],
    );
  };
  const refusal = async (...counties: string[]) =>
    (await new PostgresImportsInProgress(pool).standing(counties.length > 0 ? counties : [NINGMING])).refusal;

  it.each([
    ['staging', {}, 'import-running'],
    ['undoing', { scope: ['451400'] }, 'import-running'],
    ['applying', { scope: ['450000'] }, 'import-running'],
    ['applying', { scope: ['451423'] }, null],
    ['applying', { dryRun: true }, null],
    ['open', {}, null],
    ['failed', { told: true }, 'import-failed'],
    ['failed', { told: false }, null],
    ['failed', { told: true, scope: ['451423'] }, null],
    ['undone', { told: true }, null],
    ['done', { told: true }, null],
  ])('one that is %s, %j: %s', async (state, said, expected) => {
    await anImport(state, said);
    expect(await refusal()).toBe(expected);
  });

  it('knows a county by any code of its lineage', async () => {
    await anImport('applying', { scope: ['530122'] });
    expect([await refusal('530115'), await refusal('530122', '530115')]).toEqual([null, 'import-running']);
  });

  it.each([
    [{}, null],
    [{ asOf: '2017-01-31', scope: ['451422'] }, null],
    [{ asOf: '2016-11-30' }, 'import-failed'],
    [{ changes: true }, 'import-failed'],
    [{ source: 'dibao' }, 'import-failed'],
    [{ scope: ['451423'] }, 'import-failed'],
  ])('what one failed to tell, then one that was done, %j: %s', async (later, expected) => {
    await anImport('failed', { told: true });
    await anImport('done', later);
    expect(await refusal()).toBe(expected);
  });

  it('are marked by each that ends', async () => {
    const mark = async () => (await new PostgresImportsInProgress(pool).standing([NINGMING])).mark;
    const before = await mark();
    await anImport('done');
    expect(await mark()).not.toBe(before);
  });
});
