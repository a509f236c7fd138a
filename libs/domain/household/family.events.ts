import type { DomainEvent } from '../decider';
import type { CountyCode, HouseholdId, LocalDate, PersonId, YearMonth } from '../values';
import type { Sealed } from './personal';
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
  openReviewOn: LocalDate | null;
  reviewDueOn: LocalDate | null;
  /** The last review decided in the hub, so that its command can be repeated. */
  completedReview: string | null;
  /** Who signed the stop in the hub; null when the source reported it, or while open. */
  stopSignatory: string | null;
  /** The day of that decision. */
  stopDecidedOn: LocalDate | null;
  verificationValidUntil: LocalDate | null;
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
