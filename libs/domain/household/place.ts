import type { CountyCode, LocalDate } from '../values';
import type { CaseKey } from './reports';
import type { DivisionCodeMapped, HouseholdMoved } from './family.events';

type Place = Readonly<{ county: CountyCode; division: string }>;
type Reported = Place & Readonly<{ asOf: LocalDate; countyLineage?: readonly CountyCode[] }>;

const prefix = (division: string): string => division.slice(0, 6);

/** The same township and village under another code of the same county: the area was given a new code, nobody moved (CR-26). */
const isSameArea = (before: Place, said: Reported): boolean => {
  const lineage = said.countyLineage ?? [said.county];
  const codes = [before.county, prefix(before.division), prefix(said.division)];
  return before.division.slice(6) === said.division.slice(6) && codes.every((code) => lineage.includes(code));
};

/** What a report says of where the registration (`caseKey` null) or a case is. */
export const placeChanges = (
  caseKey: CaseKey | null,
  before: Place,
  said: Reported,
): readonly (HouseholdMoved | DivisionCodeMapped)[] => {
  if (before.county === said.county && before.division === said.division) return [];
  const change = {
    ...{ on: said.asOf, caseKey, fromCounty: before.county, fromDivision: before.division },
    ...{ toCounty: said.county, toDivision: said.division },
  };
  if (!isSameArea(before, said)) return [{ type: 'HouseholdMoved', ...change }];
  // A row that still writes the old code after the change tells nothing new.
  const isStale = before.county === said.county && prefix(said.division) !== said.county;
  return isStale ? [] : [{ type: 'DivisionCodeMapped', ...change }];
};
