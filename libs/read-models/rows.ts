import { isOpen, viewRowsOf } from '@xianjie/domain';
import type { CountyCode, DibaoCase, DibaoRow, Household, HouseholdId, PersonSpan, PovertyRow } from '@xianjie/domain';

// The tables' rows of one household, as write-households.sql reads them.

export type FoldedHousehold = Readonly<{
  household: HouseholdId;
  version: number;
  position: number;
  county: CountyCode;
  state: Household;
}>;
export type TableRows = Readonly<{ household: object[]; poverty: object[]; dibao: object[]; spans: object[] }>;

/** Where a household stands that the registry does not list: at the open case that began last, else at the last to begin. */
const lastSpell = ({ cases }: Household): DibaoCase | undefined => {
  const open = Object.values(cases).filter(isOpen);
  const began = ({ grantedFrom, caseKey }: DibaoCase): string => `${grantedFrom} ${caseKey}`;
  return (open.length > 0 ? open : Object.values(cases)).toSorted((a, b) => (began(a) < began(b) ? -1 : 1)).at(-1);
};

const homeOf = ({ county, state }: FoldedHousehold): { county: string; division: string } => {
  const spell = lastSpell(state);
  return {
    county: state.registration?.county ?? spell?.county ?? county,
    division: state.registration?.division ?? spell?.division ?? county,
  };
};

const householdRow = (folded: FoldedHousehold): object => ({
  household_id: folded.household,
  version: folded.version,
  position: folded.position,
  ...homeOf(folded),
  registry_status: folded.state.registration?.status ?? null,
  superseded_by: folded.state.supersededBy,
  state: folded.state,
});

const povertyRow = (household: HouseholdId, row: PovertyRow): object => ({
  household_id: household,
  registry_no: row.registryNo,
  county: row.county,
  division: row.division,
  status: row.status,
  identified_on: row.identifiedOn,
  planned_year: row.plannedYear,
  exit_year: row.exitYear,
  exit_on: row.exitOn,
  relapsed_on: row.relapsedOn,
  removed_on: row.removedOn,
  members: row.members,
});

const dibaoRow = (household: HouseholdId, row: DibaoRow): object => ({
  household_id: household,
  case_key: row.caseKey,
  case_no: row.caseNo,
  programme: row.programme,
  county: row.county,
  division: row.division,
  status: row.status,
  class: row.class,
  monthly_benefit_fen: row.monthlyBenefitFen,
  granted_from: row.grantedFrom,
  stopped_from: row.stoppedFrom,
  left_file: row.leftFile,
  covered: row.covered,
  open_review: row.openReview,
  review_due_on: row.reviewDueOn,
  reviewed_on: row.reviewedOn,
});

const spanRow = (household: HouseholdId, span: PersonSpan): object => ({
  household_id: household,
  person: span.person,
  system: span.system,
  programme: span.programme,
  county: span.county,
  division: span.division,
  from_on: span.from,
  to_on: span.to,
});

export const tableRows = (folded: readonly FoldedHousehold[]): TableRows => {
  const rows: TableRows = { household: [], poverty: [], dibao: [], spans: [] };
  for (const one of folded) {
    const { poverty, cases, spans } = viewRowsOf(one.state);
    rows.household.push(householdRow(one));
    if (poverty) rows.poverty.push(povertyRow(one.household, poverty));
    for (const row of cases) rows.dibao.push(dibaoRow(one.household, row));
    for (const span of spans) rows.spans.push(spanRow(one.household, span));
  }
  return rows;
};
