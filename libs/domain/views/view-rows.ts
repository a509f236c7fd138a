import { failureOf } from '../household/hear-plan';
import { benefitIn } from '../household/state';
import type { DibaoCase, Household, Registration } from '../household/state';
import type { CaseKey, CaseStatus, Programme, RegistryStatus } from '../household/reports';
import type { CountyCode, Fen, LocalDate, YearMonth } from '../values';
import { dibaoSpans, registrySpans } from './person-spans';
import type { PersonSpan } from './person-spans';

// What the read side keeps of one household: a pure function of its state. Live, rebuild and replay all call `viewRowsOf`.

export type PovertyRow = Readonly<{
  registryNo: string;
  county: CountyCode;
  division: string;
  status: RegistryStatus;
  identifiedOn: LocalDate | null;
  plannedYear: number | null;
  exitYear: number | null;
  exitOn: LocalDate | null;
  relapsedOn: LocalDate | null;
  removedOn: LocalDate | null;
  members: number;
}>;

export type DibaoRow = Readonly<{
  caseKey: CaseKey;
  caseNo: string;
  programme: Programme;
  county: CountyCode;
  division: string;
  status: CaseStatus;
  class: string | null;
  monthlyBenefitFen: Fen;
  grantedFrom: YearMonth;
  stoppedFrom: YearMonth | null;
  leftFile: YearMonth | null;
  covered: number;
  openReview: string | null;
  reviewDueOn: LocalDate | null;
  reviewedOn: LocalDate | null;
}>;

export type ViewRows = Readonly<{ poverty: PovertyRow | null; cases: readonly DibaoRow[]; spans: readonly PersonSpan[] }>;

const standingPlan = (registration: Registration): number | null => {
  const last = registration.plans.at(-1);
  if (last === undefined || failureOf(registration, last) !== null) return null;
  return registration.exits.some(({ exitYear }) => exitYear === last.targetYear) ? null : last.targetYear;
};

const povertyRow = (registration: Registration): PovertyRow => ({
  registryNo: registration.registryNo,
  county: registration.county,
  division: registration.division,
  status: registration.status,
  identifiedOn: registration.identifiedOn,
  plannedYear: standingPlan(registration),
  exitYear: registration.exits.at(-1)?.exitYear ?? null,
  exitOn: registration.exits.at(-1)?.on ?? null,
  relapsedOn: registration.relapses.at(-1) ?? null,
  removedOn: registration.removedOn,
  members: Object.keys(registration.members).length,
});

const dibaoRow = (spell: DibaoCase): DibaoRow => ({
  caseKey: spell.caseKey,
  caseNo: spell.caseNo,
  programme: spell.programme,
  county: spell.county,
  division: spell.division,
  status: spell.status,
  class: spell.class,
  monthlyBenefitFen: spell.amounts.at(-1)?.fen ?? benefitIn(spell, spell.grantedFrom),
  grantedFrom: spell.grantedFrom,
  stoppedFrom: spell.stoppedFrom,
  leftFile: spell.leftFile,
  covered: spell.members.filter(({ covered }) => covered).length,
  openReview: spell.openReview,
  reviewDueOn: spell.reviewDueOn,
  reviewedOn: spell.reviewedOn,
});

/** A household merged into another leaves no rows: the survivor has them (S-13). */
export const viewRowsOf = (household: Household): ViewRows => {
  if (household.supersededBy !== null) return { poverty: null, cases: [], spans: [] };
  const cases = Object.values(household.cases);
  return {
    poverty: household.registration && povertyRow(household.registration),
    cases: cases.map(dibaoRow),
    spans: [...(household.registration ? registrySpans(household.registration) : []), ...cases.flatMap(dibaoSpans)],
  };
};
