import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import type { Pool, PoolClient } from 'pg';
import { PostgresAnnouncements } from './postgres-announcements';
import { openPool } from './postgres-pool';

describe('announcements', () => {
  let database: TestDatabase;
  let pool: Pool;
  const clients: PoolClient[] = [];
  beforeEach(async () => {
    database = await createHubDatabase();
    pool = openPool({ connectionString: database.url });
    pool.on('connect', (client) => void clients.push(client));
  });
  afterEach(async () => {
    clients.length = 0;
    await pool.end();
    await database.drop();
  });

  const untilAnnounced = async (announcements: PostgresAnnouncements): Promise<() => Promise<void>> => {
    let heard: (shard: string) => void = () => undefined;
    const announced = new Promise((resolve) => (heard = resolve));
    const stop = announcements.subscribe(heard);
    const telling = setInterval(() => void pool.query("select pg_notify('xianjie_log', '53')"), 20);
    await announced;
    clearInterval(telling);
    return stop;
  };

  it('end once, however many stop while the connection is still asked for', async () => {
    const announcements = new PostgresAnnouncements(pool);
    const one = announcements.subscribe(() => undefined)();
    const other = announcements.subscribe(() => undefined)();
    await Promise.all([one, other]);
    expect(pool.totalCount).toBe(0);
    await (
      await untilAnnounced(announcements)
    )();
  });

  it('outlive the end of a connection that was just given back, as when its server shuts down', async () => {
    const stop = await untilAnnounced(new PostgresAnnouncements(pool));
    const [listening] = clients;
    await stop();
    expect(() => listening?.emit('error', new Error('terminating connection due to administrator command'))).not.toThrow();
  });
});
