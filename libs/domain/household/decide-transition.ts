import { accept, refuse } from '../decider';
import { addMonths, addMonthsToDay, firstDayOf, monthOf } from '../values';
import type { YearMonth } from '../values';
import type { PolicyPack, TransitionAnchor } from '../policy/policy-pack';
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

/** From the day of the exit, or from the decision: then from its month or the next, in which a benefit changes (GX-14, CR-10). */
const isAnchored = (
  anchor: TransitionAnchor,
  { anchorDate, on }: Pick<StartTransition, 'anchorDate' | 'on'>,
  exit: Exit,
): boolean => {
  const month = monthOf(anchorDate);
  return anchor === 'EXIT' ? anchorDate === exit.on : month === monthOf(on) || month === addMonths(monthOf(on), 1);
};

/** A benefit that goes on until a day is paid up to that day's month at least (GX-14); of an unknown end nothing is forbidden. */
export const isTransitionOver = ({ transitionEndsOn }: DibaoCase, stoppedFrom: YearMonth): boolean =>
  transitionEndsOn === null || stoppedFrom >= monthOf(transitionEndsOn);

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
  const { minMonths, maxMonths, anchor, exitPaths } = transition;
  if (!Number.isInteger(lengthMonths) || lengthMonths < minMonths || lengthMonths > maxMonths)
    return refuse('transition-length-outside-policy');
  const exit = household.registration && standingExit(household.registration);
  if (exit === null) return refuse('transition-needs-exit');
  if (!isAnchored(anchor, { anchorDate, on }, exit)) return refuse('transition-length-outside-policy');
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
  if (!isTransitionOver(known, stoppedFrom)) return refuse('transition-not-over');
  return accept<HouseholdEvent>(ended, {
    type: 'DibaoWithdrawn',
    ...{
      on: firstDayOf(stoppedFrom),
      caseKey,
      reason: 'TRANSITION_ENDED',
      stoppedFrom,
      decidedOn: on,
      reviewId: null,
      accountability,
    },
    verificationReportNo: known.verificationReportNo,
  });
};
