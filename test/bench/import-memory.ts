import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultMapping } from '@xianjie/sources';
import { openBenchDatabase } from './bench-database';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded } from './bench-result';
import { bring, ceiling, hub, seconds } from './import';
import { snapshotCsv } from './snapshot-files';

const GIGABYTE = 1e9;
const MEMBERS = 4;
/** Measured on the first thousand, which are shorter than the last by some digits. */
const bytesOfAHousehold = async (): Promise<number> => {
  let bytes = 0;
  for await (const chunk of snapshotCsv(1_000, false)) bytes += chunk.length;
  return bytes / 1_000;
};

/**
 * Resident memory while a file of 1 GB is kept, staged, compared and read again: a dry run, which leaves out hearing alone. Hearing
 * works on pages of 500 households whatever the file's size; `import` shows what it takes. The file is made while it is sent.
 */
export const run = async ({ say, scale = 1 }: BenchOptions): Promise<BenchResult> => {
  const households = Math.round((GIGABYTE * scale) / (await bytesOfAHousehold()));
  const { pool, drop } = await openBenchDatabase(12);
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-bench-import-memory-'));
  const before = process.memoryUsage.rss();
  let resident = 0;
  const watch = setInterval(() => (resident = Math.max(resident, process.memoryUsage.rss())), 100);
  let bytes = 0;
  async function* file(): AsyncIterable<Buffer> {
    for await (const chunk of snapshotCsv(households, false)) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  try {
    const asked = { source: 'poverty', asOf: '2016-11-30', changes: false, dryRun: true, scope: null, encoding: 'auto' } as const;
    say(`a dry run of ${households} households`);
    let read = 0;
    const took = await seconds(async () => {
      read = (await bring(hub(pool, folder), { ...asked, mapping: defaultMapping }, file())).counts?.read ?? 0;
    });
    if (read !== households * MEMBERS) throw new Error(`${read} rows were read of ${households * MEMBERS}`);
    clearInterval(watch);
    say('decoding and copying the same rows');
    const ceilingPerSecond = await ceiling(pool, snapshotCsv(households, false), read);
    const perSecond = read / took;
    return {
      name: 'import-memory',
      perSecond: rounded(perSecond),
      ceilingPerSecond: rounded(ceilingPerSecond),
      ratio: rounded(perSecond / ceilingPerSecond),
      details: {
        unit: 'person rows, dry run, the making of the file included',
        bytes,
        rows: read,
        seconds: rounded(took),
        residentMegabytes: Math.round(resident / 1e6),
        residentBeforeMegabytes: Math.round(before / 1e6),
      },
    };
  } finally {
    clearInterval(watch);
    await drop();
    rmSync(folder, { recursive: true });
  }
};
