import type { HouseholdEvent } from './household.events';
import { exitSaidBy, exited } from './hear-exit';
import type { RegistryClause } from './hear-registration';
import { restoring } from './hear-plan';
import { stageAfter } from './registration-status';
import type { LocalDate } from '../values';
import type { Registration } from './state';

// A registry snapshot older than the newest: it adds dated facts on which the newer one is silent and reverts nothing (S-4).

/** The newer one is silent about an exit only when a relapse came after it: 未脱贫, or another exit, would contradict it. */
export const hearLateExit: RegistryClause = ({ registration: known }, report) => {
  const said = exitSaidBy(report);
  if (known === null || said === null) return [];
  const relapse = known.relapses.find((on) => on > said.on);
  if (relapse === undefined) return [];
  const isKnown = known.exits.some(({ exitYear, on }) => exitYear === said.exitYear || (on >= said.on && on < relapse));
  return isKnown ? [] : [exited(known, report, said)];
};

/** A 返贫 seen between two exits, or before the exit that stands now; not one that came after the exit its own row carries. */
export const hearLateRelapse: RegistryClause = ({ registration: known }, report) => {
  if (known === null || report.status !== 'RELAPSED') return [];
  const { asOf: on } = report;
  const said = exitSaidBy(report);
  const next = known.exits.find((exit) => exit.on > on);
  if (said !== null && (said.on > on || said.exitYear === next?.exitYear)) return [];
  const before = known.facts.filter((fact) => fact.on <= on);
  if (next === undefined || stageAfter(before).base === 'RELAPSED') return [];
  const exit = known.exits.findLast((earlierExit) => earlierExit.on <= on);
  return [{ type: 'Relapsed', on, exitYear: exit?.exitYear ?? null, previousExitEvent: exit?.eventId ?? null }];
};

/** A plan for a year not heard of before; it never becomes the stage of today. */
export const hearLatePlan: RegistryClause = ({ registration: known }, { plannedYear: targetYear, asOf: on }) =>
  known === null || targetYear === null || known.plans.some((plan) => plan.targetYear === targetYear)
    ? []
    : [{ type: 'ExitPlanned', on, targetYear }];

export const restoreStage = (
  before: Registration | null,
  after: Registration | null,
  newest: LocalDate,
): readonly HouseholdEvent[] => {
  if (before === null || after === null || before.status === after.status) return [];
  const { plan } = stageAfter(after.facts);
  return plan === null ? [] : [restoring(after, plan, newest)];
};
