import type { HouseholdId, LocalDate, PersonId } from '../values';
import { changesTo } from './differences';
import type { HouseholdEvent } from './household.events';
import { openCases } from './linkage';
import type { CaseKey } from './reports';
import type { Household, OpenDifference } from './state';

// One person in two households: twice in one system (CR-03, CR-04), or registered in one and covered by a case of the other (CR-25). A
// fold reads no other stream (S-13): where the person stands elsewhere is handed in, and each household concerned opens and closes its own
// difference.

/** Where a person stands now: `registrations` as `<county>/<户编号>`, `cases` that cover them and are open. */
export type Standing = Readonly<{ registrations: readonly string[]; cases: readonly CaseKey[] }>;
/** The sum over all other households; `coveredIn`: those of them whose cases these are. */
export type Elsewhere = Standing & Readonly<{ coveredIn: readonly HouseholdId[] }>;

export const standingOf = (household: Household, person: PersonId): Standing => {
  const { registration } = household;
  const isListed = registration !== null && registration.removedOn === null && Object.hasOwn(registration.members, person);
  const covering = openCases(household).filter(({ members }) =>
    members.some((member) => member.person === person && member.covered),
  );
  return {
    registrations: isListed ? [`${registration.county}/${registration.registryNo}`] : [],
    cases: covering.map(({ caseKey }) => caseKey),
  };
};

const listed = (keys: readonly string[]): string => keys.toSorted().join(', ');

const doublesOf = (household: Household, person: PersonId, elsewhere: Elsewhere): readonly OpenDifference[] => {
  const here = standingOf(household, person);
  const found: OpenDifference[] = [];
  const concerned = { persons: [person], households: [] };
  if (here.registrations.length > 0 && elsewhere.registrations.length > 0) {
    const detail = `one person, also registered in ${listed(elsewhere.registrations)}`;
    found.push({ differenceId: `CR-03:${person}`, ruleId: 'CR-03', severity: 'ERROR', caseKey: null, ...concerned, detail });
  }
  const [caseKey, ...others] = here.cases;
  if (caseKey !== undefined && others.length + elsewhere.cases.length > 0) {
    const detail = `one person, also covered by ${listed([...others, ...elsewhere.cases])}`;
    found.push({ differenceId: `CR-04:${person}`, ruleId: 'CR-04', severity: 'BLOCK', caseKey, ...concerned, detail });
  }
  const [caseElsewhere = null] = elsewhere.cases.toSorted();
  if (here.registrations.length > 0 && caseElsewhere !== null) {
    const detail = `registered here, covered in another household by ${listed(elsewhere.cases)}`;
    const where = { caseKey: caseElsewhere, persons: [person], households: elsewhere.coveredIn.toSorted() };
    found.push({ differenceId: `CR-25:${person}`, ruleId: 'CR-25', severity: 'WARNING', ...where, detail });
  }
  return found;
};

const doubleRules: ReadonlySet<string> = new Set(['CR-03', 'CR-04', 'CR-25']);

/**
 * Whom the household's differences of these rules name, open ones and those that an official has settled, which the other households may
 * still have open: the persons to look for elsewhere when it changes.
 */
export const doubledIn = ({ differences, settled }: Household): readonly PersonId[] => [
  ...Object.values(differences).flatMap(({ ruleId, persons }) => (doubleRules.has(ruleId) ? persons : [])),
  ...Object.entries(settled).flatMap(([id, facts]) => (facts !== true && doubleRules.has(ruleOf(id)) ? facts.persons : [])),
];

const ruleOf = (differenceId: string): string => differenceId.slice(0, differenceId.indexOf(':'));

/** What these rules say of these persons in this household. The household of the case says CR-25 of itself (differences.ts). */
export const doubleChanges = (
  household: Household,
  elsewhere: ReadonlyMap<PersonId, Elsewhere>,
  on: LocalDate,
): readonly HouseholdEvent[] => {
  const found = [...elsewhere].flatMap(([person, standing]) => doublesOf(household, person, standing));
  const isOurs = ({ differenceId, ruleId, persons: [person] }: OpenDifference): boolean =>
    doubleRules.has(ruleId) && person !== undefined && elsewhere.has(person) && differenceId === `${ruleId}:${person}`;
  return changesTo(household, found, isOurs, on);
};
