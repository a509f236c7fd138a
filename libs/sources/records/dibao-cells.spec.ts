import { DIBAO_COLUMNS, aDibaoRow } from '@xianjie/testing';
import type { DibaoRow } from '@xianjie/testing';
import { evidence, faults, ID, OTHER_ID, reader } from './cells.fixture';

// Each column goes to its own field, each fault to its own cell.

const dibao = reader('dibao', DIBAO_COLUMNS, aDibaoRow);

describe('a row of dibao', () => {
  it('says all that it says', () =>
    expect(
      dibao({
        ...{
          保障类型: '城市低保',
          户主姓名: '韦 大山',
          停发年月: '2016-12',
          状态: '停保',
          退保原因: '收入超标',
          是否建档立卡: '否',
        },
        ...{ 账户户名: '韦 小山', 联系电话: '13800000000', 补差方式: '差额' },
      }),
    ).toEqual({
      issues: [],
      quarantined: [],
      report: {
        ...{
          system: 'dibao',
          recordKey: '451422/URBAN/451422010000001',
          asOf: '2016-12-31',
          county: '451422',
          countyLineage: ['451422'],
        },
        ...{
          division: '451422100001',
          caseNo: '451422010000001',
          programme: 'URBAN',
          status: 'STOPPED',
          class: 'C',
          mode: 'GAP',
        },
        ...{ monthlyBenefitFen: 8_500, grantedFrom: '2016-01', stoppedFrom: '2016-12', stopReason: '收入超标' },
        ...{
          verificationReportNo: 'HD4514222015000001',
          verifiedOn: '2015-12-10',
          reviewedOn: '2015-12-20',
          registryFlag: false,
        },
        ...{
          headName: '韦大山',
          bank: '农村信用社',
          accountNo: '6210000000000000017',
          accountHolder: '韦小山',
          phone: '13800000000',
        },
        ...{ withheldRows: 0, evidence },
        members: [
          {
            ...{ name: '韦大山', sex: '男', relation: '户主', covered: true, diedOn: null },
            ...{
              identity: { raw: ID, idNo: ID, kind: 'resident-18', problem: null },
              evidence,
            },
          },
        ],
      },
    }));
  it.each([
    ['分档救助', 'TIER'],
    ['补差额', 'GAP'],
    ['现金', null],
    ['', null],
  ])('knows the mode %j as %j', (补差方式, mode) => expect(dibao({ 补差方式 }).report).toMatchObject({ mode }));

  it.each(['低保证号', '保障类型', '姓名', '是否保障人口', '户月保障金额', '起始年月', '状态'] as const)(
    'waits without %s',
    (column) =>
      expect(faults(dibao({ [column]: '' }))).toEqual([
        `2 ${column} ${column === '低保证号' ? 'member-without-household' : 'missing-value'}`,
      ]),
  );
  it.each<[Partial<DibaoRow>, string[]]>([
    [{ 停发年月: '2016-01' }, []],
    [{ 停发年月: '2015-12' }, ['2 停发年月 stop-before-start']],
    [{ 核对日期: '2017-01-01' }, ['2 核对日期 date-after-as-of']],
    [{ 复核日期: '2017-01-01' }, ['2 复核日期 date-after-as-of']],
    [{ 是否保障人口: '也许' }, ['2 是否保障人口 unknown-code']],
    [{ 状态: '不明' }, ['2 状态 unknown-code']],
  ])('%j: %j', (said, expected) => expect(faults(dibao(said)).slice(0, 1)).toEqual(expected));
});

describe('rows of one case', () => {
  const son = { 姓名: '韦小山', 与户主关系: '之子', 证件号码: OTHER_ID };
  it('take the case from the row of the head, else from the first', () => {
    for (const relation of ['户主', '本人'])
      expect(dibao({ ...son, 开户银行: '某行' }, { 与户主关系: relation }).report).toMatchObject({
        bank: '农村信用社',
        evidence: { row: 3 },
      });
    expect(dibao({ ...son, 开户银行: '某行' }, { ...son, 证件号码: '' }).report).toMatchObject({ bank: '某行' });
  });
  it('do not bear one 证件号码 twice; rows without one are told apart by their names', () => {
    expect(faults(dibao({}, { ...son, 证件号码: ID }))).toEqual(['3 证件号码 duplicate-member-number']);
    expect(dibao({}, { ...son, 证件号码: '' }, { ...son, 姓名: '韦二妹', 证件号码: '' }).report?.members).toHaveLength(3);
  });
  it('are held against the first row that is sound, each fact for itself', () => {
    const said = { 行政区划代码: '451422100002', 状态: '缓发', 户月保障金额: '90', 起始年月: '2016-02', 停发年月: '2016-12' };
    const found = dibao({ 姓名: '', ...said }, {}, { ...son, ...said });
    expect(found.issues.filter(({ row }) => row === 4).map(({ column }) => column)).toEqual(Object.keys(said));
    expect(found).toMatchObject({ quarantined: [2, 4], report: { withheldRows: 2, members: [{ name: '韦大山' }] } });
  });
});
