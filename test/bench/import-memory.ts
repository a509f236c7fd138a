import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openBenchDatabase } from './bench-database';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded } from './bench-result';
import { FIRST_LOAD, bring, ceiling, hub, seconds } from './import';
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
 * Resident memory while a file of 1 GB is kept, staged, compared and heard: the first load of 1.1 million households, a quarter of an
 * hour. The file is made while it is sent, and keys, matching and the log are part of the same process.
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
    say(`first load of ${households} households`);
    const rows = households * MEMBERS;
    let accepted = 0;
    const took = await seconds(async () => {
      accepted = (await bring(hub(pool, folder), FIRST_LOAD, file())).counts?.accepted ?? 0;
    });
    if (accepted !== rows) throw new Error(`${accepted} rows were accepted of ${rows}`);
    clearInterval(watch);
    say('decoding and copying the same rows');
    const ceilingPerSecond = await ceiling(pool, snapshotCsv(households, false), rows);
    const perSecond = rows / took;
    return {
      name: 'import-memory',
      perSecond: rounded(perSecond),
      ceilingPerSecond: rounded(ceilingPerSecond),
      ratio: rounded(perSecond / ceilingPerSecond),
      details: {
        unit: 'person rows of a first load, the making of the file included',
        bytes,
        rows,
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
