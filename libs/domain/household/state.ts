import type { CountyCode, Fen, HouseholdId, LocalDate, PersonId, YearMonth } from '../values';
import type { Exit } from './registration.events';
import type { LinkClass, MovedCase } from './family.events';
import type { Severity } from './household.events';
import type { CaseKey, RegistryAttributes, RegistryStatus } from './reports';
import type { RegistryMember } from './roster';

// What the fold of one household's events knows. Timelines are in order of their effective date (S-9), late facts inserted.

export type Dated<T> = Readonly<{ from: LocalDate; value: T }>;

/** What moves a registration's status, in order of effect; on one day, in the order in which it was recorded. */
export type RegistryFact = Readonly<{
  kind: 'planned' | 'not-achieved' | 'exited' | 'policy-ended' | 'relapsed';
  on: LocalDate;
  /** Target year of a plan, exit year of an exit. */
  year: number | null;
}>;

export type Registration = Readonly<{
  registryNo: string;
  county: CountyCode;
  division: string;
  head: PersonId | null;
  /** Current members, by person. */
  members: Readonly<Record<PersonId, RegistryMember>>;
  attributes: readonly Dated<RegistryAttributes>[];
  identifiedOn: LocalDate | null;
  /** The record's start: 首次识别时间, or the day it was first seen (S-2). */
  registeredOn: LocalDate;
  facts: readonly RegistryFact[];
  /** Derived from `facts` (registration-status.ts). */
  status: RegistryStatus;
  statuses: readonly Dated<RegistryStatus>[];
  /** Every plan ever heard; a plan is settled by an exit of its year or by `notAchieved`. */
  plans: readonly Readonly<{ targetYear: number; on: LocalDate }>[];
  notAchieved: readonly Readonly<{ targetYear: number; on: LocalDate; reason: string | null }>[];
  /** Exits that stand, oldest first; a second exit after a relapse is another entry (S-5). */
  exits: readonly Exit[];
  relapses: readonly LocalDate[];
  /** The day from which the registry no longer lists it, with the roster of the last registered day kept in `members`. */
  removedOn: LocalDate | null;
  removalEvent: string | null;
}>;

/** One spell of one dibao case; the shape that also moves with a merge. */
export type DibaoCase = MovedCase & Readonly<{ leftFileEvent: string | null }>;

export type OpenDifference = Readonly<{
  differenceId: string;
  ruleId: string;
  severity: Severity;
  caseKey: CaseKey | null;
  persons: readonly PersonId[];
  households: readonly HouseholdId[];
  detail: string;
}>;

/** One person on both rosters. */
export type PersonLink = Readonly<{ person: PersonId; caseKey: CaseKey }>;

export type Household = Readonly<{
  registration: Registration | null;
  cases: Readonly<Record<CaseKey, DibaoCase>>;
  linkClass: LinkClass;
  /** In order of case, then person. */
  links: readonly PersonLink[];
  deceased: Readonly<Record<PersonId, LocalDate>>;
  differences: Readonly<Record<string, OpenDifference>>;
  /** Differences settled by an official, with what they said: the same facts do not open them again. `true`: whatever they say. */
  settled: Readonly<Record<string, Pick<OpenDifference, 'detail' | 'persons'> | true>>;
  /** Merged into another household: the old id stays resolvable (S-13). */
  supersededBy: HouseholdId | null;
  predecessors: readonly HouseholdId[];
}>;

export const unknownHousehold: Household = {
  registration: null,
  cases: {},
  linkClass: 'NONE',
  links: [],
  deceased: {},
  differences: {},
  settled: {},
  supersededBy: null,
  predecessors: [],
};

/** Covered in a month: 起始年月 ≤ m < 停发年月, 渐退 and 缓发 included (S-20); a case that left the file is covered up to that month. */
export const isCoveredIn = (spell: Pick<DibaoCase, 'grantedFrom' | 'stoppedFrom' | 'leftFile'>, month: YearMonth): boolean =>
  spell.grantedFrom <= month &&
  (spell.stoppedFrom === null || month < spell.stoppedFrom) &&
  (spell.leftFile === null || month <= spell.leftFile);

/** The amount paid for a month, fen; 0 when the spell does not cover it. */
export const benefitIn = (spell: DibaoCase, month: YearMonth): Fen =>
  isCoveredIn(spell, month) ? (spell.amounts.filter(({ from }) => from <= month).at(-1)?.fen ?? spell.amounts[0]?.fen ?? 0) : 0;
