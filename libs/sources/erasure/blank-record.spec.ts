import iconv from 'iconv-lite';
import fc from 'fast-check';
import { MasterKey } from '@xianjie/persons';
import { DIBAO_COLUMNS, REGISTRY_COLUMNS, aDibaoRow, aRegistryRow, syntheticIdNo, toCsv } from '@xianjie/testing';
import { cellsOf } from '../decode/csv-record';
import { isSkipped } from '../decode/decode-rows';
import { FileKeys } from '../kept/file-keys';
import { RecordBlanker } from './blank-record';
import { cellSpans } from './cell-spans';
import { ErasedRows, soundNumberOf, tombstonesOf } from './erased-rows';

const keys = new FileKeys(new MasterKey(Buffer.alloc(32, 7)));
const idNo = syntheticIdNo({ division: '451422', birth: '1950-01-01', sex: '男', serial: 1 });
const another = syntheticIdNo({ division: '451422', birth: '1951-01-01', sex: '女', serial: 2 });
const erased = new ErasedRows(
  new Map(
    tombstonesOf({ person: 'p-1', names: ['韦大山'], numbers: [idNo, '无'], records: ['4514220001', '77'] }, keys).map((hash) => [
      hash,
      'p-1',
    ]),
  ),
  keys,
);
const columnsOf = (names: readonly string[]) => Object.fromEntries(names.map((name, at) => [name, at]));
const registry = new RecordBlanker('poverty', { encoding: 'utf-8', columns: columnsOf(REGISTRY_COLUMNS) }, erased);
const dibao = new RecordBlanker('dibao', { encoding: 'gb18030', columns: columnsOf(DIBAO_COLUMNS) }, erased);
const line = (row: Readonly<Record<string, string>>, names: readonly string[]) => `${toCsv(names, [row]).split('\n')[1]}\n`;
const registryLine = (row: Parameters<typeof aRegistryRow>[0]) => line(aRegistryRow(row), REGISTRY_COLUMNS);

describe('cells by their bytes', () => {
  it('are those that reading finds, whatever stands in them', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', '韦', '"', ',', ' ', '\n'), maxLength: 6 });
    const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1, maxLength: 6 }), (cells) => {
        const record = Buffer.from(cells.map(quoted).join(','));
        const spans = cellSpans(record) ?? [];
        expect(spans.map(({ start, end }) => record.toString('utf8', start, end).replaceAll('""', '"'))).toEqual(cells);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are none when a quote is never closed', () => expect(cellSpans(Buffer.from('a,"b'))).toBeNull());
});

