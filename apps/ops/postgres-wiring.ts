import { HouseholdEventCodec } from '@xianjie/contracts';
import { householdEventNames } from '@xianjie/domain';
import type { HouseholdEvent, RecordedHouseholdEvent } from '@xianjie/domain';
import { isProduction } from '@xianjie/infrastructure';
import { PostgresEventLog, PostgresSimulatedClock, SystemClock, openPool } from '@xianjie/log';
import type { EventLog, RecordedEvent } from '@xianjie/log';
import type { Pool } from 'pg';
import { hubAddresses } from './hub';

/** The database of the running hub, for commands that read the log themselves: an auditor need not trust the apps. */
export const withLog = async <T>(work: (log: EventLog, pool: Pool) => Promise<T>): Promise<T> => {
  const connectionString = process.env.XIANJIE_DATABASE_URL ?? hubAddresses().databaseUrl;
  const pool = openPool({ connectionString, max: 4 });
  // The simulated clock tells the system's time until a demo has set it: what is recorded here stands beside what the apps record.
  const simulated = isProduction() ? null : new PostgresSimulatedClock(connectionString);
  const log = new PostgresEventLog(pool, simulated ?? new SystemClock());
  try {
    return await work(log, pool);
  } finally {
    await simulated?.close();
    await pool.end();
  }
};

const households: ReadonlySet<string> = new Set(Object.values(householdEventNames));

/** Null for what is not a household's event, or is of a type that this version does not know. */
export const householdDecoder = (codec = new HouseholdEventCodec()) => {
  return (recorded: RecordedEvent): RecordedHouseholdEvent | null =>
    households.has(recorded.type)
      ? {
          eventId: recorded.id,
          event: codec.decode(recorded) as HouseholdEvent,
          county: recorded.county,
          version: recorded.version,
        }
      : null;
};
