import type { DomainEvent } from '../decider';
import type { PolicyPackRef } from '../household/dibao-reviews.events';
import type { Sealed } from '../household/personal';
import type { Programme } from '../household/reports';
import type { CountyCode, HouseholdId, LocalDate, PersonId, YearMonth } from '../values';
import type { ListAcknowledged, ListDelivered, ListRejected, ListSigned, SupplementIssued } from './handing-over.events';
import type { ItemClosed, ItemDispatched, ItemEscalated, ItemOutcome } from './items.events';
import type { Change, Section } from './section';

// These names and fields are the stored format. Add an event; never rename one.
// Each has its Avro twin in schemas/exit-list/ (namespace cn.xianjie.exitlist); the body adds listId, county, listYear.
// Who acts is a user reference, never a name. Hashes are SM3 in lower-case hex, signatures and keys base64 of DER.

/** A replacement follows a rejected version and is whole; a supplement carries only what changed (S-22). */
export type VersionKind = 'ORIGINAL' | 'REPLACEMENT' | 'SUPPLEMENT';
export type ListCounts = Readonly<{
  exitedHouseholds: number;
  exitedLines: number;
  plannedHouseholds: number;
  plannedLines: number;
}>;
/** The program that froze a version: its release, and the SM3 over the code that makes lists. */
export type FrozenWith = Readonly<{ release: string; code: string }>;
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
    /** The one of them that is current at the freeze; null in events of before it was kept: the list's own. */
    codeAtFreeze: CountyCode | null;
    policyPacks: readonly HashedPack[];
    divisionTableHash: string | null;
    /** Null in events of before it was kept. */
    frozenWith: FrozenWith | null;
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
