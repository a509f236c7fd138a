import type { DomainEvent } from '../decider';
import type { Fen, LocalDate, PersonId } from '../values';
import type { RegistryAttributes } from './reports';
import type { RegistryMember } from './roster';

// These names and fields are the stored format. Add an event; never rename one.
// Each has its Avro twin in schemas/household/, and its outside name (ce_type) in event-names.ts.

/** `decidedOn` is null when 脱贫日期 is missing; the exit then dates from 31 December of the year (S-2). */
/** `path`: 脱贫路径 as the source says it; a correction of the day or year leaves it. */
export type Exit = Readonly<{
  eventId: string | null;
  exitYear: number;
  on: LocalDate;
  decidedOn: LocalDate | null;
  path: string | null;
}>;
export type ExitFacts = Readonly<{ exitYear: number; on: LocalDate; decidedOn: LocalDate | null }>;

export type HouseholdEnrolled = DomainEvent<
  'HouseholdEnrolled',
  {
    registryNo: string;
    division: string;
    head: PersonId | null;
    members: readonly RegistryMember[];
    attributes: RegistryAttributes;
    identifiedOn: LocalDate | null;
    isBackfill: boolean;
  }
>;
/** The same registration under another 户编号 (S-10). */
export type HouseholdRenumbered = DomainEvent<'HouseholdRenumbered', { was: string; registryNo: string }>;
export type HouseholdAttributesChanged = DomainEvent<'HouseholdAttributesChanged', { attributes: RegistryAttributes }>;
export type ExitPlanned = DomainEvent<'ExitPlanned', { targetYear: number }>;
export type ExitNotAchieved = DomainEvent<'ExitNotAchieved', { targetYear: number; reason: string | null }>;
export type PovertyExited = DomainEvent<
  'PovertyExited',
  {
    exitYear: number;
    decidedOn: LocalDate | null;
    unplanned: boolean;
    exitPath: string | null;
    perCapitaNetIncomeFen: Fen | null;
    guarantees: string | null;
    continuedPolicies: boolean;
  }
>;
export type ExitCorrected = DomainEvent<
  'ExitCorrected',
  { was: ExitFacts; to: ExitFacts | null; ofEvent: string | null; reason: string | null }
>;
export type PolicyEnded = DomainEvent<'PolicyEnded', { exitYear: number | null }>;
export type Relapsed = DomainEvent<'Relapsed', { exitYear: number | null; previousExitEvent: string | null }>;
/** The registry no longer lists the household. */
export type HouseholdRemoved = DomainEvent<'HouseholdRemoved', { registryNo: string; reason: string | null }>;
/** Listed again after a removal. */
export type HouseholdReinstated = DomainEvent<'HouseholdReinstated', { registryNo: string; cancelsEvent: string | null }>;

export type RegistrationEvent =
  | HouseholdEnrolled
  | HouseholdRenumbered
  | HouseholdAttributesChanged
  | ExitPlanned
  | ExitNotAchieved
  | PovertyExited
  | ExitCorrected
  | PolicyEnded
  | Relapsed
  | HouseholdRemoved
  | HouseholdReinstated;
