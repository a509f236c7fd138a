import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { HearReports } from '@xianjie/casework';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import { IdentifierHasher, MasterKey, PostgresPersonBlocks, PostgresPersonVault } from '@xianjie/persons';
import { FileKeys, Imports, PostgresImports, PostgresStaging, defaultMapping, readDivisionTable } from '@xianjie/sources';
import type { Import, ImportRequest } from '@xianjie/sources';
import type { Pool } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openBenchDatabase } from './bench-database';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded } from './bench-result';
import { snapshotCsv } from './snapshot-files';

const HOUSEHOLDS = 100_000;
const MEMBERS = 4;

export const FIRST_LOAD: ImportRequest = {
  source: 'poverty',
  asOf: '2016-11-30',
  changes: false,
  dryRun: false,
  scope: null,
  encoding: 'auto',
  mapping: defaultMapping,
};

export const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1_000;
};

/** Rows a second of decoding the file and one COPY of its rows, undivided, into an unlogged table: no import can be faster. */
export const ceiling = async (pool: Pool, chunks: Iterable<Buffer> | AsyncIterable<Buffer>, rows: number): Promise<number> => {
  const client = await pool.connect();
  try {
    await client.query('create unlogged table public.raw_rows (line text)');
    const decoder = new TextDecoder('utf-8', { fatal: true });
    async function* lines(): AsyncIterable<string> {
      for await (const chunk of chunks) yield decoder.decode(chunk, { stream: true }).replaceAll('\\', '\\\\');
    }
    const took = await seconds(() => pipeline(Readable.from(lines()), client.query(copyFrom('copy public.raw_rows from stdin'))));
    await client.query('drop table public.raw_rows');
    return rows / took;
  } finally {
    client.release();
  }
};

export const hub = (pool: Pool, folder: string): Imports => {
  const master = new MasterKey(Buffer.alloc(32, 7));
  const hasher = new IdentifierHasher(master, '45');
  const hearing = new HearReports({
    log: new PostgresEventLog(pool, new SystemClock()),
    vault: new PostgresPersonVault(pool, master),
    blocks: new PostgresPersonBlocks(pool),
    codec: new HouseholdEventCodec(),
    hasherOf: () => hasher,
  });
  return new Imports({
    imports: new PostgresImports(pool),
    staging: new PostgresStaging(pool),
    place: { folder, keys: new FileKeys(master) },
    divisions: readDivisionTable(),
    hearing,
    departureLimit: () => 0.02,
    blankErased: async () => undefined,
    onFault: (_, fault) => {
      throw fault;
    },
  });
};

export const bring = async (
  imports: Imports,
  request: ImportRequest,
  chunks: AsyncIterable<Buffer>,
): Promise<Import & { started: number; kept: number }> => {
  const id = await imports.open(request);
  const kept = await seconds(() => imports.addFile(id, 'snapshot.csv', chunks));
  const started = performance.now();
  const begun = await imports.start(id);
  if (begun.outcome === 'accepted') await begun.value.settled;
  const done = await imports.read(id);
  if (done?.state !== 'done') throw new Error(`the import ended ${done?.state}: ${JSON.stringify(done?.problem)}`);
  return { ...done, started, kept };
};

/** First load of 100,000 households of four, then a month in which every twentieth changed; encryption and matching in it. */
export const run = async ({ say, scale = 1 }: BenchOptions): Promise<BenchResult> => {
  const households = Math.round(HOUSEHOLDS * scale);
  const rows = households * MEMBERS;
  const { pool, drop } = await openBenchDatabase(12);
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-bench-import-'));
  let resident = 0;
  const watch = setInterval(() => (resident = Math.max(resident, process.memoryUsage.rss())), 100);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of snapshotCsv(households, true)) chunks.push(chunk);
    const ceilingPerSecond = await ceiling(pool, chunks, rows);
    chunks.length = 0;
    const imports = hub(pool, folder);
    say(`first load of ${households} households`);
    const first = await bring(imports, FIRST_LOAD, snapshotCsv(households, false));
    const firstSeconds = (performance.now() - first.started) / 1_000;
    say(`first load: ${rounded(rows / firstSeconds)} rows/s; a month in which every twentieth household changed`);
    const month = await bring(imports, { ...FIRST_LOAD, asOf: '2016-12-31' }, snapshotCsv(households, true));
    const monthSeconds = (performance.now() - month.started) / 1_000;
    const perSecond = rows / monthSeconds;
    return {
      name: 'import',
      perSecond: rounded(perSecond),
      ceilingPerSecond: rounded(ceilingPerSecond),
      ratio: rounded(perSecond / ceilingPerSecond),
      details: {
        unit: 'person rows, changed month',
        rows,
        firstLoadRowsPerSecond: rounded(rows / firstSeconds),
        firstLoadEventsPerSecond: rounded((first.counts?.events ?? 0) / firstSeconds),
        householdChangesPerSecond: rounded(households / 20 / monthSeconds),
        firstSeconds: rounded(firstSeconds),
        monthSeconds: rounded(monthSeconds),
        first: first.counts,
        month: month.counts,
        residentMegabytes: Math.round(resident / 1e6),
      },
    };
  } finally {
    clearInterval(watch);
    await drop();
    rmSync(folder, { recursive: true });
  }
};
