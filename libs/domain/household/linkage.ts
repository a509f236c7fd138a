import type { LinkClass } from './family.events';
import type { HouseholdEvent } from './household.events';
import type { DibaoCase, Household, PersonLink } from './state';
import type { LocalDate, PersonId } from '../values';

// Persons are linked, households follow (domain.md 3.4): a pure function of the two rosters, so that no order of hearing matters.

/** A case pays somebody: not stopped, and still in civil affairs' file. */
export const isOpen = ({ status, leftFile }: DibaoCase): boolean => status !== 'STOPPED' && leftFile === null;

/** Open cases in order of their keys. */
export const openCases = ({ cases }: Household): readonly DibaoCase[] =>
  Object.values(cases)
    .filter(isOpen)
    .toSorted((a, b) => (a.caseKey < b.caseKey ? -1 : 1));

const listed = ({ registration }: Household): readonly PersonId[] =>
  registration === null || registration.removedOn !== null ? [] : Object.keys(registration.members);

/** Covered persons of a case who are not on the registration's roster, in order. */
export const outsidersOf = (spell: DibaoCase, household: Household): readonly PersonId[] => {
  const members = new Set(listed(household));
  return spell.members
    .filter(({ person, covered }) => covered && !members.has(person))
    .map(({ person }) => person)
    .toSorted();
};

export const linkageOf = (household: Household): Readonly<{ linkClass: LinkClass; links: readonly PersonLink[] }> => {
  const members = new Set(listed(household));
  const links: PersonLink[] = [];
  const covered = new Set<PersonId>();
  let linked = 0;
  let spans = false;
  for (const spell of openCases(household)) {
    const joint = spell.members.filter(({ person }) => members.has(person));
    if (joint.length === 0) continue;
    linked += 1;
    for (const member of joint) if (member.covered) covered.add(member.person);
    spans ||= outsidersOf(spell, household).length > 0;
    links.push(
      ...joint.map(({ person }) => ({ person, caseKey: spell.caseKey })).toSorted((a, b) => (a.person < b.person ? -1 : 1)),
    );
  }
  const isFull = covered.size === members.size;
  const linkClass = linked === 0 ? 'NONE' : spans ? 'CROSS' : linked > 1 ? 'SPLIT' : isFull ? 'FULL' : 'PARTIAL';
  return { linkClass, links };
};

const sameLinks = (a: readonly PersonLink[], b: readonly PersonLink[]): boolean =>
  a.length === b.length && a.every(({ person, caseKey }, index) => person === b[index]?.person && caseKey === b[index]?.caseKey);

export const linkageChanges = (household: Household, on: LocalDate): readonly HouseholdEvent[] => {
  const { linkClass, links } = linkageOf(household);
  return linkClass === household.linkClass && sameLinks(links, household.links)
    ? []
    : [{ type: 'HouseholdLinked', on, linkClass, links }];
};
