import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPool } from '@xianjie/log';
import { MasterKey } from '@xianjie/persons';
import { REGISTRY_COLUMNS, aRegistryRow, createHubDatabase, syntheticIdNo, toCsv } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import type { Pool } from 'pg';
import { defaultMapping } from '../columns/mapping';
import { readDivisionTable } from '../division-table';
import { FileKeys } from '../kept/file-keys';
import type { ImportRequest } from './import';
import { Imports } from './imports';
import { NotingHearing } from './noting-hearing.fixture';
import { PostgresImports } from './postgres-imports';
import { PostgresStaging } from './postgres-staging';
import { PostgresKeptSources } from '../erasure/postgres-kept-sources';
import { PostgresRewrites } from '../erasure/postgres-rewrites';
import type { ImportRunner } from './run-import';

export const snapshot: ImportRequest = {
  source: 'poverty',
  asOf: '2016-12-31',
  changes: false,
  dryRun: false,
  scope: null,
  encoding: 'auto',
  mapping: defaultMapping,
};

export async function* bytesOf(content: string | Buffer): AsyncIterable<Buffer> {
  const bytes = Buffer.from(content as string);
  for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
}

const idOf = (serial: number) =>
  syntheticIdNo({ division: '451422', birth: `${1990 + Math.floor(serial / 500)}-01-01`, sex: '女', serial: serial % 500 });
/** A household of two. */
export const household = (number: number, said: Parameters<typeof aRegistryRow>[0] = {}) => {
  const head = { 户编号: String(4514220000000 + number), 户主姓名: '韦大山', 家庭人口数: '2', ...said };
  return [
    aRegistryRow({ ...head, 证件号码: idOf(number * 2) }),
    aRegistryRow({ ...head, 人编号: '02', 姓名: '韦小妹', 与户主关系: '之女', 证件号码: idOf(number * 2 + 1) }),
  ];
};
export const registryCsv = (...households: readonly Record<string, string>[][]) => toCsv(REGISTRY_COLUMNS, households.flat());
export const many = (count: number) => Array.from({ length: count }, (_, number) => household(number));

/** Imports on a database and a folder of their own, with a hearing that notes what it is told. */
export class ImportDesk {
  readonly hearing: NotingHearing;
  readonly runner: ImportRunner;
  readonly imports: Imports;
  readonly kept: PostgresKeptSources;

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: Pool,
    readonly folder: string,
  ) {
    this.hearing = new NotingHearing(pool);
    const imports = new PostgresImports(pool);
    const place = { folder, keys: new FileKeys(new MasterKey(Buffer.alloc(32, 7))) };
    this.kept = new PostgresKeptSources(imports, new PostgresRewrites(pool), place);
    this.runner = {
      ...{ imports, place },
      staging: new PostgresStaging(pool),
      divisions: readDivisionTable(),
      hearing: this.hearing,
      departureLimit: () => 0.02,
      onFault: (_, fault) => console.error(fault),
      blankErased: (job) => this.kept.blankSettling(job),
    };
    this.imports = new Imports(this.runner);
  }

  static async open(): Promise<ImportDesk> {
    const database = await createHubDatabase();
    return new ImportDesk(database, openPool({ connectionString: database.url }), mkdtempSync(join(tmpdir(), 'xianjie-kept-')));
  }

  get databaseUrl(): string {
    return this.database.url;
  }

  async close(): Promise<void> {
    await this.pool.end();
    await this.database.drop();
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** One import of these files, brought to its end. */
  readonly bring = async (files: Record<string, string | Buffer>, said: Partial<ImportRequest> = {}) => {
    const id = await this.imports.open({ ...snapshot, ...said });
    for (const [name, content] of Object.entries(files)) await this.imports.addFile(id, name, bytesOf(content));
    const started = await this.imports.start(id);
    if (started.outcome === 'accepted') await started.value.settled;
    const job = await this.imports.read(id);
    if (!job) throw new Error(`no import ${id}`);
    return job;
  };

  /** `<row> <column> <code>` of every issue, in file order. */
  readonly issuesOf = async ({ no }: { no: string }): Promise<string[]> =>
    (await this.runner.imports.issues(no, { part: 0, row: 0 }, 100)).flatMap(({ row, issues }) =>
      issues.map(({ column, code }) => `${row} ${column} ${code}`),
    );
}
