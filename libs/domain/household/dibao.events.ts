import type { DomainEvent } from '../decider';
import type { CountyCode, Fen, LocalDate, PersonId, YearMonth } from '../values';
import type {
  Accountability,
  ReviewCompleted,
  ReviewOpened,
  TransitionEnded,
  TransitionStarted,
  VerificationCompleted,
} from './dibao-reviews.events';
import type { Sealed } from './personal';
import type { BenefitMode, CaseKey, Programme } from './reports';
import type { CaseMember } from './roster';

// These names and fields are the stored format. Add an event; never rename one.

export type DibaoEnrolled = DomainEvent<
  'DibaoEnrolled',
  {
    caseKey: CaseKey;
    caseNo: string;
    programme: Programme;
    county: CountyCode;
    division: string;
    applicant: PersonId | null;
    members: readonly CaseMember[];
    class: string | null;
    mode: BenefitMode | null;
    monthlyBenefitFen: Fen;
    grantedFrom: YearMonth;
    verificationReportNo: string | null;
    verifiedOn: LocalDate | null;
    registryFlag: boolean | null;
    bank: string | null;
    accountNo: Sealed | null;
    accountHolder: Sealed | null;
  }
>;
export type BenefitTrigger = 'POPULATION' | 'INCOME' | 'ASSETS' | 'STANDARD' | 'CLASS' | 'CORRECTION' | 'REPORTED';
export type BenefitChanged = DomainEvent<
  'BenefitChanged',
  {
    caseKey: CaseKey;
    direction: 'INCREASE' | 'DECREASE';
    oldFen: Fen;
    newFen: Fen;
    effectiveMonth: YearMonth;
    trigger: BenefitTrigger;
  }
>;
export type ClassChanged = DomainEvent<'ClassChanged', { caseKey: CaseKey; was: string | null; class: string | null }>;
/** Another start or stop month, mode, account or flag of the same spell: a correction of what was known (S-10). `stoppedFrom` null: not stopped; absent (events of the first version): not spoken of. */
export type DibaoCorrected = DomainEvent<
  'DibaoCorrected',
  {
    caseKey: CaseKey;
    grantedFrom: YearMonth;
    stoppedFrom?: YearMonth | null;
    mode: BenefitMode | null;
    registryFlag: boolean | null;
    applicant: PersonId | null;
    bank: string | null;
    accountNo: Sealed | null;
    accountHolder: Sealed | null;
  }
>;
export type DibaoSuspended = DomainEvent<
  'DibaoSuspended',
  { caseKey: CaseKey; reason: string | null; effectiveMonth: YearMonth; accountability: Accountability }
>;
export type DibaoResumed = DomainEvent<
  'DibaoResumed',
  { caseKey: CaseKey; effectiveMonth: YearMonth; accountability: Accountability }
>;
/** `stoppedFrom` is the first month without benefit; `decidedOn` the day of the hub's decision, null when the source reported it. */
export type DibaoWithdrawn = DomainEvent<
  'DibaoWithdrawn',
  {
    caseKey: CaseKey;
    reason: string | null;
    stoppedFrom: YearMonth;
    decidedOn: LocalDate | null;
    verificationReportNo: string | null;
    reviewId: string | null;
    accountability: Accountability;
  }
>;
/** The case is absent from a snapshot of its scope: last covered in `lastCovered` (S-6). */
export type DibaoLeftFile = DomainEvent<'DibaoLeftFile', { caseKey: CaseKey; lastCovered: YearMonth }>;
/** Back with the same start month: its departure is cancelled (S-6). */
export type DibaoReturnedToFile = DomainEvent<'DibaoReturnedToFile', { caseKey: CaseKey; cancelsEvent: string | null }>;

export type DibaoEvent =
  | DibaoEnrolled
  | BenefitChanged
  | ClassChanged
  | DibaoCorrected
  | ReviewOpened
  | ReviewCompleted
  | VerificationCompleted
  | TransitionStarted
  | TransitionEnded
  | DibaoSuspended
  | DibaoResumed
  | DibaoWithdrawn
  | DibaoLeftFile
  | DibaoReturnedToFile;
