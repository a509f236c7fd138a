import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { emptyLog } from './empty-log.fixture';
import { describeEventLog } from './event-log.contract';
import { FixedClock } from './fixed-clock';
import { PostgresEventLog } from './postgres-event-log';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createHubDatabase();
  pool = new Pool({ connectionString: database.url }).on('error', () => undefined);
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

describeEventLog('Postgres', async () => {
  await emptyLog(pool);
  const clock = new FixedClock();
  return { log: new PostgresEventLog(pool, clock), clock };
});
