import type { CaseStanding, Line, LineCase, Programme, RegistryStatus } from '@xianjie/domain';

/** A line with its person's values opened; null once they are erased. */
export type OpenedLine = Readonly<{ line: Line; name: string | null; idNo: string | null; isErased: boolean }>;
export type ListTitle = Readonly<{ listId: string; version: number }>;

const PROGRAMMES: Readonly<Record<Programme, string>> = { RURAL: '农村低保', URBAN: '城市低保', TEKUN: '特困供养' };
const STATUSES: Readonly<Record<RegistryStatus, string>> = {
  POOR: '未脱贫',
  PLANNED: '预脱贫',
  EXITED: '已脱贫(享受政策)',
  EXITED_NO_POLICY: '已脱贫(不享受政策)',
  RELAPSED: '返贫',
};
const STANDINGS: Readonly<Record<CaseStanding, string>> = {
  NOT_YET: '未保',
  NOT_COVERED: '未保',
  ACTIVE: '在保',
  TRANSITION: '渐退',
  SUSPENDED: '缓发',
  STOPPED: '停保',
  LEFT_FILE: '不在册',
};
export const CHANGES = { ADDED: '新增', WITHDRAWN: '撤回' } as const;

/** Fen as yuan with two decimals, `139.50`. */
export const yuan = (fen: number): string =>
  `${fen < 0 ? '-' : ''}${Math.trunc(Math.abs(fen) / 100)}.${String(Math.abs(fen) % 100).padStart(2, '0')}`;

const text = (value: string | number | null): string => (value === null ? '' : String(value));
/** What is printed where an erased person's value stood. */
export const ERASED = '〔已删除〕';

const ofCases =
  (cell: (one: LineCase) => string | null) =>
  ({ line }: OpenedLine): string =>
    line.cases.map((one) => cell(one) ?? '').join('、');
const standing = (of: (one: LineCase) => CaseStanding | null) =>
  ofCases((one) => (of(one) === null ? '' : STANDINGS[of(one) as CaseStanding]));

type Cell = (opened: OpenedLine, title: ListTitle) => string;

/** The canonical columns, in their fixed order (interfaces.md, "Exit list document"). */
export const columns: Readonly<Record<string, Cell>> = {
  名单编号: (_, { listId }) => listId,
  版本: (_, { version }) => text(version),
  部分: ({ line }) => text(line.section),
  变动: ({ line }) => (line.change === null ? '' : CHANGES[line.change]),
  行政区划代码: ({ line }) => line.division,
  平台户编号: ({ line }) => line.householdId,
  户编号: ({ line }) => line.registryNo,
  人编号: ({ line }) => line.memberNo,
  姓名: ({ name, isErased }) => (isErased ? ERASED : text(name)),
  证件号码: ({ idNo, isErased }) => (isErased ? ERASED : text(idNo)),
  与户主关系: ({ line }) => text(line.relation),
  家庭人口数: ({ line }) => text(line.householdSize),
  保障人口数: ({ line }) => text(line.coveredMembers),
  低保证号: ofCases(({ caseNo }) => caseNo),
  保障类型: ofCases(({ programme }) => PROGRAMMES[programme]),
  保障类别: ofCases((one) => one.class),
  户月保障金额: ofCases(({ monthlyBenefitFen }) => yuan(monthlyBenefitFen)),
  起始年月: ofCases(({ grantedFrom }) => grantedFrom),
  '脱贫属性(冻结时)': ({ line }) => STATUSES[line.registryStatus],
  返贫日期: ({ line }) => text(line.relapsedOn),
  脱贫日期: ({ line }) => text(line.exitedOn),
  脱贫年度: ({ line }) => text(line.exitYear),
  人均纯收入: ({ line }) => (line.perCapitaNetIncomeFen === null ? '' : yuan(line.perCapitaNetIncomeFen)),
  两不愁三保障: ({ line }) => text(line.guarantees),
  主要致贫原因: ({ line }) => text(line.mainCause),
  其他致贫原因: ({ line }) => line.otherCauses.join('、'),
  计划脱贫年度: ({ line }) => text(line.plannedYear),
  未脱贫原因: ({ line }) => text(line.notExitedReason),
  劳动能力: ({ line }) => text(line.labour),
  '低保状态(脱贫时)': standing(({ atExit }) => atExit),
  '低保状态(年末)': standing(({ atYearEnd }) => atYearEnd),
  '低保状态(冻结时)': standing(({ atFreeze }) => atFreeze),
};

export const headings: readonly string[] = Object.keys(columns);
export const cellsOf = (opened: OpenedLine, title: ListTitle): readonly string[] =>
  Object.values(columns).map((cell) => cell(opened, title));
