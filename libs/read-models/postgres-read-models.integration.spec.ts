import type { PolicyPack } from '@xianjie/domain';
import { FixedClock, InMemoryEventLog, PostgresEventLog } from '@xianjie/log';
import type { EventLog } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { COUNTY, SUCCESSOR, aHistory, codec, divisions, enrolled, granted, liveViews } from './history.fixture';
import { PostgresRebuild, ProjectionGap, ViewQueries } from './index';

const everySixMonths = { reviewCadenceMonths: { byClass: {}, otherwise: 6 } } as PolicyPack;
const inMemory = () => {
  const log = new InMemoryEventLog(new FixedClock('2017-01-01T00:00:00Z'));
  return { log, ...aHistory(log) };
};

describe('the views', () => {
  let database: TestDatabase;
  let pool: Pool;
  beforeEach(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
  });

  const projectionOver = (log: EventLog) => liveViews(pool, log);
  const dump = async () => {
    const rows = await pool.query('select household_id, version, state from views.household order by 1');
    const spans = await pool.query('select household_id, person, system, from_on, to_on from views.person_span order by 1, 2, 3');
    return { households: rows.rows, spans: spans.rows };
  };

  it('count a person in both systems once, with both denominators', async () => {
    const { log, topic, record } = inMemory();
    await record('h-1', enrolled('53012400001', ['p-1', 'p-2', 'p-3']), granted('C1', ['p-1', 'p-2']));
    await record('h-2', granted('C2', ['p-9']));
    await projectionOver(log).apply(topic, []);
    const views = await ViewQueries.open(database.url, divisions);
    expect(await views.overlap('530124', '2016-03-31', ['RURAL'])).toMatchObject({
      registryPersons: 3,
      dibaoPersons: 3,
      bothPersons: 2,
      shareOfDibao: 66.67,
      shareOfRegistry: 66.67,
    });
    expect(await views.overlap('530124', '2015-12-31', ['RURAL'])).toMatchObject({
      registryPersons: 3,
      dibaoPersons: 0,
      bothPersons: 0,
      shareOfDibao: null,
    });
    await views.close();
  });

  it('find what was told under an earlier code of a county, by any code of its lineage', async () => {
    const { log, topic, record } = inMemory();
    await record('h-1', enrolled('53012400001', ['p-1', 'p-2']), granted('C1', ['p-1']), {
      ...{ type: 'DifferenceFound', on: '2016-03-31', differenceId: 'CR-03:p-1', ruleId: 'CR-03', severity: 'ERROR' },
      ...{ caseKey: null, persons: ['p-1'], households: [], detail: 'of both' },
    });
    await projectionOver(log).apply(topic, []);
    const views = await ViewQueries.open(database.url, divisions);
    const found = async (division: string) => [
      (await views.households({ division, limit: 9 })).length,
      (await views.overlap(division, '2016-03-31', ['RURAL'])).registryPersons,
      (await views.differences(division, null, 9)).length,
    ];
    for (const division of [COUNTY, SUCCESSOR, `${SUCCESSOR}000000`, `${SUCCESSOR}103`, '530000', ''])
      expect([division, ...(await found(division))]).toEqual([division, 1, 2, 1]);
    for (const division of [`${SUCCESSOR}104`, '530125']) expect(await found(division)).toEqual([0, 0, 0]);
    await views.close();
  });

  it('have a household where it is registered and where a case of it is paid, and its reviews with who pays', async () => {
    const { log, topic, record } = inMemory();
    await record('h-1', enrolled('53012400001', ['p-1', 'p-2']), granted('C1', ['p-1'], '530129'), {
      ...{ type: 'DifferenceFound', on: '2016-03-31', differenceId: 'CR-25:p-1', ruleId: 'CR-25', severity: 'WARNING' },
      ...{ caseKey: null, persons: ['p-1'], households: [], detail: 'paid elsewhere' },
    });
    await record('h-2', granted('C2', ['p-9']));
    await projectionOver(log).apply(topic, []);
    const views = await ViewQueries.open(database.url, divisions);
    const found = async (division: string) => ({
      households: (await views.households({ division, limit: 9 })).map(({ id }) => id),
      differences: (await views.differences(division, null, 9)).map(({ household }) => household),
      reviews: (await views.reviewsDue(division, '2017-01-01', () => everySixMonths, 9)).due.map((due) => [
        due.caseKey,
        due.division,
      ]),
    });
    const c1 = ['RURAL/C1/2016-01', '530129103001'];
    const c2 = ['RURAL/C2/2016-01', '530124103001'];
    expect(await found(COUNTY)).toEqual({ households: ['h-1', 'h-2'], differences: ['h-1'], reviews: [c2] });
    expect(await found('530129103')).toEqual({ households: ['h-1'], differences: ['h-1'], reviews: [c1] });
    expect(await found('')).toEqual({ households: ['h-1', 'h-2'], differences: ['h-1'], reviews: [c1, c2] });
    await views.close();
  });

  it('are the same after every batch was delivered twice, and keep the offset with the rows', async () => {
    const { log, topic, record } = inMemory();
    await record('h-1', enrolled('53012400001', ['p-1', 'p-2']), granted('C1', ['p-1']), {
      type: 'MemberRemoved',
      on: '2016-05-01',
      caseKey: null,
      person: 'p-2',
      cause: '迁出',
    });
    const projection = projectionOver(log);
    await projection.apply(topic.slice(0, 2), [{ topic: 't', partition: 3, next: '2' }]);
    const after = { topic: 't', partition: 3, next: '3', lastSentAt: '1480000000000' };
    await projection.apply(topic.slice(0, 3), [after]);
    const once = await dump();
    await projectionOver(log).apply(topic, [after]);
    expect(await dump()).toEqual(once);
    expect(once.households).toMatchObject([{ household_id: 'h-1', version: 3 }]);
    expect(await projection.offsets('t')).toEqual([after]);
    // What a slow one tells late takes nothing back.
    await projectionOver(log).apply(topic.slice(0, 1), [{ topic: 't', partition: 3, next: '1' }]);
    expect(await dump()).toEqual(once);
    expect(await projection.offsets('t')).toEqual([after]);
    // Who stands in two households is one person.
    await record('h-2', enrolled('53012400002', ['p-1']));
    await projectionOver(log).apply(topic, []);
    const views = await ViewQueries.open(database.url, divisions);
    expect(await views.overlap('530124', '2016-05-01', ['RURAL'])).toMatchObject({ registryPersons: 1 });
    await views.close();
  });

  it('leave rows alone that an event did not touch, and take away what is no longer so', async () => {
    const { log, topic, record } = inMemory();
    await record('h-1', enrolled('53012400001', ['p-1', 'p-2']), granted('C1', ['p-1']));
    const projection = projectionOver(log);
    await projection.apply(topic, []);
    const written = async (table: string) =>
      (await pool.query<{ ctid: string }>(`select ctid::text from views.${table} where household_id = 'h-1' order by 1`)).rows;
    const before = { poverty: await written('poverty_registry'), dibao: await written('dibao_registry') };
    await record('h-1', { type: 'MemberRemoved', on: '2016-05-01', caseKey: null, person: 'p-2', cause: '迁出' });
    await projection.apply(topic.slice(2), []);
    expect(await written('dibao_registry')).toEqual(before.dibao);
    expect(await written('poverty_registry')).not.toEqual(before.poverty);
    const { rows } = await pool.query("select person from views.person_span where system = 'registry'");
    expect(rows).toEqual([{ person: 'p-1' }]);
  });

  it('take batches of several partitions in one transaction, each with its offset', async () => {
    const { log, topic, record } = inMemory();
    for (const household of ['h-1', 'h-2', 'h-3'])
      await record(household, enrolled(`5301240000${household.at(-1)}`, [`p${household}`]));
    const projection = projectionOver(log);
    await Promise.all(topic.map((event, partition) => projection.apply([event], [{ topic: 't', partition, next: '1' }])));
    const { rows } = await pool.query(
      'select count(*)::int as households, count(distinct xmin::text)::int as writes from views.household',
    );
    expect(rows).toEqual([{ households: 3, writes: 1 }]);
    expect(await projection.offsets('t')).toHaveLength(3);
  });

  it('stop at a gap in a household, and store nothing of that batch', async () => {
    const { log, topic, record } = inMemory();
    await record('h-1', enrolled('53012400001', ['p-1']), granted('C1', ['p-1']), {
      type: 'MemberDeceased',
      on: '2016-05-01',
      person: 'p-1',
      diedOn: '2016-05-01',
    });
    const projection = projectionOver(log);
    await projection.apply(topic.slice(0, 1), [{ topic: 't', partition: 0, next: '1' }]);
    await expect(projection.apply(topic.slice(2), [{ topic: 't', partition: 0, next: '3' }])).rejects.toThrow(ProjectionGap);
    expect(await projection.offsets('t')).toEqual([{ topic: 't', partition: 0, next: '1', lastSentAt: null }]);
  });

  it('forget what a retracted event had said', async () => {
    const { log, topic, record } = inMemory();
    await record('h-1', enrolled('53012400001', ['p-1']), granted('C1', ['p-1']));
    await record('h-1', { type: 'EventRetracted', on: '2016-06-01', ofEvent: topic[1]!.eventId, reason: 'import undone' });
    await projectionOver(log).apply(topic, []);
    const { rows } = await pool.query('select count(*)::int as cases from views.dibao_registry');
    expect(rows).toEqual([{ cases: 0 }]);
    const views = await ViewQueries.open(database.url, divisions);
    expect(await views.households({ limit: 9 })).toHaveLength(1);
    await record('h-1', { type: 'EventRetracted', on: '2016-06-01', ofEvent: topic[0]!.eventId, reason: 'import undone' });
    await projectionOver(log).apply(topic.slice(-1), []);
    expect(await views.households({ limit: 9 })).toEqual([]);
    await views.close();
  });

  it('rebuilt from the log equal the live ones; a spoilt row is found, named by county, and mended', async () => {
    const log = new PostgresEventLog(pool, new FixedClock('2017-01-01T00:00:00Z'));
    const { topic, record } = aHistory(log);
    await record('h-1', enrolled('53012400001', ['p-1', 'p-2']), granted('C1', ['p-1']));
    await record('h-2', enrolled('53012400002', ['p-5']));
    await projectionOver(log).apply(topic, []);
    const live = await dump();
    const rebuild = new PostgresRebuild(pool, log, codec);
    expect(await rebuild.run('household')).toMatchObject({ households: 2, events: 3, differences: [], swapped: true });
    expect(await dump()).toEqual(live);
    await pool.query("update views.poverty_registry set status = 'EXITED' where household_id = 'h-2'");
    expect((await rebuild.run('poverty', { checkOnly: true })).differences).toMatchObject([
      { table: 'poverty_registry', county: COUNTY },
    ]);
    await rebuild.run('poverty');
    expect((await rebuild.run('poverty', { checkOnly: true })).differences).toEqual([]);
    // The projector goes on where the rebuilt view stands.
    await record('h-2', granted('C7', ['p-5']));
    await projectionOver(log).apply(topic, []);
    expect((await rebuild.run('household', { checkOnly: true })).differences).toEqual([]);
  });
});
