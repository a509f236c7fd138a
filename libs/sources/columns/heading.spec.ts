import { DIBAO_COLUMNS, REGISTRY_COLUMNS } from '@xianjie/testing';
import { findHeading, HEADING_WITHIN } from './heading';
import { defaultMapping, mappingFrom, UnreadableMapping } from './mapping';

const registry = (rows: readonly (readonly string[])[], mapping = defaultMapping) => findHeading(rows, 'poverty', mapping);
const titles = (count: number) => Array.from({ length: count }, () => ['贫困户信息表']);
const without = (...gone: readonly string[]) => REGISTRY_COLUMNS.filter((column) => !gone.includes(column));

describe('the heading of a file', () => {
  it('is found under its titles, within the first rows and no further', () => {
    expect(registry([REGISTRY_COLUMNS])).toMatchObject({ headingRow: 1, width: REGISTRY_COLUMNS.length });
    expect(registry([...titles(HEADING_WITHIN - 1), REGISTRY_COLUMNS])).toMatchObject({ headingRow: HEADING_WITHIN });
    expect(registry([...titles(HEADING_WITHIN), REGISTRY_COLUMNS])).toMatchObject({
      code: 'no-heading',
      row: null,
      column: null,
    });
  });
  it('says where each column stands, in whatever order, and how wide the file is', () => {
    const found = registry([['备注', ...REGISTRY_COLUMNS.toReversed(), '', '']]);
    expect(found).toMatchObject({ width: REGISTRY_COLUMNS.length + 1 });
    expect('columns' in found && [found.columns.get('联系电话'), found.columns.get('户编号')]).toEqual([
      1,
      REGISTRY_COLUMNS.length,
    ]);
  });
  it('may be spread over two rows; where the lower one is empty the upper one names the column', () => {
    const at = 12;
    const upper = [...REGISTRY_COLUMNS.slice(0, at), '致贫原因'];
    const lower = [...Array<string>(at).fill(''), ...REGISTRY_COLUMNS.slice(at)];
    expect(registry([...titles(1), upper, lower, ['451422']])).toMatchObject({ headingRow: 3, width: REGISTRY_COLUMNS.length });
    // Most of it above: the row beneath belongs to it.
    const more = [...REGISTRY_COLUMNS.slice(0, 25), '其他'];
    expect(registry([more, [...Array<string>(25).fill(''), ...REGISTRY_COLUMNS.slice(25)]])).toMatchObject({ headingRow: 2 });
  });
  it('that lacks columns says which, and which it does not know', () => {
    const found = registry([[...without('民族', '得分'), '族别', '死亡日期', '']]);
    expect(found).toEqual({
      ...{ code: 'wrong-heading', row: 1, column: '民族、得分' },
      message: 'missing columns: 民族、得分; not known here: 族别',
    });
    expect(registry([without('民族')])).toMatchObject({ message: 'missing columns: 民族' });
    const many = Array.from({ length: 12 }, (_, i) => `x${i}`);
    expect(registry([[...without('民族'), ...many]])).toMatchObject({ message: expect.stringMatching(/x0、.*、x9$/) as string });
  });
  it('names no column twice', () =>
    expect(registry([[...REGISTRY_COLUMNS, '民族']])).toEqual({
      ...{ code: 'duplicate-column', row: 1, column: '民族', message: 'column 民族 stands twice in the heading' },
    }));
  it('of two of its columns is a wrong one only from three on', () => {
    expect(registry([['户编号', '人编号']])).toMatchObject({
      code: 'no-heading',
      message: expect.stringContaining('户编号、人编号、') as string,
    });
    expect(registry([['户编号', '人编号', '数据年度']])).toMatchObject({ code: 'wrong-heading', row: 1 });
    expect(registry([])).toMatchObject({ code: 'no-heading' });
  });
  it('of the other system says whose it is', () => {
    expect(registry([...titles(1), DIBAO_COLUMNS])).toEqual({
      ...{ code: 'other-system', row: 2, column: null },
      message: 'this is a file of dibao (低保), not of the poverty registry (建档立卡)',
    });
    expect(findHeading([REGISTRY_COLUMNS], 'dibao', defaultMapping)).toMatchObject({
      message: 'this is a file of the poverty registry (建档立卡), not of dibao (低保)',
    });
    // One sheet with both headings is ours.
    expect(
      registry([
        [...REGISTRY_COLUMNS, ...DIBAO_COLUMNS.filter((column) => !(REGISTRY_COLUMNS as readonly string[]).includes(column))],
      ]),
    ).toMatchObject({ headingRow: 1 });
  });
});

describe('a mapping', () => {
  const mapping = mappingFrom('columns: {民族: 族别}\nwithout: [得分]\nclasses: {a1: A, 一類: B}', 'poverty');
  it('gives columns other names, or none', () => {
    const heading = without('得分').map((column) => (column === '民族' ? '族別' : column));
    const found = registry([heading], mapping);
    expect('columns' in found && [found.columns.get('民族'), found.columns.get('得分')]).toEqual([
      REGISTRY_COLUMNS.indexOf('民族'),
      -1,
    ]);
    expect(registry([without('得分')], mapping)).toMatchObject({ code: 'wrong-heading', column: '族别' });
  });
  it('knows classes however they are written', () => expect(mapping.classes).toEqual({ A1: 'A', 一类: 'B' }));
  it('may say nothing', () => expect(mappingFrom('', 'dibao')).toEqual(defaultMapping));
  it('may name the column that no format promises', () =>
    expect(mappingFrom('{"columns": {"死亡日期": "死亡时间"}}', 'poverty').columns).toEqual({ 死亡日期: '死亡时间' }));
  it.each([
    ['columns: [', 'the mapping is neither YAML nor JSON'],
    ['colour: red', 'mapping: file: Unrecognized key: "colour"'],
    ['without: [1]\nclasses: {a: 1}', 'without.0'],
    ['without: [1]\nclasses: {a: 1}', '; classes.a'],
    ['columns: {低保证号: x}\nwithout: [状态]', 'mapping: poverty has no column 低保证号、状态'],
  ])('%j is refused: %s', (text, why) => {
    expect(() => mappingFrom(text, 'poverty')).toThrow(UnreadableMapping);
    expect(() => mappingFrom(text, 'poverty')).toThrow(why);
  });
});
