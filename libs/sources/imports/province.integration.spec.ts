import { createReadStream, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isLocalDate } from '@xianjie/domain';
import { MasterKey } from '@xianjie/persons';
import { createHubDatabase, generateProvince, writeProvince } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { defaultMapping } from '../columns/mapping';
import { readDivisionTable } from '../division-table';
import { FileKeys } from '../kept/file-keys';
import { Imports } from './imports';
import { NotingHearing } from './noting-hearing.fixture';
import { PostgresImports } from './postgres-imports';
import { PostgresStaging } from './postgres-staging';
import type { ImportRunner } from './run-import';

type Manifest = Readonly<{
  files: readonly Readonly<{
    name: string;
    source: 'poverty' | 'dibao';
    asOf: string;
    phase: string;
    rows: number;
    skippedRows: number;
  }>[];
}>;

describe('the files of a generated province', () => {
  let database: TestDatabase;
  let pool: Pool;
  let folder: string;
  const faults: unknown[] = [];

  beforeAll(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
    folder = mkdtempSync(join(tmpdir(), 'xianjie-province-'));
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  it('are read whole: every row counted, totals skipped, and only rows that real life spoilt wait', async () => {
    await writeProvince(generateProvince({ province: 'guangxi', scale: 0.0004, seed: '7', year: 2016 }), join(folder, 'files'));
    const { files }: Manifest = JSON.parse(readFileSync(join(folder, 'files', 'manifest.json'), 'utf8'));
    const hearing = new NotingHearing(pool);
    const runner: ImportRunner = {
      imports: new PostgresImports(pool),
      staging: new PostgresStaging(pool),
      place: { folder: join(folder, 'kept'), keys: new FileKeys(new MasterKey(Buffer.alloc(32, 7))) },
      divisions: readDivisionTable(),
      hearing,
      departureLimit: () => 0.02,
      blankErased: async () => undefined,
      onFault: (_, fault) => void faults.push(fault),
    };
    const imports = new Imports(runner);
    const codes = new Map<string, number>();
    for (const { name, source, asOf, rows, skippedRows } of files.slice(0, 8)) {
      if (!isLocalDate(asOf)) throw new Error(`${name}: ${asOf}`);
      const id = await imports.open({
        source,
        asOf,
        changes: false,
        dryRun: false,
        scope: null,
        encoding: 'auto',
        mapping: defaultMapping,
      });
      await imports.addFile(id, name, createReadStream(join(folder, 'files', name)));
      const started = await imports.start(id);
      if (started.outcome === 'accepted') await started.value.settled;
      const job = await imports.read(id);
      expect({ name, state: job?.state, problem: job?.problem, faults }).toEqual({
        name,
        state: 'done',
        problem: null,
        faults: [],
      });
      expect({ name, read: job?.counts?.read, skipped: job?.counts?.skipped }).toEqual({
        name,
        read: rows,
        skipped: skippedRows,
      });
      const { read = 0, accepted = 0, unchanged = 0, refused = 0, quarantined = 0, waiting = 0 } = job?.counts ?? {};
      expect(accepted + unchanged + refused + quarantined + waiting).toBe(read);
      for (const { issues } of await runner.imports.issues(job?.no ?? '', { part: 0, row: 0 }, 10_000))
        for (const { column, code } of issues) codes.set(`${column} ${code}`, (codes.get(`${column} ${code}`) ?? 0) + 1);
    }
    expect([...codes.keys()].filter((code) => code !== '证件号码 zeroed-identifier')).toEqual([]);
  }, 120_000);
});
