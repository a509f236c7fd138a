import { DIBAO_COLUMNS, REGISTRY_COLUMNS, aDibaoRow, aRegistryRow, toCsv } from '@xianjie/testing';
import { findHeading } from '../columns/heading';
import { defaultMapping } from '../columns/mapping';
import { decodeRows } from '../decode/decode-rows';
import { readDivisionTable } from '../division-table';
import { readHousehold } from '../records/read-household';
import { SourceRow } from '../records/source-row';
import type { SourceName } from '../reported';
import { readReport } from './read-report';

const divisions = readDivisionTable();
const asOf = '2016-12-31';
const evidence = { fileHash: 'report/1', sheet: '', row: 1 };

const inFile = (source: SourceName, row: Record<string, string>): object => {
  const csv = toCsv(source === 'poverty' ? REGISTRY_COLUMNS : DIBAO_COLUMNS, [row]);
  const [heading, record] = decodeRows(Buffer.from(csv), 'utf-8', { firstRow: 1, width: 0, fileEnds: true });
  const layout = findHeading([heading!.cells], source, defaultMapping);
  if (!('columns' in layout)) throw new Error(layout.message);
  const reading = { file: 'a.csv', fileHash: 'f', sheet: '', asOf, layout, mapping: defaultMapping, divisions } as const;
  return readHousehold(source, [new SourceRow(reading, record!.cells, 2)]).report as object;
};
const said = (report: object): object => {
  const { report: found, refused } = readReport(
    { asOf, division: '451422100001', ...report },
    { divisions, today: asOf, evidence },
  );
  if (found === null) throw new Error(JSON.stringify(refused));
  return found;
};
const withoutEvidence = (report: object): unknown =>
  JSON.parse(JSON.stringify(report, (key, value: unknown) => (key === 'evidence' ? undefined : value)));

describe('a report says what a file says, however either spells it', () => {
  it('of a household of the poverty registry', () => {
    const words = {
      性别: '男',
      民族: '',
      健康状况: '',
      劳动能力: '',
      未脱贫原因: '',
      脱贫路径: '',
      监测类型: '',
      风险是否消除: '',
    };
    const none = {
      户属性: '',
      识别标准: '',
      两不愁三保障: '',
      得分: '',
      其他致贫原因: '',
      人均纯收入: '',
      家庭人口数: '',
      数据年度: '',
    };
    const row = {
      ...words,
      ...none,
      户主姓名: '阿卜杜•拉',
      姓名: '阿卜杜•拉',
      人编号: '０１',
      主要致贫原因: '因 残',
      联系电话: '',
    };
    const file = inFile('poverty', aRegistryRow({ ...row, 脱贫属性: '未脱贫', 计划脱贫年度: '', 脱贫年度: '', 脱贫日期: '' }));
    const { identity, ...member } = (file as { members: [{ identity: { raw: string } }] }).members[0];
    const { registryNo, identifiedOn } = file as { registryNo: string; identifiedOn: string };
    const spelt = {
      name: ' 阿卜杜•拉',
      memberNo: '０１',
      idNo: identity.raw,
      sex: '男 ',
      phone: '',
      ethnicity: '',
      relation: '户　主',
    };
    const report = {
      ...{
        system: 'registry',
        registryNo,
        identifiedOn,
        status: 'POOR',
        headName: '阿卜杜･拉',
        notExitedReason: ' ',
        exitPath: '',
      },
      ...{ members: [spelt], attributes: { mainCause: '因殘', monitoredType: '', otherCauses: [] } },
    };
    expect(member).toMatchObject({ name: '阿卜杜•拉', memberNo: '01', relation: '户主' });
    expect(withoutEvidence(said(report))).toEqual(withoutEvidence(file));
  });

  it('of a dibao case', () => {
    const file = inFile(
      'dibao',
      aDibaoRow({ 账户户名: '阿卜杜•拉', 银行账号: '６２１０', 退保原因: '', 核对报告编号: '', 联系电话: '' }),
    );
    const { members, ...rest } = file as { members: [{ identity: { raw: string } }] };
    const {
      recordKey: _,
      county: _1,
      countyLineage: _2,
      withheldRows: _3,
      evidence: _4,
      ...fields
    } = rest as Record<string, unknown>;
    const {
      identity,
      evidence: _5,
      ...member
    } = members[0] as unknown as Record<string, unknown> & { identity: { raw: string } };
    const report = {
      ...fields,
      accountHolder: ' 阿卜杜・拉',
      accountNo: '６２１０',
      stopReason: '',
      verificationReportNo: ' ',
      phone: '',
    };
    expect(withoutEvidence(said({ ...report, members: [{ ...member, idNo: identity.raw }] }))).toEqual(withoutEvidence(file));
  });

  it.each(["'", ' \u200b'])('and a name that is none is refused', (name) => {
    const report = {
      system: 'dibao',
      caseNo: '1',
      programme: 'RURAL',
      status: 'ACTIVE',
      monthlyBenefitFen: 1,
      grantedFrom: '2016-01',
    };
    expect(() => said({ ...report, members: [{ name, idNo: null, covered: true }] })).toThrow('members.0.name');
  });
});
