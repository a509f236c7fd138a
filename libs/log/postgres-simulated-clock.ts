import type { Pool } from 'pg';
import { asFault } from './postgres-connections';
import { openPool } from './postgres-pool';
import { Clock } from './clock';
import { SimulatedClockRefused } from './faults';
import { statement } from './postgres-statements';

const readClock = statement('read-simulated-clock');
const setClock = statement('set-simulated-clock');

/**
 * One time for all processes of a demo or a test, kept in log.simulated_clock; the system's time until it is first set.
 * Has a connection of its own: appends ask for the time while they hold one of the log's.
 * @throws SimulatedClockRefused when NODE_ENV or XIANJIE_MODE is `production` (S-3).
 */
export class PostgresSimulatedClock extends Clock {
  private readonly pool: Pool;

  constructor(databaseUrl: string, environment: Readonly<Record<string, string | undefined>> = process.env) {
    super();
    if (environment.NODE_ENV === 'production' || environment.XIANJIE_MODE === 'production') throw new SimulatedClockRefused();
    this.pool = openPool({ connectionString: databaseUrl, max: 1 });
  }

  /** @throws LogUnavailable: whoever records waits for the database as everywhere. */
  async now(): Promise<string> {
    const { rows } = await this.pool.query<{ now: Date }>(readClock()).catch((fault: unknown) => {
      throw asFault(fault, 'reading the simulated clock');
    });
    return (rows[0]?.now ?? new Date()).toISOString();
  }

  /** Whether anybody ever set it; until then it tells the system's time. */
  async isSet(): Promise<boolean> {
    const { rows } = await this.pool.query(readClock());
    return rows.length > 0;
  }

  /** Forwards or back; the log's own times never decrease whatever is set here. */
  async set(instant: string): Promise<void> {
    await this.pool.query(setClock(new Date(instant).toISOString()));
  }

  close(): Promise<void> {
    return this.pool.end();
  }
}
