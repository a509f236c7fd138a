import { HouseholdEventCodec } from '@xianjie/contracts';
import { isProduction } from '@xianjie/infrastructure';
import { PostgresEventLog, PostgresSimulatedClock, SystemClock, openPool } from '@xianjie/log';
import type { Clock } from '@xianjie/log';
import { decoderOf } from '@xianjie/read-models';
import type { Decode } from '@xianjie/read-models';
import type { Pool } from 'pg';
import { hubAddresses } from './hub';

/** The database of the running hub, for commands that read the log themselves: an auditor need not trust the apps. */
export const withLog = async <T>(work: (log: PostgresEventLog, pool: Pool, clock: Clock) => Promise<T>): Promise<T> => {
  const connectionString = process.env.XIANJIE_DATABASE_URL ?? hubAddresses().databaseUrl;
  const pool = openPool({ connectionString, max: 4 });
  // The simulated clock tells the system's time until a demo has set it: what is recorded here stands beside what the apps record.
  const simulated = isProduction() ? null : new PostgresSimulatedClock(connectionString);
  const clock = simulated ?? new SystemClock();
  const log = new PostgresEventLog(pool, clock);
  try {
    return await work(log, pool, clock);
  } finally {
    await simulated?.close();
    await pool.end();
  }
};

/** Decodes with the schemas of this version. */
export const householdDecoder = (codec = new HouseholdEventCodec()): Decode => decoderOf(codec);
