import { yearOf } from '@xianjie/domain';
import type { RegistryAttributes, RegistryStatus } from '@xianjie/domain';
import type { ReportedRegistryMember } from '../reported';
import { registryStatusOf } from '../values/codes';
import { nameOf, spelledNameOf } from '../values/text';
import type { Place, SourceRow } from './source-row';

/** One row of the poverty registry: a member, and the household's facts, which every row repeats. */
export type RegistryRow = Readonly<{
  source: SourceRow;
  registryNo: string | null;
  place: Place;
  headName: string | null;
  member: ReportedRegistryMember;
  attributes: RegistryAttributes;
  identifiedOn: RegistryFacts['identifiedOn'];
  status: RegistryStatus;
  plannedYear: number | null;
  exitYear: number | null;
  exitOn: RegistryFacts['exitOn'];
  notExitedReason: string | null;
  exitPath: string | null;
}>;
type RegistryFacts = Readonly<{ identifiedOn: ReturnType<SourceRow['pastDate']>; exitOn: ReturnType<SourceRow['pastDate']> }>;

const memberOf = (row: SourceRow): ReportedRegistryMember => ({
  memberNo: row.required('人编号', row.text('人编号')),
  name: row.required('姓名', spelledNameOf(row.raw('姓名')) || null),
  identity: row.identity('证件号码'),
  phone: row.text('联系电话'),
  sex: row.word('性别'),
  relation: row.word('与户主关系'),
  ethnicity: row.word('民族'),
  health: row.word('健康状况'),
  labour: row.word('劳动能力'),
  diedOn: row.pastDate('死亡日期'),
  evidence: row.evidence,
});

const attributesOf = (row: SourceRow): RegistryAttributes => ({
  dataYear: row.year('数据年度'),
  householdAttribute: row.word('户属性'),
  mainCause: row.word('主要致贫原因'),
  otherCauses:
    row
      .word('其他致贫原因')
      ?.split(/[、,;/]/)
      .filter((cause) => cause !== '') ?? [],
  identificationStandard: row.word('识别标准'),
  perCapitaNetIncomeFen: row.money('人均纯收入'),
  guarantees: row.word('两不愁三保障'),
  score: row.number('得分'),
  monitoredType: row.word('监测类型'),
  riskRemoved: row.word('风险是否消除'),
  declaredSize: row.count('家庭人口数'),
});

const checkExit = (
  row: SourceRow,
  { identifiedOn, exitOn }: RegistryFacts,
  exitYear: number | null,
  hasExited: boolean,
): void => {
  if (identifiedOn !== null && exitOn !== null && exitOn < identifiedOn)
    row.fault('脱贫日期', 'exit-before-identification', `脱贫日期 ${exitOn} is before 首次识别时间 ${identifiedOn}`);
  else if (identifiedOn !== null && exitYear !== null && exitYear < yearOf(identifiedOn))
    row.fault('脱贫年度', 'exit-before-identification', `脱贫年度 ${exitYear} is before 首次识别时间 ${identifiedOn}`);
  // An exit belongs to a year (S-2); without one it could stand on no list.
  if (hasExited && exitYear === null && exitOn === null)
    row.fault('脱贫年度', 'missing-value', '脱贫年度 is empty though the household has exited');
};

export const readRegistryRow = (row: SourceRow): RegistryRow => {
  const status = row.code('脱贫属性', registryStatusOf) ?? (row.required('脱贫属性', row.text('脱贫属性')), 'POOR' as const);
  const facts = { identifiedOn: row.pastDate('首次识别时间'), exitOn: row.pastDate('脱贫日期') };
  const exitYear = row.year('脱贫年度');
  checkExit(row, facts, exitYear, status === 'EXITED' || status === 'EXITED_NO_POLICY');
  return {
    source: row,
    registryNo: row.registerNumber('户编号'),
    place: row.place('行政区划代码'),
    headName: nameOf(row.raw('户主姓名')) || null,
    member: memberOf(row),
    attributes: attributesOf(row),
    ...facts,
    status,
    plannedYear: row.year('计划脱贫年度'),
    exitYear,
    notExitedReason: row.word('未脱贫原因'),
    exitPath: row.word('脱贫路径'),
  };
};
