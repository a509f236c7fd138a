import { lastDayOfYear, yearOf } from '../values';
import type { LocalDate } from '../values';
import type { HouseholdEvent } from './household.events';
import { lastFactOn } from './hear-exit';
import type { RegistryClause } from './hear-registration';
import { stageAfter } from './registration-status';
import type { RegistryReport } from './reports';
import type { Registration } from './state';
import { earlier, later } from './timeline';

// 计划脱贫年度: planned, planned anew, not achieved. A plan's year that has ended with the household still 未脱贫 was not achieved.

/** The year planned for, where the row says that a plan stands; a 未脱贫 row with a plan for this year or later is 拟脱贫. */
const standingPlanOf = ({ status, plannedYear, asOf, notExitedReason }: RegistryReport, known: Registration): number | null => {
  if (status === 'PLANNED') return plannedYear ?? stageAfter(known.facts).plan ?? yearOf(asOf);
  if (status !== 'POOR' || plannedYear === null || notExitedReason !== null) return null;
  return asOf < lastDayOfYear(plannedYear) ? plannedYear : null;
};

const notAchieved = (known: Registration, targetYear: number, asOf: LocalDate, reason: string | null): HouseholdEvent => ({
  type: 'ExitNotAchieved',
  // Not before what is known: a plan first heard of after its year has failed on the day on which it was heard.
  on: lastFactOn(known, earlier(asOf, lastDayOfYear(targetYear))),
  targetYear,
  reason,
});

/** How a plan was dropped, or known not to be achieved; one of the same year may have been made again since. */
export const failureOf = ({ notAchieved: all }: Registration, plan: Registration['plans'][number]) =>
  all.find(({ targetYear, on }) => targetYear === plan.targetYear && on >= plan.on) ?? null;

const hasExitOf = ({ exits }: Registration, year: number): boolean => exits.some(({ exitYear }) => exitYear === year);
const isSettled = (known: Registration, year: number): boolean =>
  hasExitOf(known, year) || known.notAchieved.some(({ targetYear }) => targetYear === year);

/** The plan that stood gives way: its year is over or it was dropped, and the row says neither exit nor plan for it. */
export const hearPlanFailed: RegistryClause = ({ registration: known }, report) => {
  const { status, asOf, notExitedReason: reason } = report;
  if (known === null || (status !== 'POOR' && status !== 'PLANNED' && status !== 'RELAPSED')) return [];
  const { plan, base } = stageAfter(known.facts);
  if (plan === null || (status === 'RELAPSED' && base !== 'RELAPSED')) return [];
  const standing = standingPlanOf(report, known);
  if (standing === plan) return [];
  // Planned anew within the year: the first plan is not settled yet (section 2 counts it, YN-13).
  if (standing !== null && asOf < lastDayOfYear(plan)) return [];
  return [notAchieved(known, plan, asOf, reason)];
};

/** At first sight a plan holds from the record's start, later from the file's day (S-2). */
export const hearPlan =
  (isFirstSight: boolean): RegistryClause =>
  ({ registration: known }, report) => {
    if (known === null) return [];
    const standing = standingPlanOf(report, known);
    const year = standing ?? report.plannedYear;
    const isCurrent = standing !== null && stageAfter(known.facts).plan === standing;
    if (year === null || isCurrent || (standing === null && known.plans.some(({ targetYear }) => targetYear === year))) return [];
    return [{ type: 'ExitPlanned', on: isFirstSight ? known.registeredOn : lastFactOn(known, report.asOf), targetYear: year }];
  };

/** 未脱贫原因, or the end of the year: the plan this row names was not achieved. */
export const hearNotAchieved: RegistryClause = ({ registration: known }, report) => {
  const { status, plannedYear, asOf, notExitedReason: reason } = report;
  if (known === null || plannedYear === null || (status !== 'POOR' && status !== 'RELAPSED')) return [];
  const isPlanned = stageAfter(known.facts).plan === plannedYear;
  if (!isPlanned && isSettled(known, plannedYear)) return [];
  if (standingPlanOf(report, known) !== null) return [];
  if (status === 'RELAPSED' && reason === null && !isPlanned) return [];
  return [notAchieved(known, plannedYear, asOf, reason)];
};

/** After a late fact the newest file's stage stands again: a plan that it put on top gives way (S-4). */
export const restoring = (known: Registration, targetYear: number, newest: LocalDate): HouseholdEvent => ({
  type: 'ExitNotAchieved',
  on: later(earlier(newest, lastDayOfYear(targetYear)), known.facts.at(-1)?.on),
  targetYear,
  reason: null,
});
