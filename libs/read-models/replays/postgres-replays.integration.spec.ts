import { FixedClock, PostgresEventLog } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { COUNTY, SUCCESSOR, aHistory, decode, divisions, enrolled, granted, liveViews } from '../history.fixture';
import { PostgresReplayDiff, PostgresReplayRun, PostgresReplays } from '../index';
import type { OpenReplay } from '../index';

describe('a replay', () => {
  let database: TestDatabase;
  let pool: Pool;
  let log: PostgresEventLog;
  let replays: PostgresReplays;
  let runner: PostgresReplayRun;
  let diff: PostgresReplayDiff;
  let history: ReturnType<typeof aHistory>;
  const clock = new FixedClock('2017-01-01T00:00:00Z');

  /** Three households; the exit of h-1 is recorded a month after the rest, with h-3. */
  beforeAll(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url }).on('error', () => undefined);
    log = new PostgresEventLog(pool, clock);
    replays = new PostgresReplays(pool, divisions);
    runner = new PostgresReplayRun(log, decode, replays);
    diff = new PostgresReplayDiff(pool, log, decode, replays);
    history = aHistory(log);
    await history.record('h-1', enrolled('53012400001', ['p-1', 'p-2']), granted('C1', ['p-1']));
    await history.record('h-2', granted('C2', ['p-9']));
    clock.set('2017-02-01T00:00:00Z');
    await history.record('h-1', {
      ...{ type: 'PovertyExited', on: '2016-11-15', exitYear: 2016, decidedOn: '2016-11-15', unplanned: true, exitPath: null },
      ...{ perCapitaNetIncomeFen: 320_000, guarantees: null, continuedPolicies: true },
    });
    await history.record('h-3', enrolled('53012400003', ['p-5']));
    await liveViews(pool, log).apply(history.topic, []);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const replayed = async (name: string, asked: OpenReplay = {}) => {
    await replays.open(log, name, asked);
    return runner.run(name);
  };
  const households = async (name: string): Promise<readonly string[]> =>
    (await pool.query<{ id: string }>(`select household_id as id from "replay_${name}".household order by 1`)).rows.map(
      ({ id }) => id,
    );

  it('of the whole log says what the live views say, and with what it was made', async () => {
    const replay = await replayed('whole');
    expect(replay).toMatchObject({ status: 'done', households: 3, events: 5, positions: 5, fault: null });
    expect(replay.asked.ranges).toEqual([{ shard: '53', from: 1, to: 5 }]);
    expect(replay.madeWith).toMatchObject({
      program: expect.stringMatching(/^\d/),
      rules: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(replay.schemas['household.poverty-exited']).toEqual([replay.madeWith.schemas['household.poverty-exited']]);
    expect(await diff.run('whole')).toEqual({ name: 'whole', compared: 3, differing: 0, households: [] });
  });

  it('up to a position differs from the live views by the events after it, which are named', async () => {
    await replayed('earlier', { to: '53:3' });
    const { differing, households: found } = await diff.run('earlier');
    expect([differing, ...found.map(({ household }) => household)]).toEqual([2, 'h-1', 'h-3']);
    const exit = { position: '53:4', type: 'household.poverty-exited', effectiveOn: '2016-11-15' };
    expect(found[0]).toMatchObject({
      verdict: 'events',
      onlyLive: [exit],
      onlyReplayed: [],
      tables: ['household', 'poverty_registry'],
    });
    expect(found[0]!.fields.find(({ path }) => path === 'registration.status')).toMatchObject({
      ...{ live: 'EXITED', replayed: 'POOR', because: [exit] },
    });
    expect(found[1]).toMatchObject({ verdict: 'events', onlyLive: [{ position: '53:5', type: 'household.enrolled' }] });
    expect((await diff.run('earlier', { limit: 1, after: 'h-1' })).households.map(({ household }) => household)).toEqual(['h-3']);
  });

  it.each<[string, OpenReplay, readonly string[], number]>([
    ['a day', { to: '2017-01-31' }, ['h-1', 'h-2'], 3],
    ['two days', { from: '2017-01-31', to: '2017-02-01' }, ['h-1', 'h-3'], 2],
    ['two positions', { from: '53:3', to: '4' }, ['h-1', 'h-2'], 2],
    ['a household', { household: 'h-2' }, ['h-2'], 1],
    ['a county', { county: COUNTY, to: '3' }, ['h-1', 'h-2'], 3],
    ['a county by its code of today', { county: SUCCESSOR, to: '3' }, ['h-1', 'h-2'], 3],
    ['another county', { county: '530126' }, [], 0],
    ['a type, by its record', { types: ['DibaoEnrolled'] }, ['h-1', 'h-2'], 2],
    ['types, by record and domain', { types: ['DibaoEnrolled', 'HouseholdPovertyExited', 'PovertyExited'] }, ['h-1', 'h-2'], 3],
    ['a family of types', { types: ['household.*'] }, ['h-1', 'h-3'], 3],
    ['a day of effect', { effectiveOn: '2015-12-31' }, ['h-1', 'h-3'], 4],
  ])('takes what is asked for by %s', async (by, asked, found, events) => {
    const name = by.replaceAll(/\W+/g, '-');
    expect(await replayed(name, asked)).toMatchObject({ status: 'done', events });
    expect(await households(name)).toEqual(found);
    expect((await diff.run(name)).households.every(({ verdict }) => verdict === 'events')).toBe(true);
  });

  it('of a county is compared with all that the county ever had, and with nothing else', async () => {
    await replayed('of-a-county', { county: SUCCESSOR, to: '53:3' });
    expect(await diff.run('of-a-county')).toMatchObject({ compared: 3, differing: 2 });
    await replayed('of-none', { county: '530126' });
    expect(await diff.run('of-none')).toMatchObject({ compared: 0, differing: 0 });
  });

  it.each<[OpenReplay, RegExp]>([
    [{ from: 'yesterday' }, /from: a position such as 53:1024 or a day/],
    [{ from: '53:9' }, /no event from 53:9/],
    [{ to: '45:1' }, /no event/],
    [{ types: ['household.nothing'] }, /no event type household.nothing/],
  ])('that cannot be read is refused, and the message names what is wrong: %j', (asked, message) =>
    expect(replays.open(log, 'unreadable', asked)).rejects.toThrow(message),
  );

  it('has a name of its own', async () => {
    await expect(replays.open(log, 'x"; drop schema views', {})).rejects.toThrow(/name of a replay/);
    await replays.open(log, 'twice', {});
    await expect(replays.open(log, 'twice', {})).rejects.toMatchObject({ code: 'replay-name-taken' });
    await expect(replays.show('nobody')).rejects.toMatchObject({ code: 'no-such-replay' });
  });

  it('stops at a pause and goes on after it, to the same end', async () => {
    await replays.open(log, 'paused', {});
    const pause = async (): Promise<void> => {
      await replays.pause('paused');
    };
    expect(await runner.run('paused', { householdsAtOnce: 1, progress: pause })).toMatchObject({
      status: 'paused',
      households: 1,
    });
    expect(await runner.run('paused')).toMatchObject({ status: 'paused' });
    await expect(diff.run('paused')).rejects.toMatchObject({ code: 'replay-not-done' });
    await replays.resume('paused');
    expect(await runner.run('paused')).toMatchObject({ status: 'done', households: 3, events: 5 });
    expect((await diff.run('paused')).differing).toBe(0);
  });

  it('that lost its connection in the middle is interrupted, not wrong, and goes on where it was', async () => {
    await replays.open(log, 'cut', {});
    const cut = async (): Promise<void> => {
      await pool.query("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory' and classid = 7104002");
    };
    let cutting: Promise<void> | null = null;
    await expect(runner.run('cut', { householdsAtOnce: 1, progress: () => void (cutting ??= cut()) })).rejects.toThrow();
    await cutting;
    const interrupted = await replays.show('cut');
    // Which of the two node-postgres says depends on what it was doing when the connection went.
    expect(interrupted).toMatchObject({ status: 'interrupted', fault: expect.stringMatching(/terminat|connection error/i) });
    expect(await households('cut')).toHaveLength(interrupted.households);
    expect(await runner.run('cut')).toMatchObject({ status: 'done', households: 3, events: 5, fault: null });
    expect((await diff.run('cut')).differing).toBe(0);
  });

  it('is worked on by one process at a time', async () => {
    await replays.open(log, 'held', {});
    await replays.hold('held', async () => {
      expect((await replays.show('held')).status).toBe('running');
      await expect(runner.run('held')).rejects.toMatchObject({ code: 'replay-held' });
    });
    expect((await replays.show('held')).status).toBe('interrupted');
  });

  it('that is dropped leaves nothing', async () => {
    await replayed('gone');
    await replays.drop('gone');
    const { rows } = await pool.query("select from pg_namespace where nspname = 'replay_gone'");
    expect(rows).toEqual([]);
    await expect(replays.drop('gone')).rejects.toMatchObject({ code: 'no-such-replay' });
  });

  it('accuses a live view that does not follow from its events, and rows that do not follow from their state', async () => {
    await replayed('accusing');
    await pool.query("update views.poverty_registry set status = 'RELAPSED' where household_id = 'h-3'");
    await pool.query(
      `update views.household set state = jsonb_set(state::jsonb, '{registration,status}', '"POOR"') where household_id = 'h-1'`,
    );
    const found = await diff.run('accusing');
    await pool.query("update views.poverty_registry set status = 'POOR' where household_id = 'h-3'");
    await pool.query(
      `update views.household set state = jsonb_set(state::jsonb, '{registration,status}', '"EXITED"') where household_id = 'h-1'`,
    );
    expect(found.households).toMatchObject([
      { household: 'h-1', verdict: 'live-not-its-fold', tables: ['household'], onlyLive: [], onlyReplayed: [] },
      { household: 'h-3', verdict: 'rows-not-of-state', tables: ['poverty_registry'], fields: [] },
    ]);
  });
});
