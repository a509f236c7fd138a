import { accept, refuse } from '../decider';
import { addMonthsToDay, firstDayOf } from '../values';
import type { PolicyPack } from '../policy/policy-pack';
import { outOfOrder, unaccountable } from './accountability';
import type { EndTransition, HouseholdDecision, StartTransition } from './commands';
import type { HouseholdEvent } from './household.events';
import type { DibaoCase, Household } from './state';
import { standingExit } from './hear-exit';
import type { Exit } from './registration.events';

// 渐退: after an exit the benefit goes on for a time that the pack bounds (GX-14), then a decision ends it (CR-11).

/** An exit by another path than the pack names is none by support policy; of an unknown path nothing is forbidden. */
const isPathCovered = ({ path }: Exit, paths: readonly string[] | null): boolean =>
  paths === null || path === null || paths.includes(path);

export const startTransition = (
  household: Household,
  known: DibaoCase,
  { on, caseKey, anchorDate, lengthMonths, reviewId, accountability }: StartTransition,
  { id, version, transition }: PolicyPack,
): HouseholdDecision => {
  const endsOn = addMonthsToDay(anchorDate, lengthMonths);
  if (known.status === 'TRANSITION') return known.transitionEndsOn === endsOn ? accept() : refuse('case-in-transition');
  if (known.status === 'STOPPED') return refuse('case-stopped');
  if (known.status === 'SUSPENDED') return refuse('case-suspended');
  if (transition === null) return refuse('transition-not-allowed');
  const { minMonths, maxMonths, exitPaths } = transition;
  if (!Number.isInteger(lengthMonths) || lengthMonths < minMonths || lengthMonths > maxMonths)
    return refuse('transition-length-outside-policy');
  const exit = household.registration && standingExit(household.registration);
  if (exit === null) return refuse('transition-needs-exit');
  if (!isPathCovered(exit, exitPaths)) return refuse('transition-not-for-this-exit');
  const barred = unaccountable(accountability) ?? outOfOrder(known, on);
  if (barred) return barred;
  const policyPack = { id, version };
  return accept({
    type: 'TransitionStarted',
    ...{ on, caseKey, anchorDate, lengthMonths, endsOn, reviewId, accountability, policyPack },
  });
};

export const endTransition = (
  known: DibaoCase,
  { on, caseKey, outcome, stoppedFrom, accountability }: EndTransition,
): HouseholdDecision => {
  if (outcome === 'RESTORE' && known.status === 'ACTIVE') return accept();
  if (outcome === 'WITHDRAW' && known.status === 'STOPPED' && known.stoppedFrom === stoppedFrom) return accept();
  if (known.status === 'STOPPED') return refuse('case-stopped');
  if (known.status !== 'TRANSITION') return refuse('case-not-in-transition');
  const barred = unaccountable(accountability) ?? outOfOrder(known, on);
  if (barred) return barred;
  const ended = { type: 'TransitionEnded' as const, on, caseKey, outcome, accountability };
  if (outcome === 'RESTORE') return accept(ended);
  if (stoppedFrom === null) return refuse('follow-up-missing');
  if (stoppedFrom < known.grantedFrom) return refuse('stop-before-start');
  return accept<HouseholdEvent>(ended, {
    type: 'DibaoWithdrawn',
    ...{ on: firstDayOf(stoppedFrom), caseKey, reason: 'TRANSITION_ENDED', stoppedFrom, decidedOn: on },
    ...{ reviewId: null, accountability },
    verificationReportNo: known.verificationReportNo,
  });
};
