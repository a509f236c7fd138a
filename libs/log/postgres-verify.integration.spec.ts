import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { anAppend, anEvent, collect, SHARD } from './append.fixture';
import { emptyLog } from './empty-log.fixture';
import { LogHasGap } from './faults';
import { FixedClock } from './fixed-clock';
import { PostgresEventLog } from './postgres-event-log';

let database: TestDatabase;
let pool: Pool;
let log: PostgresEventLog;

beforeAll(async () => {
  database = await createHubDatabase();
  pool = new Pool({ connectionString: database.url }).on('error', () => undefined);
});

beforeEach(async () => {
  await emptyLog(pool);
  log = new PostgresEventLog(pool, new FixedClock());
  await Promise.all(
    Array.from({ length: 20 }, (_, i) => log.append(anAppend({ events: [anEvent({ body: Buffer.from([i]) })] }))),
  );
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

const columns = [
  'body',
  'stream',
  'version',
  'id',
  'type',
  'schema',
  'effective_on',
  'recorded_at',
  'origin',
  'source',
  'county',
  'command_id',
];
const otherValue: Readonly<Record<string, string>> = {
  body: `'\\x00ff'`,
  version: 'version + 1',
  id: 'gen_random_uuid()',
  effective_on: 'effective_on + 1',
  recorded_at: `recorded_at + interval '1 ms'`,
};

describe('somebody with access to the database', () => {
  it.each(columns)('who alters %s of an event is found out at its position', async (column) => {
    await pool.query(`update log.events set ${column} = ${otherValue[column] ?? `${column} || 'x'`} where number = 7`);
    expect(await log.verify({ shard: SHARD })).toEqual({ shard: SHARD, number: 7 });
    expect(await log.verify({ shard: SHARD, to: 6 })).toBeNull();
    expect(await log.verify({ shard: SHARD, from: 8 })).toBeNull();
  });

  const copyAs = (number: number) =>
    `insert into log.events select shard, ${number}, stream || 'x', version, id, type, schema, effective_on, recorded_at, origin, source,
      county, command_id, traceparent, link, body from log.events where number = 20`;
  const elsewhere = (from: number, to: number) => `update log.events set number = ${to} where number = ${from}`;

  it.each([
    ['removes one', 9, ['delete from log.events where number = 9']],
    ['removes the newest', 19, ['delete from log.events where number >= 19']],
    ['removes all', 1, ['delete from log.events']],
    ['adds one beyond the head', 21, [copyAs(21)]],
    ['adds one further away', 21, [copyAs(40)]],
    [
      'puts one in between',
      12,
      [
        'update log.events set number = -number - 1 where number >= 12',
        'update log.events set number = -number where number < 0',
        copyAs(12),
      ],
    ],
    ['swaps two', 4, [elsewhere(4, 99), elsewhere(15, 4), elsewhere(99, 15)]],
    [
      'swaps two bodies',
      4,
      [`update log.events set body = case number when 4 then '\\x0e'::bytea else '\\x03'::bytea end where number in (4, 15)`],
    ],
    ['alters the head’s link', 20, [`update log.heads set link = '\\x00'`]],
    ['moves the head back', 18, ['update log.heads set number = 17, link = (select link from log.events where number = 17)']],
  ])('who %s is found out at the first bad position', async (_, first, statements) => {
    for (const statement of statements) await pool.query(statement);
    expect(await log.verify({ shard: SHARD })).toEqual({ shard: SHARD, number: first });
  });

  it('who forges the links behind an altered event as well is found out at the head', async () => {
    await pool.query(`update log.events set link = '\\x01' || substr(link, 2) where number = 20`);
    expect(await log.verify({ shard: SHARD, from: 12 })).toEqual({ shard: SHARD, number: 20 });
  });

  it.each([
    ['the day to one that no calendar has', `update log.events set effective_on = 'infinity' where number = 7`],
    ['the instant to one that no calendar has', `update log.events set recorded_at = '-infinity' where number = 7`],
    ['the shard', `update log.events set shard = '99' where number = 7`],
    ['a text to nothing', `update log.events set source = '' where number = 7`],
    ['a text’s end to another text’s beginning', `update log.events set origin = '', source = origin || source where number = 7`],
    ['the link itself', `update log.events set link = '\\x00' where number = 7`],
  ])('who alters %s is found out at its position', async (_, statement) => {
    await pool.query(statement);
    expect(await log.verify({ shard: SHARD })).toEqual({ shard: SHARD, number: 7 });
  });

  it('who widens a column to alter what it did not show is found out', async () => {
    const client = await pool.connect();
    try {
      await client.query('alter table log.events alter column recorded_at type timestamptz(6)');
      expect(await log.verify({ shard: SHARD })).toBeNull();
      await client.query(`update log.events set recorded_at = recorded_at + interval '1 microsecond' where number = 7`);
      expect(await log.verify({ shard: SHARD })).toEqual({ shard: SHARD, number: 7 });
    } finally {
      await client.query('alter table log.events alter column recorded_at type timestamptz(3)');
      client.release();
    }
  });

  it('is found out at every position of a log that is read in several blocks', async () => {
    const body = Buffer.alloc(700_000, '户');
    const large = Array.from({ length: 6 }, () => anEvent({ body }));
    for (const event of large) await log.append(anAppend({ events: [event] }));
    expect(await log.verify({ shard: SHARD })).toBeNull();
    for (const number of [21, 22, 23, 24, 25, 26]) {
      const set = (value: string) =>
        pool.query(`update log.events set body = ${value} || substr(body, 2) where number = $1`, [number]);
      await set(`'\\x00'`);
      expect(await log.verify({ shard: SHARD })).toEqual({ shard: SHARD, number });
      await set(`'\\xe6'`);
    }
    expect(await log.verify({ shard: SHARD })).toBeNull();
    expect(await log.verify({ shard: SHARD, from: 22, to: 24 })).toBeNull();
  });

  it('stops readers at a hole instead of letting them pass it', async () => {
    await pool.query('delete from log.events where number = 9');
    await expect(collect(log.readRange(SHARD, 0))).rejects.toEqual(new LogHasGap(SHARD, 9));
    const following = collect(log.follow(SHARD, 0, new AbortController().signal));
    await expect(following).rejects.toEqual(new LogHasGap(SHARD, 9));
  });
});
