import { DIBAO_COLUMNS, REGISTRY_COLUMNS, aDibaoRow, aRegistryRow, syntheticIdNo, toCsv } from '@xianjie/testing';
import type { LocalDate } from '@xianjie/domain';
import iconv from 'iconv-lite';
import { findHeading } from '../columns/heading';
import { defaultMapping } from '../columns/mapping';
import { decodeRows } from '../decode/decode-rows';
import { readDivisionTable } from '../division-table';
import type { ReportedDibaoCase, ReportedRegistryHousehold, SourceName } from '../reported';
import { readHousehold } from './read-household';
import { NUMERIC, SourceRow } from './source-row';

const divisions = readDivisionTable();

const read = (
  source: SourceName,
  rows: readonly Record<string, string>[],
  mapping = defaultMapping,
  asOf: LocalDate = '2016-12-31',
) => {
  const columns: readonly string[] = source === 'poverty' ? REGISTRY_COLUMNS : DIBAO_COLUMNS;
  const csv = toCsv([...new Set([...columns, ...rows.flatMap((row) => Object.keys(row))])], rows);
  const [heading, ...records] = decodeRows(iconv.encode(csv, 'gb18030'), 'gb18030', { firstRow: 1, width: 0, fileEnds: true });
  const layout = findHeading([heading.cells], source, mapping);
  if (!('columns' in layout)) throw new Error(layout.message);
  const reading = { file: 'a.csv', fileHash: 'f'.repeat(64), sheet: '', asOf, layout, mapping, divisions };
  return readHousehold(
    source,
    records.map(({ cells, row }) => new SourceRow(reading, cells, row)),
  );
};
const registry = (...rows: Parameters<typeof aRegistryRow>[0][]) => read('poverty', rows.map(aRegistryRow));
const dibao = (...rows: Parameters<typeof aDibaoRow>[0][]) => read('dibao', rows.map(aDibaoRow));
const id = (serial: number) => syntheticIdNo({ division: '451422', birth: '1990-01-01', sex: '女', serial });
const where = ({ issues }: ReturnType<typeof read>) => issues.map(({ row, column, code }) => `${row} ${column} ${code}`);

describe('rows of the poverty registry', () => {
  it('become one household with its members and the facts that every row repeats', () => {
    const { report, issues } = registry(
      {
        脱贫属性: '已脫貧（享受政策）',
        脱贫年度: '2016年',
        脱贫日期: '2016.11.15',
        人均纯收入: '3,480.5',
        首次识别时间: '201403',
      },
      {
        人编号: '02',
        姓名: '韦 小妹',
        证件号码: `'${id(3).toLowerCase()}`,
        与户主关系: '配偶',
        脱贫属性: '已脱贫(享受政策)',
        脱贫年度: '2016',
        脱贫日期: '42689',
      },
    );
    expect(issues).toEqual([]);
    const household = report as ReportedRegistryHousehold;
    expect(household).toMatchObject({
      recordKey: '451422/4514220000001',
      county: '451422',
      status: 'EXITED',
      exitYear: 2016,
      exitOn: '2016-11-15',
      identifiedOn: '2014-03-01',
      attributes: { perCapitaNetIncomeFen: 348050, otherCauses: ['缺资金'], score: 61 },
      withheldRows: 0,
      evidence: { row: 2 },
    });
    expect(household.members.map(({ memberNo, name, identity }) => [memberNo, name, identity.idNo])).toEqual([
      ['01', '韦大山', syntheticIdNo({ division: '451422', birth: '1961-05-17', sex: '男', serial: 1 })],
      ['02', '韦小妹', id(3)],
    ]);
  });

  it('keep the code as given and say which county it is on the day of the file', () => {
    const old = { 行政区划代码: '530122100001', 户编号: '0530122000000000001' };
    expect(read('poverty', [aRegistryRow(old)], defaultMapping, '2016-12-31').report).toMatchObject({
      county: '530115',
      division: '530122100001',
      recordKey: '530115/0530122000000000001',
    });
    expect(registry({ ...old, 首次识别时间: '2014-03' }).report?.recordKey).toBe('530115/0530122000000000001');
    expect(read('poverty', [aRegistryRow(old)], defaultMapping, '2016-06-30').report?.county).toBe('530122');
  });

  it.each([
    ['a date that does not exist', { 脱贫日期: '2016-02-30' }, '2 脱贫日期 impossible-date'],
    ['a reported day after the day of the file', { 首次识别时间: '2017-03-01' }, '2 首次识别时间 date-after-as-of'],
    ['an exit before the identification', { 脱贫日期: '2013-11-15', 脱贫年度: '2016' }, '2 脱贫日期 exit-before-identification'],
    ['a number that Excel zeroed', { 证件号码: '451422196105170000' }, '2 证件号码 zeroed-identifier'],
    ['a member without a household', { 户编号: '' }, '2 户编号 member-without-household'],
    ['a 户编号 that is no number', { 户编号: 'A-17' }, '2 户编号 unreadable-register-number'],
    ['a county that the division table does not know', { 行政区划代码: '999999100001' }, '2 行政区划代码 unknown-county'],
    ['a status outside its code set', { 脱贫属性: '脱了' }, '2 脱贫属性 unknown-code'],
    ['an amount that is no money', { 人均纯收入: '约三千' }, '2 人均纯收入 unreadable-amount'],
    ['an exit without a year', { 脱贫属性: '已脱贫(享受政策)' }, '2 脱贫年度 missing-value'],
    ['a member without a name', { 姓名: ' ' }, '2 姓名 missing-value'],
  ])('wait with %s', (_, said, expected) => {
    const found = registry(said);
    expect(where(found)).toEqual([expected]);
    expect(found.report).toBeNull();
    expect(found.quarantined).toEqual([2]);
  });

  it('go on without a row that waits, which counts as present', () => {
    const found = registry({}, { 人编号: '02', 与户主关系: '之子', 证件号码: '451422199001010000' });
    expect(where(found)).toEqual(['3 证件号码 zeroed-identifier']);
    expect(found.report).toMatchObject({ withheldRows: 1, members: [{ memberNo: '01' }] });
  });

  it('do not bear one member number twice, nor one household number for two households', () => {
    expect(where(registry({}, { 姓名: '韦二妹', 与户主关系: '之女', 证件号码: id(9) }))).toEqual([
      '3 人编号 duplicate-member-number',
    ]);
    const two = registry({}, { 人编号: '02', 姓名: '黄阿贵', 户主姓名: '黄阿贵', 证件号码: id(8) });
    expect(where(two)).toEqual(['2 户编号 duplicate-household-number', '3 户编号 duplicate-household-number']);
    expect(two.report).toBeNull();
  });

  it('agree on the household', () =>
    expect(where(registry({}, { 人编号: '02', 与户主关系: '之子', 证件号码: id(4), 脱贫属性: '预脱贫' }))).toEqual([
      '3 脱贫属性 conflicting-household-value',
    ]));
});

