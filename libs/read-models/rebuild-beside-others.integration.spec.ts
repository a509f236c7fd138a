import { FixedClock, PostgresEventLog } from '@xianjie/log';
import type { NewEvent } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { v7 } from 'uuid';
import { aHistory, codec, enrolled, granted, liveViews } from './history.fixture';
import { PostgresRebuild, RebuildUnderWay } from './index';
import { arrived } from './projected.fixture';

jest.setTimeout(120_000);

describe('a rebuild beside others', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeEach(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url, max: 12 }).on('error', () => undefined);
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  const aHub = () => {
    const log = new PostgresEventLog(pool, new FixedClock('2017-01-01T00:00:00Z'));
    return { log, ...aHistory(log), projection: liveViews(pool, log), rebuild: new PostgresRebuild(pool, log, codec) };
  };
  const idOf = (no: number): string => `h-${String(no).padStart(5, '0')}`;
  const linkClassOf = async (household: string) =>
    (
      await pool.query<{ linkClass: string }>(
        `select state->>'linkClass' as "linkClass" from views.household where household_id = $1`,
        [household],
      )
    ).rows[0]?.linkClass;

  it('is refused while another is at work, whose shadow it would drop', async () => {
    const { topic, record, projection, rebuild, log } = aHub();
    for (let no = 0; no < 50; no += 1) await record(idOf(no), enrolled(`53012400${String(no).padStart(4, '0')}`, [`p-${no}`]));
    await projection.apply(topic, []);
    const other = new PostgresRebuild(pool, log, codec);
    let refused: Promise<unknown> | null = null;
    const first = await rebuild.run('overlap', {
      progress: () => (refused ??= other.run('household').catch((fault: unknown) => fault)),
    });
    expect(first).toMatchObject({ differences: [], swapped: true });
    expect(await refused).toBeInstanceOf(RebuildUnderWay);
    expect(await other.run('household', { checkOnly: true })).toMatchObject({ differences: [] });
  });

  it('is not undone by what the projector remembers of the rows before it', async () => {
    const { topic, record, projection, rebuild } = aHub();
    await record('h-1', enrolled('53012400001', ['p-1']));
    await projection.apply(topic.splice(0), []);
    const another = liveViews(pool, aHub().log);
    await pool.query(`update views.household set state = jsonb_set(state::jsonb, '{linkClass}', '"SPLIT"')::json`);
    await record('h-1', granted('C1', ['p-1']));
    await another.apply(topic.splice(0), []);
    expect(await linkClassOf('h-1')).toBe('SPLIT');
    expect((await rebuild.run('household')).differences).not.toEqual([]);
    expect(await linkClassOf('h-1')).toBe('NONE');
    await record('h-1', granted('C2', ['p-1']));
    await another.apply(topic.splice(0), []);
    expect(await linkClassOf('h-1')).toBe('NONE');
    expect((await rebuild.run('household', { checkOnly: true })).differences).toEqual([]);
  });

  it('calls nothing lost that another province has not published yet', async () => {
    const { topic, record, projection, rebuild, log } = aHub();
    for (let no = 1; no < 10; no += 1) await record(idOf(no), enrolled(`5301240000${no}`, [`p-${no}`]));
    const county = '451422';
    for (const [at, household] of ['h-first', 'h-second'].entries()) {
      const event = enrolled(`45142200000${at}`, [`q-${at}`]);
      const encoded = codec.encode(event, { householdId: household, county });
      const stored: NewEvent = { id: v7(), ...encoded, effectiveOn: event.on, origin: 'change', source: 'spec', county };
      const streams = [{ stream: household, expectedVersion: 0, events: [stored] }];
      const { last } = await log.append({ shard: '45', commandId: v7(), streams });
      if (at === 0) topic.push(arrived({ household, version: 1, position: last!.number, eventId: stored.id, county, event }));
    }
    await projection.apply(topic, []);
    expect(await rebuild.run('household', { checkOnly: true })).toMatchObject({ households: 11, differences: [] });
  });

  it('does what a publisher is behind by before the lock, not under it', async () => {
    const { topic, record, projection, log } = aHub();
    for (let no = 0; no < 1_500; no += 1) await record(idOf(no), enrolled(`5301240${String(no).padStart(4, '0')}`, [`p-${no}`]));
    await projection.apply(topic.slice(0, 20), []);
    let underLock = 0;
    const watched: PostgresEventLog = Object.create(log, {
      readMany: {
        value: async (ids: readonly string[]) => {
          const { rowCount } = await pool.query(
            "select from pg_locks where locktype = 'advisory' and mode = 'ExclusiveLock' and granted and objid::bigint = (hashtext('xianjie.views')::bigint & 4294967295) and database = (select oid from pg_database where datname = current_database())",
          );
          if (rowCount !== 0) underLock += ids.length;
          return log.readMany(ids);
        },
      },
    });
    expect(await new PostgresRebuild(pool, watched, codec).run('household')).toMatchObject({ differences: [], swapped: true });
    expect(underLock).toBeLessThan(1_000);
    await projection.apply(topic, []);
    expect((await new PostgresRebuild(pool, log, codec).run('household', { checkOnly: true })).differences).toEqual([]);
  });

  it('brings the views to the end of the log where what the topic held is gone from it, and projections go on behind', async () => {
    const { topic, record, projection, rebuild } = aHub();
    const spansOf = async (household: string) =>
      (await pool.query('select from views.person_span where household_id = $1', [household])).rowCount;
    for (const household of ['h-1', 'h-2']) await record(household, enrolled(`5301240000${household}`, [household]));
    await projection.apply(topic.splice(0), []);
    // A topic that was deleted before it was read: an event in the middle of a household, the first of another, the last of a third.
    await record('h-1', granted('C1', ['h-1']));
    await record('h-3', enrolled('53012400003', ['h-3']));
    await record('h-2', granted('C2', ['h-2']));
    topic.length = 0;
    await record('h-1', granted('C3', ['h-1']));
    const later = topic.splice(0);
    await expect(projection.apply(later, [])).rejects.toMatchObject({ code: 'projection-gap' });
    expect(await rebuild.run('household', { checkOnly: true })).toMatchObject({ behind: 3, swapped: false });
    await expect(projection.apply(later, [])).rejects.toMatchObject({ code: 'projection-gap' });
    expect(await rebuild.run('household')).toMatchObject({ behind: 3, swapped: true });
    await projection.apply(later, []);
    await record('h-1', granted('C4', ['h-1']));
    await projection.apply(topic.splice(0), []);
    expect(await Promise.all(['h-1', 'h-2', 'h-3'].map(spansOf))).toEqual([4, 2, 1]);
    expect(await rebuild.run('household', { checkOnly: true })).toMatchObject({ behind: 0, differences: [] });
  });
});
