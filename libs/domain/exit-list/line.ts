import type { Sealed } from '../household/personal';
import type { CaseKey, Programme, RegistryStatus } from '../household/reports';
import type { Household } from '../household/state';
import type { CountyCode, Fen, HouseholdId, LocalDate, PersonId, YearMonth } from '../values';
import type { CoveredMonths } from './covered-months';
import type { Change, Section } from './section';

/** How a case stands on a day for one person; `LEFT_FILE`: absent from its file without a stop (S-6), `NOT_COVERED`: it is open without them. */
export type CaseStanding = 'NOT_YET' | 'ACTIVE' | 'TRANSITION' | 'SUSPENDED' | 'STOPPED' | 'LEFT_FILE' | 'NOT_COVERED';

/** What one case says on a member's line; class and amount, fen a month, are those of the last covered month of the window. */
export type LineCase = Readonly<{
  caseKey: CaseKey;
  caseNo: string;
  programme: Programme;
  /** The county that pays. */
  county: CountyCode;
  class: string | null;
  monthlyBenefitFen: Fen;
  grantedFrom: YearMonth;
  atExit: CaseStanding | null;
  atYearEnd: CaseStanding;
  atFreeze: CaseStanding;
}>;

/** One member on one list; name and number stay sealed here and are opened by who prints. */
export type Line = Readonly<{
  section: Section;
  change: Change | null;
  division: string;
  householdId: HouseholdId;
  registryNo: string;
  memberNo: string;
  person: PersonId;
  name: Sealed;
  idNo: Sealed | null;
  relation: string | null;
  labour: string | null;
  householdSize: number;
  /** Persons with an open case in the last month of the window, that of the freeze; the months before decide only who is listed (S-20). */
  coveredMembers: number;
  /** In case-number order; empty for a member who is not covered (S-23). */
  cases: readonly LineCase[];
  /** Of the household, the same on each of its lines, and printed on none: cases that cover only persons who are on no registration (S-11). */
  casesWithoutLine: readonly LineCase[];
  registryStatus: RegistryStatus;
  relapsedOn: LocalDate | null;
  /** 脱贫日期 as decided; null when the registry gave none (S-2). */
  exitedOn: LocalDate | null;
  exitYear: number | null;
  perCapitaNetIncomeFen: Fen | null;
  guarantees: string | null;
  mainCause: string | null;
  otherCauses: readonly string[];
  plannedYear: number | null;
  notExitedReason: string | null;
}>;

/** Every case that a line asks somebody to review. */
export const casesToReview = ({ cases, casesWithoutLine }: Line): readonly LineCase[] => [...cases, ...casesWithoutLine];

/**
 * A household as folded up to the list's position; `heldBy` is the county of `countyHolding`, `former` those of `formerMembers`, `covered`
 * what `coveredMonths` says.
 */
export type ListedHousehold = Readonly<{
  householdId: HouseholdId;
  household: Household;
  heldBy: CountyCode | null;
  former: ReadonlySet<PersonId>;
  covered: CoveredMonths;
}>;

/** Whose list, and up to when. All of it is in ListFrozen, so that a list can be made again from the log alone. */
export type ListScope = Readonly<{
  county: CountyCode;
  /** Every code this county has had, the current one included. */
  countyLineage: readonly CountyCode[];
  year: number;
  freezeOn: LocalDate;
  /** The last month in which coverage counts (S-20). */
  coveredUntil: YearMonth;
  programmes: readonly Programme[];
}>;

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Section, then division, 户编号, 人编号 as strings (S-23); ids settle what is left, so that the order is total. */
export const inListOrder = (a: Line, b: Line): number =>
  a.section - b.section ||
  byText(a.division, b.division) ||
  byText(a.registryNo, b.registryNo) ||
  byText(a.householdId, b.householdId) ||
  byText(a.memberNo, b.memberNo) ||
  byText(a.person, b.person);

export const byCaseNumber = (a: LineCase, b: LineCase): number =>
  byText(a.caseNo, b.caseNo) || byText(a.grantedFrom, b.grantedFrom) || byText(a.caseKey, b.caseKey);
