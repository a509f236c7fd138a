import { createHubDatabase, eventually } from '@xianjie/testing';
import { LogUnavailable, SimulatedClockRefused } from './faults';
import { openPool } from './postgres-pool';
import { PostgresSimulatedClock } from './postgres-simulated-clock';

describe('the simulated clock', () => {
  it('shows every process the time that one of them set', async () => {
    const database = await createHubDatabase();
    const [setting, reading] = [new PostgresSimulatedClock(database.url, {}), new PostgresSimulatedClock(database.url, {})];
    const before = Date.now();
    expect(Date.parse(await reading.now())).toBeGreaterThanOrEqual(before);
    await setting.set('2017-03-31T01:00:00Z');
    expect(await reading.now()).toBe('2017-03-31T01:00:00.000Z');
    await setting.set('2016-12-31T16:00:00.123Z');
    expect(await reading.now()).toBe('2016-12-31T16:00:00.123Z');
    await Promise.all([setting.close(), reading.close()]);
    await database.drop();
  });

  it('says that the database is away as the log does: a publisher that meets it waits, and does not end', async () => {
    const database = await createHubDatabase();
    const operator = openPool({ connectionString: database.url });
    const holding = await operator.connect();
    await holding.query('begin');
    await holding.query('lock table log.simulated_clock');
    const clock = new PostgresSimulatedClock(database.url, {});
    const told = expect(clock.now()).rejects.toThrow(LogUnavailable);
    const cut = `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
    await eventually(
      'the cut',
      () => operator.query(cut),
      ({ rowCount }) => rowCount === 1,
    );
    await told;
    holding.release(true);
    await Promise.all([clock.close(), operator.end()]);
    await database.drop();
  });

  it.each([{ NODE_ENV: 'production' }, { XIANJIE_MODE: 'production' }])('is refused in production: %j', (environment) =>
    expect(() => new PostgresSimulatedClock('postgres://127.0.0.1/none', environment)).toThrow(SimulatedClockRefused),
  );
});
