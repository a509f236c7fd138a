import { HouseholdEventCodec } from '@xianjie/contracts';
import { foldHousehold } from '@xianjie/domain';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import { PostgresRebuild } from '@xianjie/read-models';
import type { Rebuilt } from '@xianjie/read-models';
import type { Pool } from 'pg';
import { openBenchDatabase } from './bench-database';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded } from './bench-result';
import { SHARD, fillWithHouseholds } from './province-log';

const HOUSEHOLDS = 100_000;

/** Reading, decoding and folding the whole log, with nothing written: no rebuild that folds in one thread can be faster. */
const secondsToFold = async (log: PostgresEventLog, codec: HouseholdEventCodec): Promise<number> => {
  const start = performance.now();
  const { number } = await log.head(SHARD);
  for await (const { events } of log.readShard(SHARD, number))
    foldHousehold(events.map(codec.recorded).filter((event) => event !== null));
  return (performance.now() - start) / 1_000;
};

/** A rebuild beside live views that are as it makes them. @throws Error when they are not, or lack households: less would be compared. */
export const rebuildBesideLive = async (pool: Pool, rebuild: PostgresRebuild, events: number): Promise<Rebuilt> => {
  const { rows } = await pool.query<{ live: number }>('select count(*)::int as live from views.household');
  const rebuilt = await rebuild.run('household');
  if (rebuilt.events !== events || rebuilt.differences.length > 0)
    throw new Error(`${rebuilt.events} of ${events} events; ${rebuilt.differences.length} differences`);
  if (rows[0]!.live !== rebuilt.households) throw new Error(`${rows[0]!.live} of ${rebuilt.households} households were live`);
  return rebuilt;
};

/** All views made again from the log of 100,000 households: beside empty ones, then beside live ones, which are compared. */
export const run = async ({ say, scale = 1 }: BenchOptions): Promise<BenchResult> => {
  const households = Math.round(HOUSEHOLDS * scale);
  const { pool, drop } = await openBenchDatabase();
  try {
    const log = new PostgresEventLog(pool, new SystemClock());
    const codec = new HouseholdEventCodec();
    say(`writing a year of ${households} households to the log`);
    const events = await fillWithHouseholds(log, codec, households);
    await pool.query('analyze log.events');
    say(`folding ${events} events`);
    const folded = await secondsToFold(log, codec);
    const rebuild = new PostgresRebuild(pool, log, codec);
    say('rebuilding beside empty views');
    const first = await rebuild.run('household');
    say('rebuilding beside live views');
    const second = await rebuildBesideLive(pool, rebuild, events);
    const [perSecond, ceilingPerSecond] = [events / second.seconds, events / folded];
    return {
      name: 'rebuild',
      perSecond: rounded(perSecond),
      ceilingPerSecond: rounded(ceilingPerSecond),
      ratio: rounded(perSecond / ceilingPerSecond),
      details: {
        unit: 'events, beside live views that are compared; the ceiling folds in one thread and writes nothing',
        households: second.households,
        events,
        seconds: rounded(second.seconds),
        lockedSeconds: rounded(second.lockedSeconds),
        besideEmptyViewsPerSecond: rounded(events / first.seconds),
      },
    };
  } finally {
    await drop();
  }
};
