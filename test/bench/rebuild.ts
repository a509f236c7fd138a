import { HouseholdEventCodec } from '@xianjie/contracts';
import { foldHousehold } from '@xianjie/domain';
import type { RecordedHouseholdEvent } from '@xianjie/domain';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import type { EventLog, RecordedEvent } from '@xianjie/log';
import { PostgresRebuild } from '@xianjie/read-models';
import { createHubDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded } from './bench-result';
import { SHARD, fillWithHouseholds } from './province-log';

const HOUSEHOLDS = 100_000;

type Decode = (recorded: RecordedEvent) => RecordedHouseholdEvent;

/** Reading, decoding and folding the whole log, with nothing written: no rebuild that folds in one process can be faster. */
const secondsToFold = async (log: EventLog, decode: Decode): Promise<number> => {
  const start = performance.now();
  const { number } = await log.head(SHARD);
  for await (const { events } of log.readShard(SHARD, number)) foldHousehold(events.map(decode));
  return (performance.now() - start) / 1_000;
};

/** All views made again from the log of 100,000 households: beside empty ones, then beside live ones, which are compared. */
export const run = async ({ say, scale = 1 }: BenchOptions): Promise<BenchResult> => {
  const households = Math.round(HOUSEHOLDS * scale);
  const database = await createHubDatabase();
  const pool = new Pool({ connectionString: database.url }).on('error', () => undefined);
  try {
    const log = new PostgresEventLog(pool, new SystemClock());
    const codec = new HouseholdEventCodec();
    const decode: Decode = ({ id: eventId, county, version, ...encoded }) => ({
      ...{ eventId, county, version },
      event: codec.decode(encoded),
    });
    say(`writing a year of ${households} households to the log`);
    const events = await fillWithHouseholds(log, codec, households);
    await pool.query('analyze log.events');
    say(`folding ${events} events`);
    const folded = await secondsToFold(log, decode);
    const rebuild = new PostgresRebuild(pool, log, decode);
    say('rebuilding beside empty views');
    const first = await rebuild.run('household');
    say('rebuilding beside live views');
    const second = await rebuild.run('household');
    if (second.events !== events || second.differences.length > 0)
      throw new Error(`${second.events} of ${events} events; ${second.differences.length} differences`);
    const [perSecond, ceilingPerSecond] = [events / second.seconds, events / folded];
    return {
      name: 'rebuild',
      perSecond: rounded(perSecond),
      ceilingPerSecond: rounded(ceilingPerSecond),
      ratio: rounded(perSecond / ceilingPerSecond),
      details: {
        unit: 'events, beside live views that are compared',
        households: second.households,
        events,
        seconds: rounded(second.seconds),
        besideEmptyViewsPerSecond: rounded(events / first.seconds),
      },
    };
  } finally {
    await pool.end();
    await database.drop();
  }
};
