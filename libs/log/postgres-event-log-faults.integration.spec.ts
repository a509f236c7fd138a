import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { aHousehold, anAppend, anEvent, collect, SHARD } from './append.fixture';
import type { CuttingProxy } from './cutting-proxy.fixture';
import { openCuttingProxy } from './cutting-proxy.fixture';
import { AppendUnstorable, ClocksDiffer, LogUnavailable } from './faults';
import { FixedClock } from './fixed-clock';
import { GatedClock } from './gated-clock.fixture';
import { isDatabaseAway } from './postgres-connections';
import { PostgresEventLog } from './postgres-event-log';
import { SystemClock } from './system-clock';

let database: TestDatabase;
let direct: Pool;
let proxy: CuttingProxy;
let cutPool: Pool;
const idleConnectionsMayDie = () => undefined;

beforeEach(async () => {
  database = await createHubDatabase();
  direct = new Pool({ connectionString: database.url }).on('error', idleConnectionsMayDie);
  proxy = await openCuttingProxy(database.url);
  cutPool = new Pool({ connectionString: proxy.url }).on('error', idleConnectionsMayDie);
});

afterEach(async () => {
  await cutPool.end();
  await proxy.close();
  await direct.end();
  await database.drop();
});

const healthy = () => new PostgresEventLog(direct, new FixedClock());
const behindProxy = () => new PostgresEventLog(cutPool, new FixedClock());
const aBatch = () => {
  const streams = Array.from({ length: 5 }, () => ({ stream: aHousehold(), expectedVersion: 0, events: [anEvent(), anEvent()] }));
  const notes = [{ book: 'heard', key: 'k', scope: '530124', value: '1' }];
  return anAppend({ streams, claims: [{ hash: 'ab12', owner: 'p-1' }], notes });
};
const holdings = async () => {
  const log = healthy();
  const [head, owners, notes] = await Promise.all([log.head(SHARD), log.owners(['ab12']), log.notes('heard', ['k'])]);
  return [head.number, owners.size, notes.size];
};

describe('a connection that is killed in the middle of a batch', () => {
  it('leaves nothing of it, and the retry appends it whole', async () => {
    const clock = new GatedClock();
    const log = new PostgresEventLog(direct, clock);
    const batch = aBatch();
    const insideTheTransaction = clock.shut();
    const appending = log.append(batch).catch((fault: unknown) => fault);
    await insideTheTransaction;
    const killed = await direct.query(
      `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`,
    );
    expect(killed.rowCount).toBe(1);
    clock.release();
    expect(await appending).toBeInstanceOf(LogUnavailable);
    expect(await holdings()).toEqual([0, 0, 0]);
    expect(await log.answerTo(batch.commandId)).toBeNull();
    expect((await log.append(batch)).outcome).toBe('appended');
    expect(await holdings()).toEqual([10, 1, 1]);
  });
});

describe('a connection that breaks at COMMIT', () => {
  it('after the server has it: the log finds the answer itself', async () => {
    const batch = aBatch();
    proxy.cut('after-commit');
    const answer = await behindProxy().append(batch);
    expect(proxy.cuts()).toBe(1);
    expect(answer).toMatchObject({ outcome: 'appended', first: { number: 1 }, last: { number: 10 } });
    expect(await holdings()).toEqual([10, 1, 1]);
  });

  it('after the server has it, and nothing gets through afterwards: the retry is told what was appended', async () => {
    const batch = aBatch();
    proxy.cut('after-commit', 'every-connection');
    const log = behindProxy();
    const fault = await log.append(batch).catch((caught: unknown) => caught);
    expect(fault).toBeInstanceOf(LogUnavailable);
    expect(fault).toMatchObject({ retryable: true });
    proxy.cut(null);
    expect(await log.append(batch)).toMatchObject({ outcome: 'repeated', first: { number: 1 }, last: { number: 10 } });
    expect(await holdings()).toEqual([10, 1, 1]);
  });

  it('before the server has it: nothing is left, and the retry appends it', async () => {
    const batch = aBatch();
    proxy.cut('before-commit');
    const log = behindProxy();
    await expect(log.append(batch)).rejects.toBeInstanceOf(LogUnavailable);
    expect(await holdings()).toEqual([0, 0, 0]);
    expect((await log.append(batch)).outcome).toBe('appended');
    expect(await holdings()).toEqual([10, 1, 1]);
  });

  it('for a whole group: each caller learns about its own append', async () => {
    const stale = aHousehold();
    await healthy().append(anAppend({ stream: stale }));
    proxy.cut('after-commit');
    const log = behindProxy();
    const results = await Promise.allSettled([anAppend(), anAppend({ stream: stale }), anAppend()].map((one) => log.append(one)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await healthy().head(SHARD)).number).toBe(3);
  });
});

describe('an append with a text that Postgres cannot hold', () => {
  it('is refused alone', async () => {
    const log = healthy();
    const bad = anAppend({ events: [anEvent({ source: 'file\u0000' })] });
    const results = await Promise.allSettled([anAppend(), bad, anAppend()].map((append) => log.append(append)));
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((results[1] as PromiseRejectedResult).reason).toBeInstanceOf(AppendUnstorable);
    expect((await collect(log.readRange(SHARD, 0))).flat()).toHaveLength(2);
    expect(await log.verify({ shard: SHARD })).toBeNull();
  });
});

describe('a database that turned read-only, as a standby is after a failover', () => {
  it('is one that is away: the append is told so, and taken when it can be written again', async () => {
    const log = healthy();
    const batch = aBatch();
    const standby = new Pool({ connectionString: database.url, options: '-c default_transaction_read_only=on' });
    const away = await new PostgresEventLog(standby, new FixedClock()).append(batch).catch((fault: unknown) => fault);
    await standby.end();
    expect(away).toBeInstanceOf(LogUnavailable);
    expect(isDatabaseAway((away as LogUnavailable).cause)).toBe(true);
    expect(await holdings()).toEqual([0, 0, 0]);
    await log.append(batch);
    expect(await holdings()).toEqual([10, 1, 1]);
  });
});

describe("a machine whose clock is not the database's", () => {
  const ahead = (seconds: number) =>
    new (class extends SystemClock {
      override now = async () => new Date(Date.now() + seconds * 1_000).toISOString();
    })();

  it.each([400, -400])('records nothing when it is %d seconds away: what it dated would stay dated so (S-3)', async (seconds) => {
    const batch = aBatch();
    const fault = await new PostgresEventLog(direct, ahead(seconds)).append(batch).catch((thrown: unknown) => thrown);
    expect(fault).toBeInstanceOf(ClocksDiffer);
    expect(fault).toMatchObject({ code: 'clocks-differ', retryable: true });
    expect(await holdings()).toEqual([0, 0, 0]);
    await new PostgresEventLog(direct, new SystemClock()).append(batch);
    expect(await holdings()).toEqual([10, 1, 1]);
  });

  it('records while it is less than five minutes away', async () => {
    await new PostgresEventLog(direct, ahead(200)).append(aBatch());
    expect(await holdings()).toEqual([10, 1, 1]);
  });
});
