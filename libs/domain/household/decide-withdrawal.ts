import { accept, refuse } from '../decider';
import { addMonthsToDay, firstDayOf } from '../values';
import type { LocalDate } from '../values';
import type { PolicyPack } from '../policy/policy-pack';
import { unaccountable } from './accountability';
import type { HouseholdDecision, HouseholdRefusal, Withdraw } from './commands';
import { standingExit } from './hear-exit';
import type { HouseholdEvent } from './household.events';
import type { DibaoCase, Household } from './state';

// 退保. Leaving the poverty registry is no reason by itself: somebody verified or reviewed the family since (CR-12, YN-32).

/** Until when the newest verification holds: one that the register reported says no end, and holds as long as the pack lets any (CR-18). */
const validUntil = (known: DibaoCase, verifiedOn: LocalDate, { verificationValidMonths: months }: PolicyPack): LocalDate | null =>
  known.verificationValidUntil ?? (months === null ? null : addMonthsToDay(verifiedOn, months));

/** A verification counts if it is newer than the exit and still valid on the day; a review counts if it is newer. */
const unverifiedExit = (
  { registration }: Household,
  known: DibaoCase,
  on: Withdraw['on'],
  policy: PolicyPack,
): HouseholdRefusal | null => {
  const exit = registration === null ? null : standingExit(registration);
  if (exit === null) return 'no-exit';
  if (known.reviewedOn !== null && known.reviewedOn > exit.on && known.reviewedOn <= on) return null;
  if (known.verifiedOn === null || known.verifiedOn <= exit.on || known.verifiedOn > on) return 'verification-older-than-exit';
  const until = validUntil(known, known.verifiedOn, policy);
  return until !== null && until < on ? 'verification-expired' : null;
};

/** Civil affairs stops a benefit; `stoppedFrom` is the first month without it. */
export const withdraw = (household: Household, known: DibaoCase, asked: Withdraw, policy: PolicyPack): HouseholdDecision => {
  const { on, caseKey, reason, stoppedFrom, reviewId, accountability } = asked;
  if (known.status === 'STOPPED') return known.stoppedFrom === stoppedFrom ? accept() : refuse('case-stopped');
  if (reason === 'POVERTY_EXIT') return refuse('poverty-exit-is-no-reason');
  if (!policy.withdrawalReasons.includes(reason)) return refuse('reason-not-in-policy');
  if (stoppedFrom < known.grantedFrom) return refuse('stop-before-start');
  const barred = unaccountable(accountability);
  if (barred) return barred;
  const unverified = reason === 'POVERTY_EXIT_VERIFIED' ? unverifiedExit(household, known, on, policy) : null;
  if (unverified !== null) return refuse(unverified);
  const withdrawn: HouseholdEvent = {
    type: 'DibaoWithdrawn',
    ...{ on: firstDayOf(stoppedFrom), caseKey, reason, stoppedFrom, decidedOn: on, reviewId, accountability },
    verificationReportNo: known.verificationReportNo,
  };
  return known.status === 'TRANSITION'
    ? accept<HouseholdEvent>({ type: 'TransitionEnded', on, caseKey, outcome: 'WITHDRAW', accountability }, withdrawn)
    : accept(withdrawn);
};
