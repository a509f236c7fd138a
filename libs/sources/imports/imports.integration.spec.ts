import { eventually } from '@xianjie/testing';
import { Pool } from 'pg';
import { ImportDesk, bytesOf, household, many, registryCsv, snapshot } from './import-desk.fixture';
import { Imports } from './imports';
import { PostgresImports } from './postgres-imports';
import { PostgresStaging } from './postgres-staging';

describe('an import', () => {
  let desk: ImportDesk;
  beforeEach(async () => {
    desk = await ImportDesk.open();
  });
  afterEach(() => desk.close());

  it('tells each household once, with its file, sheet and row, and the same file again tells nothing', async () => {
    const first = await desk.bring({ 'ningming.csv': registryCsv(household(1), household(2)) });
    expect(first).toMatchObject({ state: 'done', counts: { read: 4, accepted: 4, unchanged: 0, events: 2, pending: 0 } });
    expect(
      desk.hearing.told.map(({ report, commandId, origin }) => [report.recordKey, report.evidence.row, commandId, origin]),
    ).toEqual([
      ['451422/4514220000001', 2, `import:${first.id}:451422/4514220000001`, 'initial-load'],
      ['451422/4514220000002', 4, `import:${first.id}:451422/4514220000002`, 'initial-load'],
    ]);
    const again = await desk.bring({ 'ningming.csv': registryCsv(household(1), household(2)) });
    expect(again.counts).toMatchObject({ read: 4, accepted: 0, unchanged: 4, events: 0 });
    expect(desk.hearing.told).toHaveLength(2);
  });

  it('tells who is no longer listed, and waits when they are too many', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(100)) }, { asOf: '2016-11-30' });
    const two = await desk.bring({ 'a.csv': registryCsv(...many(98)) });
    expect(two.counts).toMatchObject({ read: 196, unchanged: 196, events: 2, departures: { found: 2, held: 0 } });
    expect(desk.hearing.told.slice(-2).map(({ report }) => report)).toMatchObject([
      { absent: true, recordKey: '451422/4514220000098', county: '451422', key: '4514220000098', asOf: '2016-12-31' },
      { absent: true, recordKey: '451422/4514220000099' },
    ]);
    const half = await desk.bring({ 'a.csv': registryCsv(...many(50)) }, { asOf: '2017-01-31' });
    expect(half.counts).toMatchObject({ events: 0, departures: { found: 48, held: 48, because: 'more than 2 % of the scope' } });
    const confirmed = await desk.imports.confirm(half.id);
    expect(confirmed).toMatchObject({ outcome: 'accepted', value: { released: 48 } });
    await desk.imports.idle();
    expect((await desk.imports.read(half.id))?.counts).toMatchObject({
      read: 100,
      unchanged: 100,
      events: 48,
      departures: { found: 48, held: 0 },
    });
    expect(await desk.imports.confirm(half.id)).toEqual({ outcome: 'refused', because: 'nothing-held' });
  });

  it('removes nobody for an older snapshot, for a change file, or outside its scope', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(100)) });
    const fewer = { 'a.csv': registryCsv(...many(99)) };
    expect((await desk.bring(fewer, { asOf: '2016-11-30' })).counts?.departures.found).toBe(0);
    expect((await desk.bring(fewer, { asOf: '2017-01-31', changes: true })).counts?.departures.found).toBe(0);
    expect((await desk.bring(fewer, { asOf: '2017-01-31', scope: ['530000'] })).counts?.departures.found).toBe(0);
    expect((await desk.bring(fewer, { asOf: '2017-01-31', scope: ['450000'] })).counts?.departures.found).toBe(1);
  });

  it('moves on the day on which the unchanged were last heard', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(3)) });
    await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2017-01-31' });
    const { rows } = await desk.pool.query(
      "select distinct value::jsonb ->> 'asOf' as as_of from log.notes where book = 'heard:poverty'",
    );
    expect(rows).toEqual([{ as_of: '2017-01-31' }]);
  });

  it('undone, is as if it had never been heard also where it changed nothing: what follows is not late', async () => {
    const first = await desk.bring({ 'a.csv': registryCsv(...many(3)) });
    const wrongDay = await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2017-06-30' });
    await desk.imports.undo(wrongDay.id);
    const days = async () => {
      const asked = "select distinct value::jsonb ->> 'asOf' as day from log.notes where book = 'heard:poverty'";
      return (await desk.pool.query<{ day: string }>(asked)).rows.map(({ day }) => day);
    };
    expect(await days()).toEqual([first.asOf]);
    // Of three days, the one in between is not kept: what was last told stands.
    await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2017-01-31' });
    await desk.imports.undo((await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2017-06-30' })).id);
    expect(await days()).toEqual([first.asOf]);
    // Also what a report had told, which names no import.
    await desk.hearing.hear(desk.hearing.told.map((one) => ({ ...one, importId: null })));
    await desk.imports.undo((await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2017-06-30' })).id);
    expect(await days()).toEqual([first.asOf]);
    // A note of before that was kept has no day of its own: no later file is older than it.
    await desk.pool.query(`update log.notes set value = regexp_replace(value, ',"told":"[^"]*"', '')`);
    await desk.imports.undo((await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2017-06-30' })).id);
    expect(await days()).toEqual(['1900-01-01']);
  });

  it('undone, leaves as they were last heard the households of other counties, and those that stand in another file of that day', async () => {
    const county = (division: string) => ({
      'a.csv': registryCsv(...many(3).map((rows) => rows.map((row) => ({ ...row, 行政区划代码: `${division}100001` })))),
    });
    const days = async () => {
      const asked = `select left(key, 6) as county, min(value::jsonb ->> 'asOf') as day, max(value::jsonb ->> 'asOf') as last
        from log.notes where book = 'heard:poverty' group by 1 order by 1`;
      const { rows } = await desk.pool.query<{ county: string; day: string; last: string }>(asked);
      return rows.map((row) => [row.county, row.day, row.last].join(' '));
    };
    for (const division of ['451421', '451422']) await desk.bring(county(division));
    await desk.bring(county('451421'), { asOf: '2017-06-30' });
    const again = await desk.bring(county('451421'), { asOf: '2017-06-30' });
    const other = await desk.bring(county('451422'), { asOf: '2017-06-30' });
    await desk.imports.undo(other.id);
    expect(await days()).toEqual(['451421 2017-06-30 2017-06-30', '451422 2016-12-31 2016-12-31']);
    await desk.imports.undo(again.id);
    expect(await days()).toEqual(['451421 2017-06-30 2017-06-30', '451422 2016-12-31 2016-12-31']);
  });

  it('records nothing in a dry run, and can be undone when it was none', async () => {
    const dry = await desk.bring(
      { 'a.csv': registryCsv(household(1), household(2, { 首次识别时间: '2014-02-30' })) },
      { dryRun: true },
    );
    expect(dry.counts).toMatchObject({ read: 4, accepted: 2, quarantined: 2, events: 0 });
    expect(desk.hearing.told).toEqual([]);
    expect(await desk.imports.undo(dry.id)).toEqual({ outcome: 'refused', because: 'import-not-undoable' });
    const job = await desk.bring({ 'a.csv': registryCsv(household(1)) });
    expect(await desk.imports.undo(job.id)).toEqual({ outcome: 'accepted', value: { retracted: 1 } });
    expect((await desk.imports.read(job.id))?.state).toBe('undone');
  });

  it('is undone by nobody but the undo: departures are not confirmed meanwhile, and a kill is gone on with', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(100)) });
    const half = await desk.bring({ 'a.csv': registryCsv(...many(50)) }, { asOf: '2017-01-31' });
    let confirmed: unknown = null;
    const killed = new Imports({
      ...desk.runner,
      hearing: {
        hear: (told) => desk.hearing.hear(told),
        retractImport: async () => {
          confirmed = await desk.imports.confirm(half.id);
          throw new Error('killed');
        },
      },
    });
    await expect(killed.undo(half.id)).rejects.toThrow('killed');
    expect(confirmed).toEqual({ outcome: 'refused', because: 'nothing-held' });
    expect((await desk.imports.read(half.id))?.state).toBe('undoing');
    await desk.imports.resume();
    await desk.imports.idle();
    expect((await desk.imports.read(half.id))?.state).toBe('undone');
  });

  it('goes on where a killed process stopped, and tells nobody twice', async () => {
    const deadPool = new Pool({ connectionString: desk.databaseUrl, application_name: 'killed' });
    deadPool.on('error', () => undefined);
    const dead = new Imports({ ...desk.runner, imports: new PostgresImports(deadPool), staging: new PostgresStaging(deadPool) });
    const id = await dead.open(snapshot);
    await dead.addFile(id, 'a.csv', bytesOf(registryCsv(...many(1200))));
    let batches = 0;
    const killed = new Promise<void>((resolve) => {
      desk.hearing.before = () => {
        batches += 1;
        // The first batch is told and kept; the second never comes back, as in a process that is gone.
        return batches < 2 ? Promise.resolve() : (resolve(), new Promise<void>(() => undefined));
      };
    });
    await dead.start(id);
    await killed;
    // Waited for: until then the connection holds the import.
    await desk.pool.query("select pg_terminate_backend(pid, 10_000) from pg_stat_activity where application_name = 'killed'");
    desk.hearing.before = () => Promise.resolve();
    const next = new Imports(desk.runner);
    await next.resume();
    await next.idle();
    expect(await next.read(id)).toMatchObject({
      state: 'done',
      counts: { read: 2400, accepted: 2400, events: 1200, pending: 0 },
    });
    expect(new Set(desk.hearing.told.map(({ commandId }) => commandId)).size).toBe(1200);
    expect(desk.hearing.told).toHaveLength(1200);
  });

  /** What a crash of Postgres does to a table that is not logged. */
  const crash = () => desk.pool.query('truncate intake.staged_runs');

  it.each(['before the comparison', 'in the middle of telling'])('stages again when Postgres crashed %s', async (when) => {
    let crashes = 0;
    const once = async () => void ((crashes += 1) === 1 && (await crash()));
    class Staging extends PostgresStaging {
      override async compare(...of: Parameters<PostgresStaging['compare']>) {
        if (when === 'before the comparison') await once();
        return super.compare(...of);
      }
    }
    if (when === 'in the middle of telling') desk.hearing.before = once;
    const imports = new Imports({ ...desk.runner, staging: new Staging(desk.pool) });
    const id = await imports.open(snapshot);
    await imports.addFile(id, 'a.csv', bytesOf(registryCsv(...many(1200))));
    await imports.start(id);
    await imports.idle();
    desk.hearing.before = () => Promise.resolve();
    const job = await imports.read(id);
    expect(crashes).toBeGreaterThan(1);
    expect(job).toMatchObject({ state: 'done', counts: { read: 2400, refused: 0, quarantined: 0, waiting: 0, pending: 0 } });
    // What was told before the crash is as last heard by now.
    expect((job?.counts?.accepted ?? 0) + (job?.counts?.unchanged ?? 0)).toBe(2400);
    expect(new Set(desk.hearing.told.map(({ commandId }) => commandId)).size).toBe(1200);
    expect(desk.hearing.told).toHaveLength(1200);
    expect(job?.counts?.departures.found).toBe(0);
    // Compared again it finds notes of its own.
    expect(new Set(desk.hearing.told.map(({ origin }) => origin))).toEqual(new Set(['initial-load']));
  });

  const isDone = async (id: string): Promise<boolean> => (await desk.imports.read(id))?.state === 'done';

  it('that somebody else held when it was started is gone on with when they let go', async () => {
    const imports = new Imports(desk.runner, 50);
    const id = await imports.open(snapshot);
    await imports.addFile(id, 'a.csv', bytesOf(registryCsv(household(1))));
    const other = await desk.pool.connect();
    // As an erasure does that looks through its files, or a process that is killed a moment later.
    await other.query('select pg_advisory_lock(7104003, no::int) from intake.imports where id = $1', [id]);
    const started = await imports.start(id);
    if (started.outcome === 'accepted') await started.value.settled;
    expect(await isDone(id)).toBe(false);
    other.release(true);
    await eventually(
      'the import ends',
      () => isDone(id),
      (done) => done,
    );
  });

  it('is gone on with when a database that was away for long is back', async () => {
    class Away extends PostgresImports {
      calls = 0;
      override async read(id: string) {
        this.calls += 1;
        // The first is that of the call, which was answered; then it is the worker's turn.
        if (this.calls === 2) throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
        return super.read(id);
      }
    }
    const faults: unknown[] = [];
    const away = new Away(desk.pool);
    const imports = new Imports({ ...desk.runner, imports: away, onFault: (_, fault) => void faults.push(fault) }, 50);
    const id = await imports.open(snapshot);
    await desk.imports.addFile(id, 'a.csv', bytesOf(registryCsv(household(1))));
    await imports.start(id);
    await eventually(
      'the import ends',
      () => isDone(id),
      (done) => done,
    );
    expect(faults).toHaveLength(1);
  });

  it('tells no household again while the page that it was in is still being told', async () => {
    let calls = 0;
    let second = 'waits';
    let retried: () => void = () => undefined;
    const again = new Promise<void>((resolve) => (retried = resolve));
    let begun: () => void = () => undefined;
    const both = new Promise<void>((resolve) => (begun = resolve));
    const seen: string[] = [];
    desk.hearing.before = async () => {
      calls += 1;
      if (calls === 1) {
        await both;
        throw Object.assign(new Error('deadlock detected'), { code: '40P01' });
      }
      if (calls === 2) {
        second = 'is told';
        begun();
        await Promise.race([again, new Promise((resolve) => setTimeout(resolve, 2_000))]);
        second = 'was told';
        return;
      }
      seen.push(second);
      retried();
    };
    const job = await desk.bring({ 'a.csv': registryCsv(...many(1_000)) });
    expect(job).toMatchObject({ state: 'done', counts: { accepted: 2_000 } });
    expect(seen[0]).toBe('was told');
  });
});