describe('a row of an erased person', () => {
  const own = registryLine({ 户编号: '4514220001', 姓名: '韦大山', 证件号码: idNo, 主要致贫原因: '因病,"因残"' });

  it('becomes a blank row of as many bytes, which reading skips', () => {
    const found = registry.blank(Buffer.from(own));
    expect(found).toMatchObject({ person: 'p-1', isWholeRow: true });
    expect(found?.bytes).toHaveLength(Buffer.byteLength(own));
    expect(found?.bytes.at(-1)).toBe(0x0a);
    expect(isSkipped(cellsOf(found?.bytes.toString().trimEnd() ?? '') ?? ['?'])).toBe(true);
  });

  it.each<[string, Parameters<typeof aRegistryRow>[0]]>([
    ['in any household, by the number', { 户编号: '9999', 姓名: '韦山', 证件号码: idNo.toLowerCase() }],
    [
      'by the name in the record, when the number has a slip',
      { 户编号: '4514220001', 姓名: '韋大山', 证件号码: `${idNo.slice(0, 17)}?` },
    ],
    ['by the name in the record, without a number', { 户编号: '4514220001', 姓名: '韦 大山', 证件号码: '' }],
  ])('is found %s', (_, row) => expect(registry.blank(Buffer.from(registryLine(row)))).toMatchObject({ isWholeRow: true }));

  it('is found though a quote in it is never closed, and though a spreadsheet kept its number as one', () => {
    const torn = registryLine({ 户编号: '4514220001', 姓名: '韦大山', 证件号码: idNo, 主要致贫原因: 'Q' }).replace(',Q,', ',"Q,');
    expect(cellSpans(Buffer.from(torn.trimEnd()))).toBeNull();
    const found = registry.blank(Buffer.from(torn));
    expect(found).toMatchObject({ person: 'p-1', isWholeRow: true, cells: 0 });
    expect(found?.bytes.toString()).toBe(torn.replace(/[^,\n]/gu, (character) => ' '.repeat(Buffer.byteLength(character))));
    expect(registry.blank(Buffer.from(registryLine({ 户编号: '\u00014514220001', 姓名: '韦大山', 证件号码: '' })))).toMatchObject(
      {
        isWholeRow: true,
      },
    );
  });

  it('is found by a name with a quote in it', () => {
    const hashes = tombstonesOf({ person: 'p-2', names: ['阿"依'], numbers: [], records: ['9'] }, keys);
    const quoting = new ErasedRows(new Map(hashes.map((hash) => [hash, 'p-2'])), keys);
    const blanker = new RecordBlanker('poverty', { encoding: 'utf-8', columns: columnsOf(REGISTRY_COLUMNS) }, quoting);
    const row = registryLine({ 户编号: '9', 姓名: '阿"依', 证件号码: '' });
    expect(blanker.blank(Buffer.from(row))).toMatchObject({ person: 'p-2', isWholeRow: true });
  });

  it('is nobody’s where no name or no record is known: those are the rows of many', () => {
    const [namesake] = tombstonesOf({ person: 'p-3', names: [''], numbers: [], records: [''] }, keys);
    const rows = new ErasedRows(new Map([[namesake!, 'p-3']]), keys);
    expect([rows.byName('', ''), erased.byName('', '韦大山'), erased.byName('4514220001', '')]).toEqual([null, null, null]);
    expect([rows.isEmpty, new ErasedRows(new Map(), keys).isEmpty]).toEqual([false, true]);
  });

  it('is not the row of a namesake elsewhere, nor of somebody whose number is 无 as well', () => {
    expect(
      registry.blank(Buffer.from(registryLine({ 户编号: '8', 户主姓名: '韦大山', 姓名: '韦大山', 证件号码: another }))),
    ).toBeNull();
    expect(registry.blank(Buffer.from(registryLine({ 户编号: '8', 姓名: '黄秀英', 证件号码: '无' })))).toBeNull();
    expect(soundNumberOf('111111111111111111')).toBeNull();
  });
});

describe('a relative’s row', () => {
  it('loses the head’s name alone', () => {
    const row = { 户编号: '4514220001', 户主姓名: '韦大山', 姓名: '韦小妹', 证件号码: another };
    const found = registry.blank(Buffer.from(registryLine(row)));
    expect(found).toMatchObject({ isWholeRow: false, cells: 1 });
    const cells = cellsOf(found?.bytes.toString().trimEnd() ?? '') ?? [];
    const kept = REGISTRY_COLUMNS.map((name) => (name === '户主姓名' ? ' '.repeat(9) : (aRegistryRow(row)[name] ?? '')));
    expect(cells).toEqual(kept);
  });

  it('loses the head’s name in a dibao file too, and says whose it was', () => {
    const row = aDibaoRow({ 低保证号: '77', 户主姓名: '韦大山', 姓名: '黄秀英', 证件号码: another, 账户户名: '黄秀英' });
    const found = dibao.blank(iconv.encode(line(row, DIBAO_COLUMNS), 'gb18030'));
    expect(found).toMatchObject({ person: 'p-1', isWholeRow: false, cells: 1 });
  });

  it('loses the holder’s name with the account, in GB18030 too', () => {
    const text = line(
      aDibaoRow({
        低保证号: '77',
        户主姓名: '黄秀英',
        姓名: '黄秀英',
        证件号码: another,
        账户户名: '韦大山',
        银行账号: '6210000000000000017',
      }),
      DIBAO_COLUMNS,
    );
    const found = dibao.blank(iconv.encode(text, 'gb18030'));
    expect(found).toMatchObject({ isWholeRow: false, cells: 2 });
    const after = iconv.decode(found?.bytes ?? Buffer.alloc(0), 'gb18030');
    expect(after).not.toContain('韦大山');
    expect(after).not.toContain('6210000000000000017');
    expect(after).toContain('黄秀英');
  });
});
