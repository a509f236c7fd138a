import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MasterKey } from '@xianjie/persons';
import {
  DIBAO_COLUMNS,
  REGISTRY_COLUMNS,
  aDibaoRow,
  aRegistryRow,
  createHubDatabase,
  syntheticIdNo,
  toCsv,
} from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import iconv from 'iconv-lite';
import { Pool } from 'pg';
import { defaultMapping } from '../columns/mapping';
import { readDivisionTable } from '../division-table';
import { FileKeys } from '../kept/file-keys';
import type { ImportRequest } from './import';
import { Imports } from './imports';
import { NotingHearing } from './noting-hearing.fixture';
import { PostgresImports } from './postgres-imports';
import { PostgresStaging } from './postgres-staging';
import { rejectsCsv } from './rejects';
import type { ImportRunner } from './run-import';

const snapshot: ImportRequest = {
  source: 'poverty',
  asOf: '2016-12-31',
  changes: false,
  dryRun: false,
  scope: null,
  encoding: 'auto',
  mapping: defaultMapping,
};

async function* bytesOf(content: string | Buffer): AsyncIterable<Buffer> {
  const bytes = Buffer.from(content as string);
  for (let at = 0; at < bytes.length; at += 777) yield bytes.subarray(at, at + 777);
}

const idOf = (serial: number) =>
  syntheticIdNo({ division: '451422', birth: `19${90 + Math.floor(serial / 500)}-01-01`, sex: '女', serial: serial % 500 });
/** A household of two. */
const household = (number: number, said: Parameters<typeof aRegistryRow>[0] = {}) => {
  const head = { 户编号: String(4514220000000 + number), 户主姓名: '韦大山', 家庭人口数: '2', ...said };
  return [
    aRegistryRow({ ...head, 证件号码: idOf(number * 2) }),
    aRegistryRow({ ...head, 人编号: '02', 姓名: '韦小妹', 与户主关系: '之女', 证件号码: idOf(number * 2 + 1) }),
  ];
};
const registryCsv = (...households: readonly Record<string, string>[][]) => toCsv(REGISTRY_COLUMNS, households.flat());
const many = (count: number) => Array.from({ length: count }, (_, number) => household(number));

