import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { aHousehold, anAppend, anEvent, SHARD } from './append.fixture';
import { FixedClock } from './fixed-clock';
import { GatedClock } from './gated-clock.fixture';
import { PostgresEventLog } from './postgres-event-log';
import { SystemClock } from './system-clock';

let database: TestDatabase;
let pools: Pool[];

beforeEach(async () => {
  database = await createHubDatabase();
  pools = [1, 2].map(() => new Pool({ connectionString: database.url }).on('error', () => undefined));
});

afterEach(async () => {
  await Promise.all(pools.map((pool) => pool.end()));
  await database.drop();
});

/** Two logs share nothing but the database, like two processes. */
const twoLogs = () => pools.map((pool) => new PostgresEventLog(pool, new SystemClock())) as [PostgresEventLog, PostgresEventLog];

const follower = (log: PostgresEventLog, until: number) => {
  const seen: number[] = [];
  const stop = new AbortController();
  const done = (async () => {
    for await (const page of log.follow(SHARD, 0, stop.signal)) {
      for (const { position } of page) seen.push(position.number);
      if (seen.length >= until) stop.abort();
    }
  })();
  return { seen, done };
};
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i + 1);

describe('two processes on one log', () => {
  it('let one of 20 racing appends to a stream win', async () => {
    const logs = twoLogs();
    const stream = aHousehold();
    const race = Array.from({ length: 20 }, (_, i) => logs[i % 2]!.append(anAppend({ stream, events: [anEvent(), anEvent()] })));
    const results = await Promise.allSettled(race);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await logs[0].read(stream)).toHaveLength(2);
  });

  it('append a command once that both are given', async () => {
    const logs = twoLogs();
    const append = anAppend();
    const answers = await Promise.all(logs.map((log) => log.append(append)));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'repeated']);
    expect(answers[0]!.first).toEqual(answers[1]!.first);
  });

  it('never wait for each other’s claims in a circle', async () => {
    const [left, right] = twoLogs();
    for (let round = 0; round < 30; round += 1) {
      const claims = upTo(40).map((n) => ({ hash: `hash-${round}-${n}`, owner: 'p-1' }));
      await Promise.all([left.append(anAppend({ claims })), right.append(anAppend({ claims: claims.toReversed() }))]);
    }
    // A backend reports what it counted when it is idle for a while, or ends.
    await Promise.all(pools.map((pool) => pool.end()));
    pools = [new Pool({ connectionString: database.url }).on('error', () => undefined)];
    const { rows } = await pools[0]!.query('select deadlocks from pg_stat_database where datname = current_database()');
    expect(rows).toEqual([{ deadlocks: '0' }]);
  });

  it('append a command to two shards once', async () => {
    const logs = twoLogs();
    const commandId = anAppend().commandId;
    const answers = await Promise.all(['53', '45'].map((shard, i) => logs[i]!.append(anAppend({ shard, commandId }))));
    expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['appended', 'repeated']);
  });
});

describe('an append that begins early and commits late', () => {
  it('under the head lock: later ones wait, and nobody sees a position before it', async () => {
    const clock = new GatedClock();
    const [early, late] = [new PostgresEventLog(pools[0]!, clock), new PostgresEventLog(pools[1]!, new FixedClock())];
    const following = follower(late, 2);
    const holdsTheHead = clock.shut();
    const first = early.append(anAppend());
    await holdsTheHead;
    const second = late.append(anAppend());
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(following.seen).toEqual([]);
    clock.release();
    expect((await first).last!.number).toBe(1);
    expect((await second).last!.number).toBe(2);
    await following.done;
    expect(following.seen).toEqual([1, 2]);
  });

  it('before the head lock: it gets a position of its commit, not of its beginning', async () => {
    const [early, late] = twoLogs();
    const following = follower(late, 2);
    const holder = await pools[1]!.connect();
    await holder.query('begin');
    await holder.query(`insert into log.claims (hash, owner) values ('ab12', 'p-1')`);
    const held = early.append(anAppend({ claims: [{ hash: 'ab12', owner: 'p-2' }] }));
    await new Promise((resolve) => setTimeout(resolve, 300));
    const second = await late.append(anAppend());
    await holder.query('rollback');
    holder.release();
    expect(second.last!.number).toBe(1);
    expect((await held).last!.number).toBe(2);
    await following.done;
    expect(following.seen).toEqual([1, 2]);
  });
});

describe('a reader that follows during 100,000 concurrent appends', () => {
  it('sees every position once, in order', async () => {
    const logs = twoLogs();
    const following = follower(logs[1], 100_000);
    let sent = 0;
    const worker = async (log: PostgresEventLog) => {
      while (sent < 100_000) {
        sent += 1;
        await log.append(anAppend());
      }
    };
    await Promise.all(upTo(1_000).map((i) => worker(logs[i % 2]!)));
    await following.done;
    expect(following.seen).toEqual(upTo(100_000));
    expect(await logs[0].verify({ shard: SHARD })).toBeNull();
  }, 240_000);
});
