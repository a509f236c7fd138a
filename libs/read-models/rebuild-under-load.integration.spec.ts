import { FixedClock, PostgresEventLog } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { aHistory, codec, enrolled, granted, liveViews } from './history.fixture';
import { PostgresRebuild } from './index';

jest.setTimeout(120_000);

describe('a view is rebuilt while reports go on coming in', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeAll(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url, max: 12 }).on('error', () => undefined);
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  const states = async () =>
    (await pool.query<object>('select household_id, version, state from views.household order by household_id')).rows;

  it('without a difference, a lost event or a stale row, whether the views keep up with the log or fall behind', async () => {
    const log = new PostgresEventLog(pool, new FixedClock('2017-01-01T00:00:00Z'));
    const { topic, record } = aHistory(log);
    const projection = liveViews(pool, log);
    const rebuild = new PostgresRebuild(pool, log, codec);
    const registered = async (no: number): Promise<void> =>
      record(`h-${String(no).padStart(5, '0')}`, enrolled(`530124${String(no).padStart(9, '0')}`, [`p-${no}`]));
    const granting = async (no: number, spell: number): Promise<void> =>
      record(`h-${String(no).padStart(5, '0')}`, granted(`C${no}-${spell}`, [`p-${no}`]));
    for (let no = 0; no < 400; no += 1) await registered(no);
    await projection.apply(topic, []);

    let isRunning = true;
    let appended = 400;
    let projected = topic.length;
    const writing = (async () => {
      for (let step = 0; isRunning; step += 1) {
        await Promise.all([registered(appended), granting(step % 400, step)]);
        appended += 1;
      }
    })();
    const projecting = (async () => {
      // It stays up to 40 events behind the log, as a projector behind Kafka does.
      for (let lag = 40; isRunning || projected < topic.length; lag = isRunning ? 40 : 0) {
        const batch = topic.slice(projected, Math.max(projected, topic.length - lag));
        await projection.apply(batch, []);
        projected += batch.length;
        if (batch.length === 0) await new Promise((next) => setTimeout(next, 5));
      }
    })();
    try {
      for (const view of ['household', 'poverty', 'dibao', 'overlap', 'household'] as const) {
        const before = { appended, projected };
        // Again until something came in meanwhile: or this would not be a rebuild under load.
        while (appended === before.appended || projected === before.projected)
          expect(await rebuild.run(view)).toMatchObject({ differences: [], swapped: true });
      }
    } finally {
      isRunning = false;
      await Promise.all([writing, projecting]);
    }
    const live = await states();
    expect(live).toHaveLength(appended);
    expect(await rebuild.run('household')).toMatchObject({ differences: [], households: appended, events: topic.length });
    expect(await states()).toEqual(live);
  });

  it('and still finds a row that was altered, in a household that stands still', async () => {
    const log = new PostgresEventLog(pool, new FixedClock('2017-01-01T00:00:00Z'));
    await pool.query("update views.dibao_registry set class = 'A' where household_id = 'h-00003'");
    await pool.query(
      "insert into views.household select 'h-phantom', version, position, county, division, registry_status, superseded_by, state from views.household limit 1",
    );
    const { differences } = await new PostgresRebuild(pool, log, codec).run('household');
    expect(new Set(differences.map(({ table }) => table))).toEqual(new Set(['household', 'dibao_registry']));
    expect((await new PostgresRebuild(pool, log, codec).run('household', { checkOnly: true })).differences).toEqual([]);
  });

  it('and takes a state for the same when only its keys are in another order, as another version may write it', async () => {
    const log = new PostgresEventLog(pool, new FixedClock('2017-01-01T00:00:00Z'));
    const check = () => new PostgresRebuild(pool, log, codec).run('household', { checkOnly: true });
    await pool.query("update views.household set state = state::jsonb where household_id < 'h-00100'");
    expect((await check()).differences).toEqual([]);
    await pool.query(
      `update views.household set state = jsonb_set(state::jsonb, '{linkClass}', '"FULL"') where household_id = 'h-00007'`,
    );
    expect((await check()).differences).toMatchObject([{ table: 'household' }]);
  });
});
