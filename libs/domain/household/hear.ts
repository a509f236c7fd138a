import { monthOf } from '../values';
import type { CountyCode } from '../values';
import { differenceChanges } from './differences';
import { step } from './evolve';
import type { HouseholdEvent } from './household.events';
import { hearDeaths } from './hear-deaths';
import * as dibao from './hear-dibao';
import { hearReview, hearVerification } from './hear-dibao-checks';
import { hearStage } from './hear-dibao-stages';
import * as exit from './hear-exit';
import { hearLateExit, hearLatePlan, hearLateRelapse, restoreStage } from './hear-late';
import { hearNotAchieved, hearPlan, hearPlanFailed } from './hear-plan';
import * as registry from './hear-registration';
import { linkageChanges } from './linkage';
import type { DibaoAbsence, DibaoReport, HouseholdReport, LastHeard, RegistryAbsence, RegistryReport } from './reports';
import type { Household } from './state';

type Clause = (known: Household) => readonly HouseholdEvent[];

/** In the order of a life: what one clause records, the next already knows (its event has no id yet). */
const told = (known: Household, county: CountyCode, clauses: readonly Clause[]): readonly HouseholdEvent[] => {
  const events: HouseholdEvent[] = [];
  let state = known;
  for (const clause of clauses)
    for (const event of clause(state)) {
      events.push(event);
      state = step(state, event, { eventId: null, county });
    }
  return events;
};

const identity = [registry.hearEnrolment, registry.hearReturn, registry.hearNumber, registry.hearMove];
const family = [registry.hearHead, registry.hearMembers, registry.hearAttributes];
const exits = [exit.hearExitTakenBack, exit.hearExitCorrected, hearPlanFailed];
const outcomes = [hearNotAchieved, exit.hearExit, exit.hearPolicyEnd, exit.hearRelapse];

const registryClauses = (known: Household, report: RegistryReport, isLate: boolean, newest: LastHeard): readonly Clause[] => {
  const isFirstSight = known.registration === null;
  const all =
    isLate && !isFirstSight
      ? // The relapse makes room for its exit, and the exit for its relapse.
        [hearDeaths, hearLateRelapse, hearLateExit, hearLateRelapse, hearLatePlan]
      : [...identity, hearDeaths, ...family, ...exits, hearPlan(isFirstSight), ...outcomes];
  const restored: Clause = (now) =>
    isLate && newest !== null ? restoreStage(known.registration, now.registration, newest.asOf) : [];
  return [
    ...all.map(
      (clause): Clause =>
        (now) =>
          clause(now, report),
    ),
    restored,
  ];
};

const whereabouts = [dibao.hearCase, dibao.hearCaseReturn, dibao.hearCaseMove, dibao.hearCaseMembers];
const benefit = [dibao.hearCaseCorrected, dibao.hearAmount, dibao.hearClass];
const checks = [hearVerification, hearReview];

/** An open spell of a past file is over: a newer one says nothing of it. */
const leftBehind =
  ({ caseKey, asOf: on }: DibaoReport): Clause =>
  ({ cases }) =>
    cases[caseKey]?.stoppedFrom === null ? [{ type: 'DibaoLeftFile', on, caseKey, lastCovered: monthOf(on) }] : [];

const dibaoClauses = (known: Household, report: DibaoReport, isLate: boolean): readonly Clause[] => {
  const isFirstSight = !Object.hasOwn(known.cases, report.caseKey);
  const all =
    isLate && !isFirstSight
      ? [hearDeaths, ...checks]
      : [hearDeaths, ...whereabouts, ...benefit, ...checks, hearStage(isFirstSight)];
  return [
    ...all.map(
      (clause): Clause =>
        (now) =>
          clause(now, report),
    ),
    ...(isLate && isFirstSight ? [leftBehind(report)] : []),
  ];
};

/** A number is one of its county (S-10): whoever has moved on, or was renumbered, is listed elsewhere. */
const registryAbsent = ({ registration }: Household, said: RegistryAbsence): readonly HouseholdEvent[] => {
  const { asOf: on, registryNo, countyLineage } = said;
  if (registration === null || registration.removedOn !== null) return [];
  return registration.registryNo === registryNo && countyLineage.includes(registration.county)
    ? [{ type: 'HouseholdRemoved', on, registryNo, reason: null }]
    : [];
};

/** A case whose stop has come is expected to leave the file. */
const dibaoAbsent = ({ cases }: Household, { asOf: on, caseKey }: DibaoAbsence): readonly HouseholdEvent[] => {
  const known = Object.hasOwn(cases, caseKey) ? cases[caseKey] : undefined;
  if (known === undefined || known.leftFile !== null) return [];
  const lastCovered = monthOf(on);
  return known.stoppedFrom !== null && known.stoppedFrom <= lastCovered
    ? []
    : [{ type: 'DibaoLeftFile', on, caseKey, lastCovered }];
};

/**
 * What a report records: nothing when it was heard before (S-1, S-2, S-4 to S-6). A registry that reports a fact is already in that
 * state, so nothing is refused; what should not be opens a difference. `last` is what was last heard of the same record.
 */
export const hear = (state: Household, report: HouseholdReport, last: LastHeard): readonly HouseholdEvent[] => {
  const isLate = last !== null && report.asOf < last.asOf;
  const on = report.asOf;
  const closing: readonly Clause[] = [(now) => linkageChanges(now, on), (now) => differenceChanges(now, on)];
  if ('absent' in report) {
    const absent: Clause = (now) => (report.system === 'registry' ? registryAbsent(now, report) : dibaoAbsent(now, report));
    return isLate ? [] : told(state, state.registration?.county ?? '', [absent, ...closing]);
  }
  const clauses =
    report.system === 'registry' ? registryClauses(state, report, isLate, last) : dibaoClauses(state, report, isLate);
  return told(state, report.county, [...clauses, ...closing]);
};