describe('rows of dibao', () => {
  it('become one case', () => {
    const { report, issues } = dibao(
      { 户月保障金额: '1,139.50', 起始年月: '2016.1', 停发年月: '202001' },
      {
        姓名: '阿卜杜•拉',
        与户主关系: '之子',
        是否保障人口: '否',
        证件号码: id(5),
        户月保障金额: '1139.5',
        起始年月: '201601',
        停发年月: '2020-01',
      },
    );
    expect(issues).toEqual([]);
    const found = report as ReportedDibaoCase;
    expect(found).toMatchObject({
      recordKey: '451422/RURAL/451422010000001',
      programme: 'RURAL',
      status: 'ACTIVE',
      class: 'C',
      mode: 'TIER',
      monthlyBenefitFen: 113950,
      grantedFrom: '2016-01',
      stoppedFrom: '2020-01',
      verifiedOn: '2015-12-10',
      registryFlag: true,
    });
    expect(found.members.map(({ name, covered }) => [name, covered])).toEqual([
      ['韦大山', true],
      ['阿卜杜•拉', false],
    ]);
  });

  it('wait with a class that no scheme maps, and go on with one', () => {
    expect(where(dibao({ 保障类别: '甲等' }))).toEqual(['2 保障类别 unknown-class']);
    const mapped = read('dibao', [aDibaoRow({ 保障类别: '甲等' })], { ...defaultMapping, classes: { 甲等: 'A' } });
    expect(mapped.report).toMatchObject({ class: 'A' });
  });

  it.each([
    ['a stop before the start', { 停发年月: '2015-12' }, '2 停发年月 stop-before-start'],
    ['a member without a case', { 低保证号: '' }, '2 低保证号 member-without-household'],
    ['a month that does not exist', { 起始年月: '2016-13' }, '2 起始年月 impossible-date'],
    ['an unknown programme', { 保障类型: '临时救助' }, '2 保障类型 unknown-code'],
  ])('wait with %s', (_, said, expected) => expect(where(dibao(said))[0]).toBe(expected));
});

describe('a number cell of a spreadsheet', () => {
  it.each([
    ['dibao', '起始年月', '2016.1', '2 起始年月 impossible-date'],
    ['poverty', '脱贫日期', '2016.1', '2 脱贫日期 impossible-date'],
  ] as const)('of %s that may be January or October waits', (source, column, month, expected) => {
    const row =
      source === 'dibao' ? aDibaoRow({ [column]: `${NUMERIC}${month}` }) : aRegistryRow({ [column]: `${NUMERIC}${month}` });
    expect(where(read(source, [row]))).toEqual([expected]);
  });

  it.each(['2016.2', '2016.11', '201601', '42370'])('that says one month, %s, is read', (month) =>
    expect(dibao({ 起始年月: `${NUMERIC}${month}` }).issues).toEqual([]),
  );
});

