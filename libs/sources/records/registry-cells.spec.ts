import { REGISTRY_COLUMNS, aRegistryRow } from '@xianjie/testing';
import type { RegistryRow } from '@xianjie/testing';
import { evidence, faults, ID, OTHER_ID, reader } from './cells.fixture';
import { NUMERIC } from './source-row';

// Each column goes to its own field, each fault to its own cell.

const registry = reader('poverty', REGISTRY_COLUMNS, aRegistryRow);

describe('a row of the poverty registry', () => {
  const place = { 户主姓名: '韦 大山', 民族: '壯族', 健康状况: '残疾', 劳动能力: '无劳动力', 联系电话: '13800000000' };
  const facts = {
    户属性: '低保贫困户',
    其他致贫原因: '缺资金、缺技术,缺劳力;',
    监测类型: '脱贫不稳定户',
    风险是否消除: '否',
    家庭人口数: '3',
  };
  const outcome = {
    脱贫属性: '已脱贫(不享受政策)',
    计划脱贫年度: '2015',
    脱贫年度: '2016',
    未脱贫原因: '住房不达标',
    脱贫路径: '发展产业',
  };

  it('says all that it says', () =>
    expect(registry({ ...place, ...facts, ...outcome, 脱贫日期: '2016-12-31' })).toEqual({
      issues: [],
      quarantined: [],
      report: {
        ...{
          system: 'registry',
          recordKey: '451422/4514220000001',
          asOf: '2016-12-31',
          county: '451422',
          countyLineage: ['451422'],
        },
        ...{ division: '451422100001', registryNo: '4514220000001', headName: '韦大山', identifiedOn: '2014-03-01' },
        ...{ status: 'EXITED_NO_POLICY', plannedYear: 2015, exitYear: 2016, exitOn: '2016-12-31', exitPath: '发展产业' },
        ...{ notExitedReason: '住房不达标', withheldRows: 0, evidence },
        members: [
          {
            ...{
              memberNo: '01',
              name: '韦大山',
              phone: '13800000000',
              sex: '男',
              relation: '户主',
              ethnicity: '壮族',
              health: '残疾',
            },
            ...{ labour: '无劳动力', diedOn: null, evidence },
            identity: { raw: ID, idNo: ID, kind: 'resident-18', problem: null },
          },
        ],
        attributes: {
          ...{ dataYear: 2016, householdAttribute: '低保贫困户', mainCause: '因病', otherCauses: ['缺资金', '缺技术', '缺劳力'] },
          ...{ identificationStandard: '国家标准', perCapitaNetIncomeFen: 248_000, guarantees: '吃、穿', score: 61 },
          ...{ monitoredType: '脱贫不稳定户', riskRemoved: '否', declaredSize: 3 },
        },
      },
    }));
  it('leaves empty what it does not say', () =>
    expect(registry({ 户主姓名: '', 其他致贫原因: '', 首次识别时间: '', 得分: '', 证件号码: '' }).report).toMatchObject({
      ...{ headName: null, identifiedOn: null, exitOn: null, attributes: { otherCauses: [], score: null } },
      members: [{ identity: { idNo: null, kind: 'missing' }, phone: null }],
    }));

  it.each<[Partial<RegistryRow>, string[]]>([
    [{ 首次识别时间: '2016-12-31' }, []],
    [{ 首次识别时间: '2017-01-01' }, ['2 首次识别时间 date-after-as-of']],
    [{ 首次识别时间: '2014-03-01', 脱贫日期: '2014-03-01', 脱贫年度: '2014' }, []],
    [{ 首次识别时间: '2014-03-01', 脱贫年度: '2013' }, ['2 脱贫年度 exit-before-identification']],
    [{ 首次识别时间: '', 脱贫日期: '2013-03-01' }, []],
    [{ 脱贫属性: '稳定脱贫' }, ['2 脱贫年度 missing-value']],
    [{ 脱贫属性: '稳定脱贫', 脱贫日期: '2016-11-15' }, []],
    [{ 脱贫属性: '' }, ['2 脱贫属性 missing-value']],
    [{ 脱贫年度: '16年' }, ['2 脱贫年度 impossible-date']],
    [{ 得分: '六十' }, ['2 得分 unreadable-number']],
    [{ 家庭人口数: '2.5' }, ['2 家庭人口数 unreadable-number']],
    [{ 人编号: '' }, ['2 人编号 missing-value']],
    [{ 行政区划代码: '45142' }, ['2 行政区划代码 unknown-county']],
    [{ 行政区划代码: 'x451422100001' }, ['2 行政区划代码 unknown-county']],
    [{ 行政区划代码: '4514221000012' }, ['2 行政区划代码 unknown-county']],
    [{ 行政区划代码: '' }, ['2 行政区划代码 unknown-county']],
    [{ 户编号: `${NUMERIC}451422000000001` }, []],
    [{ 户编号: `${NUMERIC}4514220000000010` }, ['2 户编号 unreadable-register-number']],
    [{ 证件号码: `${NUMERIC}${ID}` }, ['2 证件号码 zeroed-identifier']],
    [{ 得分: `${NUMERIC}61` }, []],
  ])('%j: %j', (said, expected) => expect(faults(registry(said))).toEqual(expected));

  it('names the code whose county nobody knows', () => {
    const message = (行政区划代码: string) => registry({ 行政区划代码 }).issues[0]!.message;
    expect([message('999999100001'), message('')]).toEqual([
      '行政区划代码: the division table knows no county of 999999',
      '行政区划代码: the division table knows no county of an empty code',
    ]);
  });
});

describe('rows of one household of the poverty registry', () => {
  const son = { 人编号: '02', 姓名: '韦小山', 与户主关系: '之子', 证件号码: OTHER_ID };
  it('take the household from the row of its head, whatever he is called', () => {
    for (const relation of ['户主', '本人', '本人或户主'])
      expect(registry({ ...son, 户主姓名: '韦某' }, { 与户主关系: relation }).report).toMatchObject({
        headName: '韦大山',
        evidence: { row: 3 },
      });
    expect(registry({ ...son, 户主姓名: '韦某' }, { ...son, 人编号: '03' }).report).toMatchObject({ headName: '韦某' });
  });
  it('are two households when two heads have two names and two numbers, and one when either is shared', () => {
    const head = { 人编号: '02', 姓名: '黄阿贵', 证件号码: OTHER_ID };
    expect(registry({}, head).report).toBeNull();
    expect(registry({}, { ...head, 姓名: '韦大山' }).issues).toEqual([]);
    expect(registry({}, { ...head, 证件号码: ID }).issues).toEqual([]);
    expect(registry({ 证件号码: '' }, { ...head, 证件号码: '' }).report).toBeNull();
  });
  it('are held against the first row that is sound, each fact for itself', () => {
    const broken = { ...son, 人编号: '', 行政区划代码: '451422100002' };
    expect(faults(registry(broken, {}, { ...son, 行政区划代码: '451422100002' }))).toEqual([
      '2 人编号 missing-value',
      '4 行政区划代码 conflicting-household-value',
    ]);
    const said = { 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };
    expect(faults(registry({}, { ...son, ...said })).map((fault) => fault.split(' ')[1])).toEqual(Object.keys(said));
  });
});
