import type { BenefitMode, CaseStatus, Programme } from '@xianjie/domain';
import type { ReportedCaseMember, ReportedDibaoCase } from '../reported';
import { benefitModeOf, caseStatusOf, classOf, flagOf, programmeOf } from '../values/codes';
import { nameOf, spelledNameOf } from '../values/text';
import type { Place, SourceRow } from './source-row';

type CaseFacts = Pick<
  ReportedDibaoCase,
  | 'stoppedFrom'
  | 'stopReason'
  | 'verificationReportNo'
  | 'verifiedOn'
  | 'reviewedOn'
  | 'registryFlag'
  | 'headName'
  | 'bank'
  | 'accountNo'
  | 'accountHolder'
  | 'phone'
>;
/** One row of dibao: a family member, covered or not, and the case's facts, which every row repeats. */
export type DibaoRow = Readonly<{
  source: SourceRow;
  caseNo: string | null;
  programme: Programme;
  place: Place;
  status: CaseStatus;
  class: string | null;
  mode: BenefitMode | null;
  monthlyBenefitFen: number;
  grantedFrom: ReportedDibaoCase['grantedFrom'];
  facts: CaseFacts;
  member: ReportedCaseMember;
}>;

/** A benefit mode is known by its first words: provinces write 分档补差、差额补助 and more. */
const modeOf = (cell: string): BenefitMode | null => {
  const mode = benefitModeOf(cell);
  return mode === 'unknown' ? (/档/.test(cell) ? 'TIER' : /差/.test(cell) ? 'GAP' : null) : mode;
};

const required = <Value>(row: SourceRow, column: string, value: Value | null, otherwise: Value): Value => {
  if (value === null) row.required(column, row.text(column));
  return value ?? otherwise;
};

const memberOf = (row: SourceRow): ReportedCaseMember => ({
  name: row.required('姓名', spelledNameOf(row.raw('姓名')) || null),
  identity: row.identity('证件号码'),
  sex: row.word('性别'),
  relation: row.word('与户主关系'),
  covered: required(row, '是否保障人口', row.code('是否保障人口', flagOf), false),
  diedOn: row.pastDate('死亡日期'),
  evidence: row.evidence,
});

const factsOf = (row: SourceRow): CaseFacts => ({
  stoppedFrom: row.month('停发年月'),
  stopReason: row.word('退保原因'),
  verificationReportNo: row.text('核对报告编号'),
  verifiedOn: row.pastDate('核对日期'),
  reviewedOn: row.pastDate('复核日期'),
  registryFlag: row.code('是否建档立卡', flagOf),
  headName: nameOf(row.raw('户主姓名')) || null,
  bank: row.text('开户银行'),
  accountNo: row.text('银行账号'),
  accountHolder: nameOf(row.raw('账户户名')) || null,
  phone: row.text('联系电话'),
});

const benefitClass = (row: SourceRow): string | null => {
  const found = classOf(row.raw('保障类别'), row.reading.mapping.classes);
  return found === 'unknown'
    ? row.fault('保障类别', 'unknown-class', '保障类别 is not A, B or C and no class scheme maps it (CR-33)')
    : found;
};

export const readDibaoRow = (row: SourceRow): DibaoRow => {
  const facts = factsOf(row);
  const grantedFrom = required(row, '起始年月', row.month('起始年月'), '0000-01' as const);
  if (facts.stoppedFrom !== null && facts.stoppedFrom < grantedFrom)
    row.fault('停发年月', 'stop-before-start', `停发年月 ${facts.stoppedFrom} is before 起始年月 ${grantedFrom}`);
  return {
    source: row,
    caseNo: row.registerNumber('低保证号'),
    programme: required(row, '保障类型', row.code('保障类型', programmeOf), 'RURAL' as const),
    place: row.place('行政区划代码'),
    status: required(row, '状态', row.code('状态', caseStatusOf), 'ACTIVE' as const),
    class: benefitClass(row),
    mode: modeOf(row.raw('补差方式')),
    monthlyBenefitFen: required(row, '户月保障金额', row.money('户月保障金额'), 0),
    grantedFrom,
    facts,
    member: memberOf(row),
  };
};