it.each(['阿卜杜·拉', '阿卜杜•拉', '阿卜杜．拉', '阿卜杜･拉', ' 阿卜杜 ・ 拉'])(
  'the dot of %s is kept, and compared as one (S-23)',
  (name) =>
    expect(dibao({ 姓名: name, 户主姓名: name }).report).toMatchObject({
      headName: '阿卜杜·拉',
      members: [{ name: name.replaceAll(' ', '') }],
    }),
);

describe('a column 死亡日期, which no format promises', () => {
  const withDeath = (column: string, day: string, mapping = defaultMapping) => {
    const csv = toCsv([...REGISTRY_COLUMNS, column], [{ ...aRegistryRow(), [column]: day }]);
    const [heading, row] = decodeRows(Buffer.from(csv), 'utf-8', { firstRow: 1, width: 0, fileEnds: true });
    const layout = findHeading([heading!.cells], 'poverty', mapping);
    if (!('columns' in layout)) return layout;
    const reading = { file: 'a.csv', fileHash: 'f', sheet: '', asOf: '2016-12-31' as const, layout, mapping, divisions };
    return readHousehold('poverty', [new SourceRow(reading, row!.cells, row!.row)]);
  };
  const mapped = { ...defaultMapping, columns: { 死亡日期: '死亡时间' } };

  it.each([
    ['under its own name', '死亡日期', '2016.5.3', defaultMapping],
    ['as a mapping calls it', '死亡时间', '20160503', mapped],
  ])('is read %s', (_, column, day, mapping) =>
    expect(withDeath(column, day, mapping)).toMatchObject({ report: { members: [{ diedOn: '2016-05-03' }] }, issues: [] }),
  );

  it('on the row of a head leaves the number to the one who is head now, who speaks for the household and the case', () => {
    const dead = { 死亡日期: '2016-05-03' };
    const widow = { 姓名: '黄阿贵', 户主姓名: '黄阿贵', 证件号码: id(8), 死亡日期: '' };
    const found = read('poverty', [
      { ...aRegistryRow(), ...dead },
      { ...aRegistryRow({ 人编号: '02' }), ...widow },
    ]);
    expect(where(found)).toEqual([]);
    expect(found.report).toMatchObject({ headName: '黄阿贵', members: [{ diedOn: '2016-05-03' }, { diedOn: null }] });
    const paid = read('dibao', [
      { ...aDibaoRow(), ...dead },
      { ...aDibaoRow(), ...widow },
    ]);
    expect(paid.report).toMatchObject({ headName: '黄阿贵', members: [{ diedOn: '2016-05-03' }, { diedOn: null }] });
  });

  it('is empty for the living', () =>
    expect(withDeath('死亡日期', '')).toMatchObject({ report: { members: [{ diedOn: null }] } }));

  it('lies before the day of the file', () =>
    expect(withDeath('死亡日期', '2017-01-02')).toMatchObject({
      report: null,
      issues: [{ column: '死亡日期', code: 'date-after-as-of' }],
    }));

  it('that a mapping promises and the file does not have refuses the file', () =>
    expect(withDeath('备注', '', mapped)).toMatchObject({ code: 'wrong-heading', column: '死亡时间' }));
});

describe('a number that more rows bear than a household has members', () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
  it('holds all of them up, in either registry', () => {
    const rows = many(101).map((no) => ({
      人编号: String(no),
      姓名: `韦${no}`,
      证件号码: id(no),
      与户主关系: no === 1 ? '户主' : '其他',
    }));
    const { report, issues, quarantined } = registry(...rows);
    expect([report, quarantined.length, new Set(issues.map(({ code }) => code))]).toEqual([
      null,
      101,
      new Set(['too-many-members']),
    ]);
    expect(issues[0]).toMatchObject({
      column: '户编号',
      message: '101 rows bear this 户编号; a household has up to 100 members',
    });
    const cases = dibao(...many(101).map((no) => ({ 姓名: `韦${no}`, 证件号码: id(no) })));
    expect([cases.report, cases.quarantined.length, cases.issues[0]?.column]).toEqual([null, 101, '低保证号']);
  });
  it('is one of up to a hundred members', () => {
    const { report } = registry(
      ...many(100).map((no) => ({ 人编号: String(no), 姓名: `韦${no}`, 证件号码: id(no), 与户主关系: '其他' })),
    );
    expect(report?.members).toHaveLength(100);
  });
});
