import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { get } from 'node:http';
import { connect as connectTls } from 'node:tls';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { aHistory, decode, divisions, enrolled, granted, liveViews } from '../history.fixture';
import { PostgresReplayDiff, PostgresReplayRun, PostgresReplays } from '../index';
import { watchOutboundCalls } from './outbound-calls.fixture';

// Architecture 14: a replay sends nothing outside and leaves the hub's own tables alone.

describe('a replay sends nothing outside', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createHubDatabase();
  });
  afterAll(async () => {
    await pool?.end();
    await database.drop();
  });

  /** Every table of the hub but those of replays, as one hash each: the delivery ledger, publications, seals, log and views. */
  const tables = async (): Promise<Record<string, string>> => {
    const { rows } = await pool.query<{ name: string }>(
      `select schemaname || '.' || tablename as name from pg_tables
       where schemaname !~ '^(pg_|information_schema|replay)' order by 1`,
    );
    const hashed: Record<string, string> = {};
    for (const { name } of rows) {
      const asked = `select count(*) || ':' || coalesce(sum(hashtextextended(one::text, 0)), 0) as hash from ${name} one`;
      hashed[name] = (await pool.query<{ hash: string }>(asked)).rows[0]!.hash;
    }
    return hashed;
  };

  it('from its opening to its comparison: no socket but the database’s, no datagram, no process, no row of another table', async () => {
    pool = new Pool({ connectionString: database.url }).on('error', () => undefined);
    const log = new PostgresEventLog(pool, new SystemClock());
    const history = aHistory(log);
    await history.record('h-1', enrolled('53012400001', ['p-1', 'p-2']), granted('C1', ['p-1']));
    await history.record('h-2', granted('C2', ['p-9']));
    await liveViews(pool, log).apply(history.topic, []);
    const before = await tables();
    expect(Object.keys(before)).toEqual(
      expect.arrayContaining(['casework.exit_list_deliveries', 'log.events', 'messaging.publications', 'views.household']),
    );
    // Connections made before would hide those that the replay makes.
    await pool.end();
    const watched = watchOutboundCalls(database.url);
    try {
      pool = new Pool({ connectionString: database.url }).on('error', () => undefined);
      const replays = new PostgresReplays(pool, divisions);
      const silentLog = new PostgresEventLog(pool, new SystemClock());
      await replays.open(silentLog, 'silent', {});
      expect(await new PostgresReplayRun(silentLog, decode, replays).run('silent')).toMatchObject({
        status: 'done',
        households: 2,
      });
      expect(await new PostgresReplayDiff(pool, silentLog, decode, replays).run('silent')).toMatchObject({ differing: 0 });
      await replays.drop('silent');
      expect(watched.outbound()).toEqual([]);
      expect(watched.toDatabase()).toBeGreaterThan(0);
    } finally {
      watched.stop();
    }
    expect(await tables()).toEqual(before);
  });

  it.each<[string, () => unknown]>([
    ['a webhook', () => fetch('http://127.0.0.1:9099/hook')],
    ['plain HTTP', () => new Promise((_, failed) => get('http://127.0.0.1:9/').on('error', failed))],
    ['TLS', () => new Promise((_, failed) => connectTls({ host: '127.0.0.1', port: 9 }).on('error', failed))],
    [
      'a Kafka producer',
      () => new Kafka({ brokers: ['127.0.0.1:9'], logLevel: logLevel.NOTHING, retry: { retries: 0 } }).producer().connect(),
    ],
    ['a datagram', () => createSocket('udp4').send('x', 9, '127.0.0.1')],
    ['another process', () => execFile('true')],
  ])('as this test would notice: %s is caught', async (_, callOut) => {
    const watched = watchOutboundCalls(database.url);
    try {
      await expect(Promise.resolve().then(callOut)).rejects.toThrow();
      expect(watched.outbound()).toHaveLength(1);
    } finally {
      watched.stop();
    }
  });
});
