import type { Decision } from '../decider';
import type { LocalDate, YearMonth } from '../values';
import type { Accountability, ReviewBasis, ReviewOutcome } from './dibao-reviews.events';
import type { BenefitTrigger } from './dibao.events';
import type { HouseholdEvent } from './household.events';
import type { CaseKey } from './reports';

// What an official asks for. Every date is given: the domain has no clock. `on` is the business date of the act.

type Command<Type extends string, Data> = Readonly<{ type: Type; on: LocalDate } & Data>;
type OnCase<Type extends string, Data> = Command<Type, { caseKey: CaseKey } & Data>;

export type OpenReview = OnCase<
  'OpenReview',
  { reviewId: string; basis: ReviewBasis; basisEvent: string | null; dueOn: LocalDate | null; openedBy: string }
>;
/** What the outcome brings with it: required for ADJUST, TRANSITION and STOP respectively. Fen a month for the household. */
export type ReviewFollowUp = Readonly<{
  adjust: Readonly<{ monthlyBenefitFen: number; effectiveMonth: YearMonth; trigger: BenefitTrigger }> | null;
  transition: Readonly<{ anchorDate: LocalDate; lengthMonths: number }> | null;
  stop: Readonly<{ reason: string; stoppedFrom: YearMonth }> | null;
}>;
export type CompleteReview = OnCase<
  'CompleteReview',
  { reviewId: string; outcome: ReviewOutcome; findings: string | null; accountability: Accountability } & ReviewFollowUp
>;
/** A report of the verification centre on everybody in the case (CR-18). */
export type CompleteVerification = OnCase<
  'CompleteVerification',
  { verificationReportNo: string; completedOn: LocalDate; findings: string | null }
>;
export type StartTransition = OnCase<
  'StartTransition',
  { anchorDate: LocalDate; lengthMonths: number; reviewId: string | null; accountability: Accountability }
>;
/** WITHDRAW needs the first month without benefit. */
export type EndTransition = OnCase<
  'EndTransition',
  { outcome: 'WITHDRAW' | 'RESTORE'; stoppedFrom: YearMonth | null; accountability: Accountability }
>;
export type Suspend = OnCase<'Suspend', { reason: string; effectiveMonth: YearMonth; accountability: Accountability }>;
export type Resume = OnCase<'Resume', { effectiveMonth: YearMonth; accountability: Accountability }>;
export type Withdraw = OnCase<
  'Withdraw',
  { reason: string; stoppedFrom: YearMonth; reviewId: string | null; accountability: Accountability }
>;
/** Takes a recorded event back (S-9); the caller has found it in this household's stream. */
export type Retract = Command<'Retract', { ofEvent: string; reason: string }>;
export type SettleDifference = Command<
  'SettleDifference',
  { differenceId: string; settledBy: string; reason: string; remedyEvent: string | null }
>;

export type CaseCommand =
  OpenReview | CompleteReview | CompleteVerification | StartTransition | EndTransition | Suspend | Resume | Withdraw;
export type HouseholdCommand = CaseCommand | Retract | SettleDifference;

/** The closed list of answers that are not an acceptance. */
export type HouseholdRefusal =
  | 'household-superseded'
  | 'unknown-case'
  | 'unknown-difference'
  | 'case-stopped'
  | 'case-suspended'
  | 'case-in-transition'
  | 'case-not-suspended'
  | 'case-not-in-transition'
  | 'another-review-open'
  | 'review-not-open'
  | 'follow-up-missing'
  | 'before-last-stage'
  | 'stop-before-start'
  | 'no-signatory'
  | 'signatory-investigated'
  | 'no-reason'
  | 'benefit-not-positive'
  | 'verification-after-decision'
  | 'transition-not-allowed'
  | 'transition-length-outside-policy'
  | 'transition-needs-exit'
  | 'transition-not-for-this-exit'
  | 'reason-not-in-policy'
  | 'poverty-exit-is-no-reason'
  | 'no-exit'
  | 'verification-older-than-exit'
  | 'verification-expired';

export type HouseholdDecision = Decision<HouseholdEvent, HouseholdRefusal>;
