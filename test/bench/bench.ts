import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findOrStart } from '@xianjie/infrastructure';
import type { BenchOptions, BenchResult } from './bench-result';

// One line a benchmark: its name, and the file that exports `run`.
const benchmarks: Readonly<Record<string, () => Promise<{ run: (options: BenchOptions) => Promise<BenchResult> }>>> = {
  append: () => import('./append'),
  'as-of': () => import('./as-of'),
  'end-to-end': () => import('./end-to-end'),
  import: () => import('./import'),
  'import-memory': () => import('./import-memory'),
  publish: () => import('./publish'),
  rebuild: () => import('./rebuild'),
  'rebuild-flat': () => import('./rebuild-flat'),
};

/** Those that run a whole hub with parts of its own. */
const OWN_HUB: ReadonlySet<string> = new Set(['end-to-end']);

/** The parts of the environment's addresses, or a set of its own for this run. */
const withParts = async <Answer>(say: BenchOptions['say'], work: () => Promise<Answer>): Promise<Answer> => {
  const { XIANJIE_DATABASE_URL, XIANJIE_KAFKA_BROKERS, XIANJIE_SCHEMA_REGISTRY_URL } = process.env;
  if (XIANJIE_DATABASE_URL && XIANJIE_KAFKA_BROKERS && XIANJIE_SCHEMA_REGISTRY_URL) return work();
  const dataDir = mkdtempSync(join(tmpdir(), 'xianjie-bench-'));
  const parts = await findOrStart({ dataDir, database: 'postgres', log: say });
  process.env.XIANJIE_DATABASE_URL = parts.databaseUrl;
  process.env.XIANJIE_KAFKA_BROKERS = parts.kafkaBrokers;
  process.env.XIANJIE_SCHEMA_REGISTRY_URL = parts.schemaRegistryUrl;
  try {
    return await work();
  } finally {
    await parts.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
};

const main = async (name: string | undefined, scale: string | undefined): Promise<number> => {
  const load = benchmarks[name ?? ''];
  if (!load) {
    console.error(`usage: bench NAME [SCALE], where NAME is one of ${Object.keys(benchmarks).join(', ')}`);
    return 2;
  }
  const say = (line: string) => console.error(line);
  const { run } = await load();
  const work = () => run({ say, scale: scale === undefined ? 1 : Number(scale) });
  const result = OWN_HUB.has(name as string) ? await work() : await withParts(say, work);
  console.log(JSON.stringify(result));
  return 0;
};

main(process.argv[2], process.argv[3]).then(
  (code) => process.exit(code),
  (fault: unknown) => {
    console.error(fault);
    process.exit(3);
  },
);