describe('an import', () => {
  let database: TestDatabase;
  let pool: Pool;
  let folder: string;
  let hearing: NotingHearing;
  let runner: ImportRunner;
  let imports: Imports;

  beforeEach(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
    folder = mkdtempSync(join(tmpdir(), 'xianjie-kept-'));
    hearing = new NotingHearing(pool);
    const place = { folder, keys: new FileKeys(new MasterKey(Buffer.alloc(32, 7))) };
    const onFault = (_: string, fault: unknown) => console.error(fault);
    runner = {
      imports: new PostgresImports(pool),
      staging: new PostgresStaging(pool),
      place,
      divisions: readDivisionTable(),
      hearing,
      departureLimit: 0.02,
      onFault,
    };
    imports = new Imports(runner);
  });
  afterEach(async () => {
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const bring = async (files: Record<string, string | Buffer>, said: Partial<ImportRequest> = {}) => {
    const id = await imports.open({ ...snapshot, ...said });
    for (const [name, content] of Object.entries(files)) await imports.addFile(id, name, bytesOf(content));
    const started = await imports.start(id);
    if (started.outcome === 'accepted') await started.value.settled;
    const job = await imports.read(id);
    if (!job) throw new Error(`no import ${id}`);
    return job;
  };
  const issuesOf = async ({ no }: { no: string }) =>
    (await runner.imports.issues(no, { part: 0, row: 0 }, 100)).flatMap(({ row, issues }) =>
      issues.map(({ column, code }) => `${row} ${column} ${code}`),
    );

  it('tells each household once, with its file, sheet and row, and the same file again tells nothing', async () => {
    const first = await bring({ 'ningming.csv': registryCsv(household(1), household(2)) });
    expect(first).toMatchObject({ state: 'done', counts: { read: 4, accepted: 4, unchanged: 0, events: 2, pending: 0 } });
    expect(
      hearing.told.map(({ report, commandId, origin }) => [report.recordKey, report.evidence.row, commandId, origin]),
    ).toEqual([
      ['451422/4514220000001', 2, `import:${first.id}:451422/4514220000001`, 'initial-load'],
      ['451422/4514220000002', 4, `import:${first.id}:451422/4514220000002`, 'initial-load'],
    ]);
    const again = await bring({ 'ningming.csv': registryCsv(household(1), household(2)) });
    expect(again.counts).toMatchObject({ read: 4, accepted: 0, unchanged: 4, events: 0 });
    expect(hearing.told).toHaveLength(2);
  });

  it('tells a household whose rows stand apart, in two files, in one report', async () => {
    const [head, daughter] = household(1);
    const job = await bring({ 'a.csv': registryCsv([head], household(2)), 'b.csv': registryCsv([daughter]) });
    expect(job.counts).toMatchObject({ read: 4, accepted: 4 });
    const told = hearing.told.find(({ report }) => report.recordKey.endsWith('1'))?.report;
    expect(told && 'members' in told ? told.members.map(({ name, evidence }) => [name, evidence.row]) : null).toEqual([
      ['韦大山', 2],
      ['韦小妹', 2],
    ]);
  });

  it.each([
    ['UTF-8', (csv: string) => Buffer.from(csv)],
    ['UTF-8 with a BOM', (csv: string) => Buffer.from(`\ufeff${csv}`)],
    ['GB18030', (csv: string) => iconv.encode(csv, 'gb18030')],
    ['CRLF line ends and no last one', (csv: string) => Buffer.from(csv.replaceAll('\n', '\r\n').trimEnd())],
  ])('reads %s', async (_, encode) => {
    const rare = household(3, { 姓名: '䶮𬭎', 户主姓名: '䶮𬭎' }).slice(0, 1);
    const job = await bring({ 'a.csv': encode(registryCsv(rare)) });
    expect(job.counts).toMatchObject({ read: 1, accepted: 1 });
    expect(hearing.told[0].report).toMatchObject({ members: [{ name: '䶮𬭎' }] });
  });

  it('skips totals and blank rows, and counts what is left', async () => {
    const total = { ...Object.fromEntries(REGISTRY_COLUMNS.map((column) => [column, ''])), 户编号: '合计', 家庭人口数: '2' };
    const csv = `${registryCsv(household(1))}\n${','.repeat(29)}\n${toCsv(REGISTRY_COLUMNS, [total]).split('\n')[1]}\n`;
    expect((await bring({ 'a.csv': csv })).counts).toMatchObject({ read: 2, accepted: 2, skipped: 3 });
  });

  it('finds the heading under a title, and in two merged rows', async () => {
    const [heading, ...rows] = registryCsv(household(1)).split('\n');
    const titled = [`宁明县建档立卡花名册${','.repeat(29)}`, ...[heading, ...rows]].join('\n');
    expect((await bring({ 'a.csv': titled })).counts).toMatchObject({ read: 2, accepted: 2 });
    expect(hearing.told[0].report.evidence.row).toBe(3);
    const upper = heading.split(',').map((column, at) => (at < 4 ? column : at === 4 ? '家庭情况' : ''));
    const lower = heading.split(',').map((column, at) => (at < 4 ? '' : column));
    const split = [upper.join(','), lower.join(','), ...rows].join('\n').replaceAll('4514220000001', '4514220000077');
    expect((await bring({ 'b.csv': split }, { changes: true })).counts).toMatchObject({ read: 2, accepted: 2 });
  });

  it.each([
    ['a column with another name', registryCsv(household(1)).replace('证件号码', '身份证'), 'wrong-heading', '证件号码'],
    ['a file of the other system', toCsv(DIBAO_COLUMNS, [aDibaoRow()]), 'other-system', null],
    ['a file without a heading', registryCsv(household(1)).split('\n').slice(1).join('\n'), 'no-heading', null],
    ['an empty file', '\n\n', 'empty-file', null],
    ['UTF-16', Buffer.from(`\ufeff${registryCsv(household(1))}`, 'utf16le'), 'unknown-encoding', null],
    ['a broken book', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 1)]), 'unreadable-file', null],
  ])('refuses %s whole', async (_, content, code, column) => {
    const job = await bring({ 'good.csv': registryCsv(household(5)), 'wrong.csv': content });
    expect(job).toMatchObject({ state: 'refused', problem: { file: 'wrong.csv', code, column } });
    expect(hearing.told).toEqual([]);
  });

  it('keeps bad rows back with their place, gives them out as a sheet, and goes on with the good ones', async () => {
    const lines = registryCsv(household(1), household(2, { 脱贫日期: '2016-02-30' }), household(3))
      .trimEnd()
      .split('\n');
    lines[2] = lines[2].replace(/,[^,]*$/, '');
    const bytes = Buffer.concat([...lines.map((line) => Buffer.from(`${line}\n`)), Buffer.from([0x34, 0x35, 0xff, 0xfe, 0x0a])]);
    const job = await bring({ '宁明.csv': bytes });
    expect(await issuesOf(job)).toEqual([
      '3 null wrong-column-count',
      '4 脱贫日期 impossible-date',
      '5 脱贫日期 impossible-date',
      '8 null unreadable-encoding',
    ]);
    expect(job.counts).toMatchObject({ read: 7, accepted: 3, quarantined: 4 });
    let csv = '';
    for await (const line of rejectsCsv(job, runner)) csv += line;
    const [heading, first] = csv.split('\n');
    expect(heading.startsWith('\ufeff文件,工作表,行,列,原因,说明,户编号,人编号')).toBe(true);
    expect(first).toMatch(/^宁明\.csv,,3,,wrong-column-count,29 columns where the heading has 30,4514220000001,02,/);
    // A quarantined row does not advance what was last heard: it waits again, the others are as they were.
    const again = await bring({ '宁明.csv': bytes });
    expect(again.counts).toMatchObject({ read: 7, quarantined: 4, departures: { found: 0 } });
  });

  it('names the row in which a file was cut in half, and lets nobody depart for it', async () => {
    await bring({ 'a.csv': registryCsv(...many(120)) }, { asOf: '2016-11-30' });
    const whole = registryCsv(...many(120));
    const job = await bring({ 'a.csv': whole.slice(0, whole.lastIndexOf('之女') - 4) });
    expect(await issuesOf(job)).toEqual(['241 null cut-off']);
    expect(job.counts).toMatchObject({ read: 240, quarantined: 1, departures: { found: 0 } });
    const gone = registryCsv(...many(119));
    const shorter = await bring({ 'a.csv': gone.slice(0, gone.lastIndexOf('之女') - 4) }, { asOf: '2017-01-31' });
    expect(shorter.counts).toMatchObject({ departures: { found: 1, held: 1, because: 'a file ends inside a row' } });
  });

  it('tells who is no longer listed, and waits when they are too many', async () => {
    await bring({ 'a.csv': registryCsv(...many(100)) }, { asOf: '2016-11-30' });
    const two = await bring({ 'a.csv': registryCsv(...many(98)) });
    expect(two.counts).toMatchObject({ read: 196, unchanged: 196, events: 2, departures: { found: 2, held: 0 } });
    expect(hearing.told.slice(-2).map(({ report }) => report)).toMatchObject([
      { absent: true, recordKey: '451422/4514220000098', county: '451422', key: '4514220000098', asOf: '2016-12-31' },
      { absent: true, recordKey: '451422/4514220000099' },
    ]);
    const half = await bring({ 'a.csv': registryCsv(...many(50)) }, { asOf: '2017-01-31' });
    expect(half.counts).toMatchObject({ events: 0, departures: { found: 48, held: 48, because: 'more than 2 % of the scope' } });
    const confirmed = await imports.confirm(half.id);
    expect(confirmed).toMatchObject({ outcome: 'accepted', value: { released: 48 } });
    await imports.idle();
    expect((await imports.read(half.id))?.counts).toMatchObject({
      read: 100,
      unchanged: 100,
      events: 48,
      departures: { found: 48, held: 0 },
    });
    expect(await imports.confirm(half.id)).toEqual({ outcome: 'refused', because: 'nothing-held' });
  });

  it('removes nobody for an older snapshot, for a change file, or outside its scope', async () => {
    await bring({ 'a.csv': registryCsv(...many(100)) });
    const fewer = { 'a.csv': registryCsv(...many(99)) };
    expect((await bring(fewer, { asOf: '2016-11-30' })).counts?.departures.found).toBe(0);
    expect((await bring(fewer, { asOf: '2017-01-31', changes: true })).counts?.departures.found).toBe(0);
    expect((await bring(fewer, { asOf: '2017-01-31', scope: ['530000'] })).counts?.departures.found).toBe(0);
    expect((await bring(fewer, { asOf: '2017-01-31', scope: ['450000'] })).counts?.departures.found).toBe(1);
  });

  it('moves on the day on which the unchanged were last heard', async () => {
    await bring({ 'a.csv': registryCsv(...many(3)) });
    await bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2017-01-31' });
    const { rows } = await pool.query(
      "select distinct value::jsonb ->> 'asOf' as as_of from log.notes where book = 'heard:poverty'",
    );
    expect(rows).toEqual([{ as_of: '2017-01-31' }]);
  });

  it('records nothing in a dry run, and can be undone when it was none', async () => {
    const dry = await bring(
      { 'a.csv': registryCsv(household(1), household(2, { 首次识别时间: '2014-02-30' })) },
      { dryRun: true },
    );
    expect(dry.counts).toMatchObject({ read: 4, accepted: 2, quarantined: 2, events: 0 });
    expect(hearing.told).toEqual([]);
    expect(await imports.undo(dry.id)).toEqual({ outcome: 'refused', because: 'import-not-undoable' });
    const job = await bring({ 'a.csv': registryCsv(household(1)) });
    expect(await imports.undo(job.id)).toEqual({ outcome: 'accepted', value: { retracted: 1 } });
    expect((await imports.read(job.id))?.state).toBe('undone');
  });

  it('goes on where a killed process stopped, and tells nobody twice', async () => {
    const deadPool = new Pool({ connectionString: database.url, application_name: 'killed' });
    deadPool.on('error', () => undefined);
    const dead = new Imports({ ...runner, imports: new PostgresImports(deadPool), staging: new PostgresStaging(deadPool) });
    const id = await dead.open(snapshot);
    await dead.addFile(id, 'a.csv', bytesOf(registryCsv(...many(1200))));
    let batches = 0;
    const killed = new Promise<void>((resolve) => {
      hearing.before = () => {
        batches += 1;
        // The first batch is told and kept; the second never comes back, as in a process that is gone.
        return batches < 2 ? Promise.resolve() : (resolve(), new Promise<void>(() => undefined));
      };
    });
    await dead.start(id);
    await killed;
    await pool.query("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'killed'");
    hearing.before = () => Promise.resolve();
    const next = new Imports(runner);
    await next.resume();
    await next.idle();
    expect(await next.read(id)).toMatchObject({
      state: 'done',
      counts: { read: 2400, accepted: 2400, events: 1200, pending: 0 },
    });
    expect(new Set(hearing.told.map(({ commandId }) => commandId)).size).toBe(1200);
    expect(hearing.told).toHaveLength(1200);
  });

  it('keeps nothing personal in clear on disk or in its tables', async () => {
    const job = await bring({ 'a.csv': registryCsv(household(1, { 联系电话: '13900001234', 脱贫日期: '2016-13-01' })) });
    expect(job.counts?.quarantined).toBe(2);
    const kept = readdirSync(join(folder, job.id)).map((file) => readFileSync(join(folder, job.id, file)));
    for (const bytes of kept) expect(bytes.includes('13900001234') || bytes.includes('韦小妹')).toBe(false);
    const { rows } = await pool.query(
      'select (select json_agg(i) from intake.issues i)::text || (select json_agg(h) from intake.households h)::text as everything',
    );
    expect(rows[0].everything).not.toMatch(/13900001234|韦|451422199001/);
  });
});
