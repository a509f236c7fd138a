import { createHubDatabase } from '@xianjie/testing';
import { SimulatedClockRefused } from './faults';
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

  it.each([{ NODE_ENV: 'production' }, { XIANJIE_MODE: 'production' }])('is refused in production: %j', (environment) =>
    expect(() => new PostgresSimulatedClock('postgres://127.0.0.1/none', environment)).toThrow(SimulatedClockRefused),
  );
});
