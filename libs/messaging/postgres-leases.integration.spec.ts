import { setTimeout as sleep } from 'node:timers/promises';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { LeaseLost } from './faults';
import { PostgresLeases } from './postgres-leases';

describe('a lease', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('is nobody else’s while it has not expired, and was not given back', async () => {
    const leases = new PostgresLeases(pool);
    const held = await leases.acquire('publisher:53', 'one', 60_000);
    expect(held).not.toBeNull();
    expect(await leases.acquire('publisher:53', 'two', 60_000)).toBeNull();
    await held?.renew();
    expect(await leases.acquire('publisher:45', 'two', 60_000)).not.toBeNull();
    await held?.release();
    expect(await leases.acquire('publisher:53', 'two', 60_000)).not.toBeNull();
  });

  it('that expired is another’s, and whoever had it neither renews, advances nor ends it', async () => {
    const leases = new PostgresLeases(pool);
    const stopped = await leases.acquire('publisher:62', 'one', 50);
    await sleep(100);
    const next = await leases.acquire('publisher:62', 'two', 60_000);
    await expect(stopped?.renew()).rejects.toThrow(LeaseLost);
    await expect(stopped?.advance('62', 9)).rejects.toThrow(LeaseLost);
    await stopped?.release();
    expect(await leases.acquire('publisher:62', 'three', 60_000)).toBeNull();
    await next?.advance('62', 7);
    expect(await next?.publishedUpTo('62')).toBe(7);
  });

  it('that was written before the clock went back bars others for its own length, and not until the clock is there again', async () => {
    const leases = new PostgresLeases(pool);
    const goneBack = () =>
      pool.query("update messaging.leases set expires_at = expires_at + interval '1 day' where name = 'publisher:43'");
    const held = await leases.acquire('publisher:43', 'one', 500);
    await goneBack();
    // Whoever still has it counts by a clock that goes on: it keeps the whole of its time, and renews it.
    expect(await leases.acquire('publisher:43', 'two', 60_000)).toBeNull();
    await held?.renew();
    expect(await leases.acquire('publisher:43', 'two', 60_000)).toBeNull();
    await goneBack();
    expect(await leases.acquire('publisher:43', 'two', 60_000)).toBeNull();
    await sleep(600);
    expect(await leases.acquire('publisher:43', 'two', 60_000)).not.toBeNull();
    await expect(held?.renew()).rejects.toThrow(LeaseLost);
  });

  it('without an end is nobody’s until it is given one', async () => {
    const leases = new PostgresLeases(pool);
    await leases.acquire('publisher:44', 'one', 100);
    const until = (moment: string) =>
      pool.query("update messaging.leases set expires_at = $1 where name = 'publisher:44'", [moment]);
    await until('infinity');
    await leases.acquire('publisher:44', 'two', 60_000);
    await sleep(200);
    expect(await leases.acquire('publisher:44', 'two', 60_000)).toBeNull();
    await until('-infinity');
    expect(await leases.acquire('publisher:44', 'two', 60_000)).not.toBeNull();
  });
});
