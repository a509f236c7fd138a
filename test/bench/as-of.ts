import { HouseholdReader } from '@xianjie/casework';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { householdCard } from '@xianjie/domain';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import { openBenchDatabase } from './bench-database';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded } from './bench-result';
import { SHARD, fillWithHouseholds } from './province-log';

const HOUSEHOLDS = 100_000;
const CARDS = 5_000;
const EFFECTIVE_ON = '2016-06-30';

const at = (sorted: readonly number[], share: number): number =>
  rounded(sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0);

/** One household's card as known at a position, as effective on a day, one after the other; the ceiling only reads the stream. */
export const run = async ({ say, scale = 1 }: BenchOptions): Promise<BenchResult> => {
  const { pool, drop } = await openBenchDatabase();
  try {
    const log = new PostgresEventLog(pool, new SystemClock());
    const codec = new HouseholdEventCodec();
    const households = Math.round(HOUSEHOLDS * scale);
    say(`writing a year of ${households} households to the log`);
    const events = await fillWithHouseholds(log, codec, households);
    await pool.query('analyze log.events');
    const { rows } = await pool.query<{ stream: string }>(
      "select stream from (select distinct stream from log.events where stream like 'h-%') known order by random() limit $1",
      [CARDS],
    );
    const upTo = Math.floor(((await log.head(SHARD)).number * 3) / 4);
    const reader = new HouseholdReader(log, codec);
    const secondsOf = async (work: (stream: string) => Promise<unknown>): Promise<readonly number[]> => {
      const taken: number[] = [];
      for (const { stream } of rows) {
        const start = performance.now();
        await work(stream);
        taken.push(performance.now() - start);
      }
      return taken.toSorted((a, b) => a - b);
    };
    say(`reading ${rows.length} streams, then folding their cards as of a day`);
    const read = await secondsOf((stream) => log.read(stream, { upTo }));
    const card = await secondsOf(async (stream) => {
      const found = await reader.load(stream, { upTo, effectiveOn: EFFECTIVE_ON });
      return found && householdCard(found.state);
    });
    const sum = (all: readonly number[]): number => all.reduce((total, one) => total + one, 0);
    const [perSecond, ceilingPerSecond] = [(rows.length / sum(card)) * 1_000, (rows.length / sum(read)) * 1_000];
    return {
      name: 'as-of',
      perSecond: rounded(perSecond),
      ceilingPerSecond: rounded(ceilingPerSecond),
      ratio: rounded(perSecond / ceilingPerSecond),
      details: {
        ...{ unit: 'cards, one after the other; the ceiling reads their streams only', events, cards: rows.length },
        ...{ p50Ms: at(card, 0.5), p99Ms: at(card, 0.99), slowestMs: at(card, 1), readP99Ms: at(read, 0.99) },
      },
    };
  } finally {
    await drop();
  }
};
