import type { DomainEvent } from '../decider';
import type { CountyCode, HouseholdId, PersonId } from '../values';
import type { DibaoEvent } from './dibao.events';
import type {
  DivisionCodeMapped,
  HeadChanged,
  HouseholdLinked,
  HouseholdMerged,
  HouseholdMoved,
  HouseholdSplit,
  MemberAdded,
  MemberCorrected,
  MemberDeceased,
  MemberRemoved,
} from './family.events';
import type { RegistrationEvent } from './registration.events';
import type { CaseKey } from './reports';

// These names and fields are the stored format. Add an event; never rename one.

export type Severity = 'BLOCK' | 'ERROR' | 'WARNING' | 'INFO';
/** `ruleId` is a CR- number of domain.md 4.5. `households`: others where the rest of what disagrees lives (S-13). */
export type DifferenceFound = DomainEvent<
  'DifferenceFound',
  {
    differenceId: string;
    ruleId: string;
    severity: Severity;
    caseKey: CaseKey | null;
    persons: readonly PersonId[];
    households: readonly HouseholdId[];
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
