import type { DomainEvent } from '../decider';
import type { CountyCode, HouseholdId, LocalDate, PersonId, YearMonth } from '../values';
import type { DibaoEvent } from './dibao.events';
import type { Sealed } from './personal';
import type { RegistrationEvent } from './registration.events';
import type { BenefitMode, CaseKey, CaseStatus, Programme } from './reports';
import type { CaseMember, RegistryMember } from './roster';

// These names and fields are the stored format. Add an event; never rename one.

/** Which roster the member is on: the registration's (`caseKey` null) or one case's. */
export type MemberAdded = DomainEvent<
  'MemberAdded',
  { caseKey: CaseKey | null; registryMember: RegistryMember | null; caseMember: CaseMember | null; cause: string | null }
>;
export type MemberRemoved = DomainEvent<'MemberRemoved', { caseKey: CaseKey | null; person: PersonId; cause: string | null }>;
export type MemberDeceased = DomainEvent<'MemberDeceased', { person: PersonId; diedOn: LocalDate | null }>;
/** The member as now known, whole; `changed` names the fields that differ. `was` holds the person it replaces after an identity review. */
export type MemberCorrected = DomainEvent<
  'MemberCorrected',
  {
    caseKey: CaseKey | null;
    person: PersonId;
    was: PersonId | null;
    registryMember: RegistryMember | null;
    caseMember: CaseMember | null;
    changed: readonly string[];
  }
>;
export type HeadChanged = DomainEvent<'HeadChanged', { was: PersonId | null; head: PersonId | null }>;
export type HouseholdMoved = DomainEvent<
  'HouseholdMoved',
  { caseKey: CaseKey | null; fromCounty: CountyCode; fromDivision: string; toCounty: CountyCode; toDivision: string }
>;
/** The area has another code since a change of divisions; nobody moved (CR-26). */
export type DivisionCodeMapped = DomainEvent<
  'DivisionCodeMapped',
  { caseKey: CaseKey | null; fromCounty: CountyCode; fromDivision: string; toCounty: CountyCode; toDivision: string }
>;
export type LinkClass = 'FULL' | 'PARTIAL' | 'SPLIT' | 'CROSS' | 'NONE';
/** Which persons join the registration and the cases (domain.md 3.4). */
export type HouseholdLinked = DomainEvent<
  'HouseholdLinked',
  { linkClass: LinkClass; links: readonly Readonly<{ person: PersonId; caseKey: CaseKey }>[] }
>;

/** The state that moves with a merge or split: whole, so that a fold reads no other stream (S-13). */
export type MovedCase = Readonly<{
  caseKey: CaseKey;
  caseNo: string;
  programme: Programme;
  county: CountyCode;
  division: string;
  status: CaseStatus;
  class: string | null;
  mode: BenefitMode | null;
  grantedFrom: YearMonth;
  stoppedFrom: YearMonth | null;
  leftFile: YearMonth | null;
  applicant: PersonId | null;
  members: readonly CaseMember[];
  amounts: readonly Readonly<{ from: YearMonth; fen: number }>[];
  classes: readonly Readonly<{ from: LocalDate; class: string | null }>[];
  stages: readonly Readonly<{ from: LocalDate; status: CaseStatus }>[];
  verificationReportNo: string | null;
  verifiedOn: LocalDate | null;
  registryFlag: boolean | null;
  openReview: string | null;
  reviewedOn: LocalDate | null;
  transitionEndsOn: LocalDate | null;
  bank: string | null;
  accountNo: Sealed | null;
  accountHolder: Sealed | null;
}>;
/** On the survivor's stream (`role` SURVIVOR, `cases` are those taken over) and on the other's (`SUPERSEDED`, the same cases). */
export type HouseholdMerged = DomainEvent<
  'HouseholdMerged',
  { role: 'SURVIVOR' | 'SUPERSEDED'; other: HouseholdId; otherVersion: number; cases: readonly MovedCase[] }
>;
/** On both streams: members that went from the predecessor to the successor, whole; cases that follow them. */
export type HouseholdSplit = DomainEvent<
  'HouseholdSplit',
  {
    role: 'PREDECESSOR' | 'SUCCESSOR';
    other: HouseholdId;
    otherVersion: number;
    members: readonly RegistryMember[];
    cases: readonly MovedCase[];
  }
>;

export type Severity = 'BLOCK' | 'ERROR' | 'WARNING' | 'INFO';
/** `ruleId` is a CR- number of domain.md 4.5. */
export type DifferenceFound = DomainEvent<
  'DifferenceFound',
  {
    differenceId: string;
    ruleId: string;
    severity: Severity;
    caseKey: CaseKey | null;
    persons: readonly PersonId[];
    detail: string;
  }
>;
/** `settledBy` and `reason` are null when the facts themselves resolved it. */
export type DifferenceResolved = DomainEvent<
  'DifferenceResolved',
  { differenceId: string; ruleId: string; remedyEvent: string | null; settledBy: string | null; reason: string | null }
>;
/** The state at P is the fold of the events up to P without those retracted at or before P (S-9, S-18). */
export type EventRetracted = DomainEvent<'EventRetracted', { ofEvent: string; reason: string }>;

export type FamilyEvent =
  | MemberAdded
  | MemberRemoved
  | MemberDeceased
  | MemberCorrected
  | HeadChanged
  | HouseholdMoved
  | DivisionCodeMapped
  | HouseholdLinked
  | HouseholdMerged
  | HouseholdSplit
  | DifferenceFound
  | DifferenceResolved
  | EventRetracted;

export type HouseholdEvent = RegistrationEvent | DibaoEvent | FamilyEvent;
/** An event as recorded: its id lets corrections, retractions and relapses name it (`ofEvent`). */
export type RecordedHouseholdEvent = Readonly<{ eventId: string; event: HouseholdEvent; county: CountyCode; version: number }>;
