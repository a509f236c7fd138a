import type { DomainEvent } from '../decider';
import type { LocalDate } from '../values';
import type { CaseKey } from './reports';

// These names and fields are the stored format. Add an event; never rename one.

/** Who answers for a decision (GX-23, CR-40): user references, not names. */
export type Accountability = Readonly<{ investigator: string | null; reviewer: string | null; signatory: string | null }>;
export type PolicyPackRef = Readonly<{ id: string; version: string }>;
export type ReviewBasis = 'CADENCE' | 'POVERTY_EXIT' | 'RELAPSE' | 'DIFFERENCE' | 'COMPLAINT' | 'CAMPAIGN';
export type ReviewOpened = DomainEvent<
  'ReviewOpened',
  {
    caseKey: CaseKey;
    reviewId: string;
    basis: ReviewBasis;
    basisEvent: string | null;
    dueOn: LocalDate | null;
    policyPack: PolicyPackRef | null;
    openedBy: string;
  }
>;
export type ReviewOutcome = 'KEEP' | 'ADJUST' | 'TRANSITION' | 'STOP';
export type ReviewCompleted = DomainEvent<
  'ReviewCompleted',
  {
    caseKey: CaseKey;
    reviewId: string | null;
    outcome: ReviewOutcome | null;
    findings: string | null;
    accountability: Accountability;
    policyPack: PolicyPackRef | null;
  }
>;
export type VerificationCompleted = DomainEvent<
  'VerificationCompleted',
  {
    caseKey: CaseKey;
    verificationReportNo: string;
    completedOn: LocalDate;
    validUntil: LocalDate | null;
    findings: string | null;
  }
>;
export type TransitionStarted = DomainEvent<
  'TransitionStarted',
  {
    caseKey: CaseKey;
    anchorDate: LocalDate | null;
    lengthMonths: number | null;
    endsOn: LocalDate | null;
    reviewId: string | null;
    accountability: Accountability;
    policyPack: PolicyPackRef | null;
  }
>;
export type TransitionEnded = DomainEvent<
  'TransitionEnded',
  { caseKey: CaseKey; outcome: 'WITHDRAW' | 'RESTORE' | null; accountability: Accountability }
>;
