import { accept, refuse } from '../decider';
import { addMonthsToDay } from '../values';
import type { PolicyPack } from '../policy/policy-pack';
import { unaccountable } from './accountability';
import type { CompleteReview, CompleteVerification, HouseholdDecision, OpenReview } from './commands';
import { startTransition } from './decide-transition';
import { withdraw } from './decide-withdrawal';
import type { DibaoCase, Household } from './state';
import { heldOn } from './timeline';

// 复核: opened, and completed with one of four outcomes; what the outcome decides follows it in the same breath (domain.md 4.1).

export const openReview = (known: DibaoCase, asked: OpenReview, { id, version }: PolicyPack): HouseholdDecision => {
  const { on, caseKey, reviewId, basis, basisEvent, dueOn, openedBy } = asked;
  if (known.openReview === reviewId || known.completedReview === reviewId) return accept();
  if (known.status === 'STOPPED') return refuse('case-stopped');
  if (known.openReview !== null) return refuse('another-review-open');
  const policyPack = { id, version };
  return accept({ type: 'ReviewOpened', on, caseKey, reviewId, basis, basisEvent, dueOn, policyPack, openedBy });
};

export const completeReview = (
  household: Household,
  known: DibaoCase,
  asked: CompleteReview,
  policy: PolicyPack,
): HouseholdDecision => {
  const { on, caseKey, reviewId, outcome, findings, accountability } = asked;
  if (known.completedReview === reviewId) return accept();
  if (known.openReview !== reviewId) return refuse('review-not-open');
  const barred = unaccountable(accountability);
  if (barred) return barred;
  const policyPack = { id: policy.id, version: policy.version };
  const completed = { type: 'ReviewCompleted' as const, on, caseKey, reviewId, outcome, findings, accountability, policyPack };
  const follow = followUp(household, { ...known, reviewedOn: on }, asked, policy);
  return follow.outcome === 'refused' ? follow : accept(completed, ...follow.events);
};

const followUp = (household: Household, known: DibaoCase, asked: CompleteReview, policy: PolicyPack): HouseholdDecision => {
  const { on, caseKey, reviewId, accountability } = asked;
  switch (asked.outcome) {
    case 'KEEP':
      return accept();
    case 'ADJUST':
      return asked.adjust === null ? refuse('follow-up-missing') : adjust(known, asked, asked.adjust);
    case 'TRANSITION':
      return asked.transition === null
        ? refuse('follow-up-missing')
        : startTransition(
            household,
            known,
            { type: 'StartTransition', on, caseKey, reviewId, accountability, ...asked.transition },
            policy,
          );
    case 'STOP':
      return asked.stop === null
        ? refuse('follow-up-missing')
        : withdraw(household, known, { type: 'Withdraw', on, caseKey, reviewId, accountability, ...asked.stop }, policy);
  }
};

/** A benefit is above 0 (CR-21); nothing a month is a withdrawal, which has its own rules. */
const adjust = (
  known: DibaoCase,
  { on, caseKey }: CompleteReview,
  { monthlyBenefitFen: newFen, effectiveMonth, trigger }: NonNullable<CompleteReview['adjust']>,
): HouseholdDecision => {
  if (known.status === 'STOPPED') return refuse('case-stopped');
  if (!Number.isSafeInteger(newFen) || newFen <= 0) return refuse('benefit-not-positive');
  if (effectiveMonth < known.grantedFrom) return refuse('stop-before-start');
  const oldFen = heldOn(known.amounts, effectiveMonth)?.fen ?? 0;
  if (oldFen === newFen) return accept();
  const direction = newFen > oldFen ? 'INCREASE' : 'DECREASE';
  return accept({ type: 'BenefitChanged', on, caseKey, direction, oldFen, newFen, effectiveMonth, trigger });
};

/** Valid for as long as the pack says; a pack that says nothing sets no end. */
export const completeVerification = (known: DibaoCase, asked: CompleteVerification, policy: PolicyPack): HouseholdDecision => {
  const { on, caseKey, verificationReportNo, completedOn, findings } = asked;
  if (known.verificationReportNo === verificationReportNo && known.verifiedOn === completedOn) return accept();
  if (completedOn > on) return refuse('verification-after-decision');
  const { verificationValidMonths: months } = policy;
  const validUntil = months === null ? null : addMonthsToDay(completedOn, months);
  return accept({
    type: 'VerificationCompleted',
    ...{ on: completedOn, caseKey, verificationReportNo, completedOn, validUntil, findings },
  });
};
