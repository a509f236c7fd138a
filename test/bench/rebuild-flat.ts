import { HouseholdEventCodec } from '@xianjie/contracts';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import { PostgresRebuild } from '@xianjie/read-models';
import { openBenchDatabase } from './bench-database';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded } from './bench-result';
import { growLog } from './grow-log';
import { fillWithHouseholds } from './province-log';
import { rebuildBesideLive } from './rebuild';

/** About 1 M events; scale 1 rebuilds them, and ten times as many. */
const HOUSEHOLDS = 150_000;
const TIMES = [1, 3, 10];

/** Whether a rebuild of a large log is as fast, event for event, as that of a small one. Takes 25 GB of disk at scale 1. */
export const run = async ({ say, scale = 1 }: BenchOptions): Promise<BenchResult> => {
  const households = Math.round(HOUSEHOLDS * scale);
  const { pool, drop } = await openBenchDatabase();
  try {
    const log = new PostgresEventLog(pool, new SystemClock());
    const codec = new HouseholdEventCodec();
    say(`writing a year of ${households} households to the log`);
    const original = await fillWithHouseholds(log, codec, households);
    const rebuild = new PostgresRebuild(pool, log, codec);
    const sizes: { events: number; perSecond: number; seconds: number; lockedSeconds: number }[] = [];
    for (const times of TIMES) {
      say(`making that ${times} times as many`);
      const events = await growLog(pool, original, times);
      say(`rebuilding ${events} events, first beside empty views`);
      // Views of before would have the copies for news that are still on their way, and leave them to the projector.
      await pool.query('truncate views.household, views.poverty_registry, views.dibao_registry, views.person_span');
      await rebuild.run('household');
      const { seconds, lockedSeconds } = await rebuildBesideLive(pool, rebuild, events);
      sizes.push({
        events,
        perSecond: rounded(events / seconds),
        seconds: rounded(seconds),
        lockedSeconds: rounded(lockedSeconds),
      });
    }
    const [smallest, largest] = [sizes[0]!, sizes.at(-1)!];
    return {
      name: 'rebuild-flat',
      perSecond: largest.perSecond,
      ceilingPerSecond: smallest.perSecond,
      ratio: rounded(largest.perSecond / smallest.perSecond),
      details: { unit: 'events of the largest log; the ceiling is the rate of the smallest', sizes },
    };
  } finally {
    await drop();
  }
};
