import type { KeepDeadlines } from '@xianjie/casework';
import { FixedClock, Today } from '@xianjie/log';
import { PostgresLeases } from '@xianjie/messaging';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import type { ListedCounties } from './exit-lists/listed-counties';
import { Scheduler } from './scheduler';

jest.setTimeout(30_000);

describe('two schedulers over one database', () => {
  let database: TestDatabase;
  let pool: Pool;
  const clock = new FixedClock('2017-01-01T02:00:00Z');
  const kept: string[] = [];
  const scheduler = (holder: string): Scheduler =>
    new Scheduler({
      ...{ leases: new PostgresLeases(pool), today: new Today(clock), holder, everySeconds: 0 },
      // What is kept is casework's (keep-deadlines.spec.ts); here it is who keeps it, and when.
      deadlines: { on: async (day: string) => void kept.push(`${holder} ${day}`) } as unknown as KeepDeadlines,
      counties: { all: async () => [] } as unknown as ListedCounties,
    });

  beforeAll(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('keep each day’s deadlines once, by the one that holds the lease; the other takes over when it is given back', async () => {
    const [first, second] = [scheduler('first'), scheduler('second')];
    for (const one of [first, second, first, second]) await one.tick();
    expect(kept).toEqual(['first 2017-01-01']);
    clock.set('2017-01-02T02:00:00Z');
    for (const one of [second, first]) await one.tick();
    expect(kept).toEqual(['first 2017-01-01', 'first 2017-01-02']);
    await first.onApplicationShutdown();
    clock.set('2017-01-03T02:00:00Z');
    await second.tick();
    expect(kept.at(-1)).toBe('second 2017-01-03');
  });
});
