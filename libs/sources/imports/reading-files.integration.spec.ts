import { readFileSync, readdirSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { DIBAO_COLUMNS, REGISTRY_COLUMNS, aDibaoRow, toCsv } from '@xianjie/testing';
import { Workbook } from 'exceljs';
import iconv from 'iconv-lite';
import { zipOf } from '../../../test/faults/hostile/books';
import { ImportDesk, bytesOf, household, many, registryCsv, snapshot } from './import-desk.fixture';
import { Imports } from './imports';
import { rejectsCsv } from './rejects';

describe('the files of an import', () => {
  let desk: ImportDesk;
  beforeEach(async () => {
    desk = await ImportDesk.open();
  });
  afterEach(() => desk.close());

  it('tells a household whose rows stand apart, in two files, in one report', async () => {
    const [head, daughter] = household(1);
    const job = await desk.bring({ 'a.csv': registryCsv([head], household(2)), 'b.csv': registryCsv([daughter]) });
    expect(job.counts).toMatchObject({ read: 4, accepted: 4 });
    const told = desk.hearing.told.find(({ report }) => report.recordKey.endsWith('1'))?.report;
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
    const job = await desk.bring({ 'a.csv': encode(registryCsv(rare)) });
    expect(job.counts).toMatchObject({ read: 1, accepted: 1 });
    expect(desk.hearing.told[0].report).toMatchObject({ members: [{ name: '䶮𬭎' }] });
  });

  it('skips totals and blank rows, and counts what is left', async () => {
    const total = { ...Object.fromEntries(REGISTRY_COLUMNS.map((column) => [column, ''])), 户编号: '合计', 家庭人口数: '2' };
    const csv = `${registryCsv(household(1))}\n${','.repeat(29)}\n${toCsv(REGISTRY_COLUMNS, [total]).split('\n')[1]}\n`;
    expect((await desk.bring({ 'a.csv': csv })).counts).toMatchObject({ read: 2, accepted: 2, skipped: 3 });
  });

  it('finds the heading under a title, and in two merged rows', async () => {
    const [heading, ...rows] = registryCsv(household(1)).split('\n');
    const titled = [`宁明县建档立卡花名册${','.repeat(29)}`, ...[heading, ...rows]].join('\n');
    expect((await desk.bring({ 'a.csv': titled })).counts).toMatchObject({ read: 2, accepted: 2 });
    expect(desk.hearing.told[0].report.evidence.row).toBe(3);
    const upper = heading.split(',').map((column, at) => (at < 4 ? column : at === 4 ? '家庭情况' : ''));
    const lower = heading.split(',').map((column, at) => (at < 4 ? '' : column));
    const split = [upper.join(','), lower.join(','), ...rows].join('\n').replaceAll('4514220000001', '4514220000077');
    expect((await desk.bring({ 'b.csv': split }, { changes: true })).counts).toMatchObject({ read: 2, accepted: 2 });
  });

  it('keeps bad rows back with their place, gives them out as a sheet, and goes on with the good ones', async () => {
    const lines = registryCsv(household(1), household(2, { 脱贫日期: '2016-02-30' }), household(3))
      .trimEnd()
      .split('\n');
    lines[2] = lines[2].replace(/,[^,]*$/, '');
    const bytes = Buffer.concat([...lines.map((line) => Buffer.from(`${line}\n`)), Buffer.from([0x34, 0x35, 0xff, 0xfe, 0x0a])]);
    const job = await desk.bring({ '宁明.csv': bytes });
    expect(await desk.issuesOf(job)).toEqual([
      '3 null wrong-column-count',
      '4 脱贫日期 impossible-date',
      '5 脱贫日期 impossible-date',
      '8 null unreadable-encoding',
    ]);
    expect(job.counts).toMatchObject({ read: 7, accepted: 3, quarantined: 4 });
    let csv = '';
    for await (const line of rejectsCsv(job, desk.runner)) csv += line;
    const [heading, first] = csv.split('\n');
    expect(heading.startsWith('\ufeff文件,工作表,行,列,原因,说明,户编号,人编号')).toBe(true);
    expect(first).toMatch(/^宁明\.csv,,3,,wrong-column-count,29 columns where the heading has 30,4514220000001,02,/);
    // A quarantined row does not advance what was last heard: it waits again, the others are as they were.
    const again = await desk.bring({ '宁明.csv': bytes });
    expect(again.counts).toMatchObject({ read: 7, quarantined: 4, departures: { found: 0 } });
  });

  it('names the row in which a file was cut in half, and lets nobody depart for it', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(120)) }, { asOf: '2016-11-30' });
    const whole = registryCsv(...many(120));
    const job = await desk.bring({ 'a.csv': whole.slice(0, whole.lastIndexOf('之女') - 4) });
    expect(await desk.issuesOf(job)).toEqual(['241 null cut-off']);
    expect(job.counts).toMatchObject({ read: 240, quarantined: 1, departures: { found: 0 } });
    const gone = registryCsv(...many(119));
    const shorter = await desk.bring({ 'a.csv': gone.slice(0, gone.lastIndexOf('之女') - 4) }, { asOf: '2017-01-31' });
    expect(shorter.counts).toMatchObject({ departures: { found: 1, held: 1, because: 'a file ends inside a row' } });
    expect(await desk.imports.confirm(shorter.id)).toMatchObject({ outcome: 'accepted', value: { released: 1 } });
    await desk.imports.idle();
    expect((await desk.imports.read(shorter.id))?.counts).toMatchObject({ departures: { found: 1, held: 0 } });
    expect(desk.hearing.told.at(-1)?.report).toMatchObject({ absent: true, recordKey: '451422/4514220000119' });
  });

  it('reads JSON lines with blank ones between them, and a day of death that only some have', async () => {
    const [head, daughter] = household(1);
    const lines = [head, '', { ...daughter, 死亡日期: '2016-05-03' }, '', ''];
    const text = lines.map((line) => (line === '' ? '' : JSON.stringify(line))).join('\r\n');
    const job = await desk.bring({ 'a.jsonl': text });
    expect(job.counts).toMatchObject({ read: 2, accepted: 2, quarantined: 0 });
    const [told] = desk.hearing.told;
    expect(told && 'members' in told.report && told.report.members.map(({ diedOn, evidence }) => [diedOn, evidence.row])).toEqual(
      [
        [null, 2],
        ['2016-05-03', 4],
      ],
    );
  });

  it.each(['as it came', 'once more'])('reads no kept file that lost its end for a whole one, staged %s', async (when) => {
    const faults: unknown[] = [];
    const imports = new Imports({ ...desk.runner, onFault: (_, fault) => void faults.push(fault) });
    const id = await imports.open(snapshot);
    await imports.addFile(id, 'a.csv', bytesOf(registryCsv(...many(1_000))));
    const [kept] = readdirSync(join(desk.folder, id));
    // To the border of two pieces: what is left opens and is authentic.
    truncateSync(join(desk.folder, id, kept!), (1 << 18) + 16);
    const other =
      when === 'once more' ? new Imports({ ...desk.runner, onFault: (_, fault) => void faults.push(fault) }) : imports;
    const started = await other.start(id);
    if (started.outcome === 'accepted') await started.value.settled;
    expect(await imports.read(id)).toMatchObject({ state: 'failed', problem: { code: 'kept-file-unreadable' } });
    expect(faults).toHaveLength(1);
    expect(desk.hearing.told).toEqual([]);
  });

  it('keeps nothing personal in clear on disk or in its tables', async () => {
    const job = await desk.bring({ 'a.csv': registryCsv(household(1, { 联系电话: '13900001234', 脱贫日期: '2016-13-01' })) });
    expect(job.counts?.quarantined).toBe(2);
    const kept = readdirSync(join(desk.folder, job.id)).map((file) => readFileSync(join(desk.folder, job.id, file)));
    for (const bytes of kept) expect(bytes.includes('13900001234') || bytes.includes('韦小妹')).toBe(false);
    const { rows } = await desk.pool.query(
      'select (select json_agg(i) from intake.issues i)::text || (select json_agg(h) from intake.households h)::text as everything',
    );
    expect(rows[0].everything).not.toMatch(/13900001234|韦|451422199001/);
  });

  it('refuses a book with data in a hidden sheet, and passes over a hidden one of something else', async () => {
    const book = async (hidden: readonly string[]): Promise<Buffer> => {
      const workbook = new Workbook();
      const rows = (id: number): string[][] => [
        [...REGISTRY_COLUMNS],
        ...household(id).map((row) => REGISTRY_COLUMNS.map((column) => row[column] ?? '')),
      ];
      workbook.addWorksheet('名单').addRows(rows(1));
      workbook.addWorksheet('字典', { state: 'hidden' }).addRows(hidden.length > 0 ? [[...hidden]] : rows(2));
      return Buffer.from(await workbook.xlsx.writeBuffer());
    };
    expect(await desk.bring({ 'a.xlsx': await book([]) })).toMatchObject({
      ...{ state: 'refused', problem: { file: 'a.xlsx', sheet: '字典', code: 'hidden-sheet' } },
    });
    expect(await desk.bring({ 'b.xlsx': await book(['与户主关系', '户主', '配偶']) })).toMatchObject({ state: 'done' });
  });

  it.each([
    ['a column with another name', registryCsv(household(1)).replace('证件号码', '身份证'), 'wrong-heading', '证件号码'],
    ['a file of the other system', toCsv(DIBAO_COLUMNS, [aDibaoRow()]), 'other-system', null],
    ['a file without a heading', registryCsv(household(1)).split('\n').slice(1).join('\n'), 'no-heading', null],
    ['an empty file', '\n\n', 'empty-file', null],
    ['line ends of CR alone', Buffer.from(registryCsv(household(1)).replaceAll('\n', '\r')), 'unreadable-file', null],
    ['UTF-16', Buffer.from(`\ufeff${registryCsv(household(1))}`, 'utf16le'), 'unknown-encoding', null],
    ['a ZIP archive of files', zipOf([['名单.csv', registryCsv(household(1))]]), 'unreadable-file', null],
    ['a broken book', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(500, 1)]), 'unreadable-file', null],
  ])('refuses %s whole', async (_, content, code, column) => {
    const job = await desk.bring({ 'good.csv': registryCsv(household(5)), 'wrong.csv': content });
    expect(job).toMatchObject({ state: 'refused', problem: { file: 'wrong.csv', code, column } });
    expect(desk.hearing.told).toEqual([]);
  });
});
