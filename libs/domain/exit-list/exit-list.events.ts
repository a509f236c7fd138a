import type { DomainEvent } from '../decider';
import type { PolicyPackRef } from '../household/dibao.events';
import type { Sealed } from '../household/personal';
import type { CaseKey, Programme } from '../household/reports';
import type { CountyCode, HouseholdId, LocalDate, PersonId, YearMonth } from '../values';

// These names and fields are the stored format. Add an event; never rename one.
// Each has its Avro twin in schemas/exit-list/ (namespace cn.xianjie.exitlist); the body adds listId, county, listYear.
// Who acts is a user reference, never a name. Hashes are SM3 in lower-case hex, signatures and keys base64 of DER.

/** A replacement follows a rejected version and is whole; a supplement carries only what changed (S-22). */
export type VersionKind = 'ORIGINAL' | 'REPLACEMENT' | 'SUPPLEMENT';
/** 1 exited, 2 planned but not exited. */
export type Section = 1 | 2;
/** 变动: null in an original or a replacement. */
export type Change = 'ADDED' | 'WITHDRAWN';
export type ListCounts = Readonly<{
  exitedHouseholds: number;
  exitedLines: number;
  plannedHouseholds: number;
  plannedLines: number;
}>;
export type HashedPack = Readonly<{ id: string; version: string; contentHash: string }>;
/** What a check found: `blocking` holds up the freeze (CR-27); the rest is listed beside (CR-03). */
export type ListProblem = Readonly<{ ruleId: string; householdId: HouseholdId | null; blocking: boolean; detail: string }>;

export type ListOpened = DomainEvent<'ListOpened', { dueOn: LocalDate; policyPack: PolicyPackRef | null; openedBy: string }>;
export type ListChecked = DomainEvent<
  'ListChecked',
  {
    version: number;
    /** `shard:number` (S-14). */
    position: string;
    counts: ListCounts;
    openIdentityReviews: number;
    problems: readonly ListProblem[];
    checkedBy: string;
  }
>;
/** Everything that `regenerate` needs beside the log up to `position` (S-21): it reads no pack and no division table. */
export type ListFrozen = DomainEvent<
  'ListFrozen',
  {
    version: number;
    kind: VersionKind;
    position: string;
    /** SM3 over the salted line hashes, in line order (docs/adr/0007). */
    root: string;
    counts: ListCounts;
    /** Windows end here: the freeze's month, or for a supplement that of the whole version before it (S-20). */
    coveredUntil: YearMonth;
    programmes: readonly Programme[];
    /** Every code that this county has had, the current one included (S-20). */
    countyLineage: readonly CountyCode[];
    policyPacks: readonly HashedPack[];
    divisionTableHash: string | null;
    openIdentityReviews: number;
    frozenBy: string;
  }
>;
/** One line's proof: the salt is readable as long as its person is. */
export type LineProof = Readonly<{
  section: Section;
  change: Change | null;
  householdId: HouseholdId;
  person: PersonId;
  hash: string;
  salt: Sealed;
}>;
/** In the append of ListFrozen, a page at a time, so that deleting the recorded lines changes nothing (S-21). */
export type LinesHashed = DomainEvent<'LinesHashed', { version: number; page: number; lines: readonly LineProof[] }>;

export type SignatureAlgorithm = 'SM2' | 'ED25519';
export type Signature = Readonly<{
  algorithm: SignatureAlgorithm;
  /** SM2: DER of (r, s). */
  value: string;
  /** SubjectPublicKeyInfo. */
  publicKey: string;
  /** The first 16 hex digits of the SM3 over `publicKey`'s bytes. */
  keyId: string;
}>;
export type ListSigned = DomainEvent<'ListSigned', { version: number; root: string; signature: Signature; signedBy: string }>;
/** What became known after a freeze, once it is signed (S-22). */
export type SupplementIssued = DomainEvent<
  'SupplementIssued',
  { version: number; supplements: number; addedLines: number; withdrawnLines: number; issuedBy: string }
>;
/** `recipient` is the civil affairs office of that county; `receiptId` the folder or the message it went in. */
export type ListDelivered = DomainEvent<
  'ListDelivered',
  { version: number; recipient: CountyCode; channel: string; receiptId: string; late: boolean; deliveredBy: string }
>;
/** The chain's head at the end of a day, as sealed (S-19). */
export type DaySeal = Readonly<{ day: LocalDate; position: string; link: string }>;
/** Civil affairs' own signature over the same root and the seal of its day (S-24). */
export type ListAcknowledged = DomainEvent<
  'ListAcknowledged',
  { version: number; root: string; seal: DaySeal; signature: Signature; acknowledgedBy: string }
>;
export type ListRejected = DomainEvent<'ListRejected', { version: number; reason: string; rejectedBy: string }>;

/** One task for each dibao case, and one for each household without a case (S-22). */
export type ItemDispatched = DomainEvent<
  'ItemDispatched',
  {
    itemId: string;
    version: number;
    section: Section;
    change: Change | null;
    householdId: HouseholdId;
    caseKey: CaseKey | null;
    /** The county that pays the case; null without a case. */
    payingCounty: CountyCode | null;
    /** Nine digits. */
    township: string;
    dueOn: LocalDate | null;
    dispatchedBy: string;
  }
>;
export type ItemOutcome = 'WITHDRAWN' | 'TRANSITION' | 'KEPT' | 'BENEFIT_CHANGED' | 'ENROLLED' | 'NOT_DIBAO' | 'DISPUTED';
export type ItemClosed = DomainEvent<
  'ItemClosed',
  { itemId: string; outcome: ItemOutcome; reason: string; reviewId: string | null; closedBy: string }
>;
/** CR-29. */
export type ItemEscalated = DomainEvent<'ItemEscalated', { itemId: string; dueOn: LocalDate; escalatedBy: string }>;
/** CR-28: the day after `dueOn`, to county, prefecture and province. */
export type ListOverdue = DomainEvent<'ListOverdue', { dueOn: LocalDate; to: readonly string[] }>;
export type ListClosed = DomainEvent<
  'ListClosed',
  { outcomes: readonly Readonly<{ outcome: ItemOutcome; items: number }>[]; closedBy: string }
>;

export type ExitListEvent =
  | ListOpened
  | ListChecked
  | ListFrozen
  | LinesHashed
  | ListSigned
  | SupplementIssued
  | ListDelivered
  | ListAcknowledged
  | ListRejected
  | ItemDispatched
  | ItemClosed
  | ItemEscalated
  | ListOverdue
  | ListClosed;
