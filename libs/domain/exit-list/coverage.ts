import type { Programme } from '../household/reports';
import type { DibaoCase, Registration } from '../household/state';
import type { PersonId } from '../values';
import { coveringsAmong } from './covering';
import type { Covering } from './covering';
import type { ListedHousehold } from './line';

/** Who is covered by which cases, across the households of one county's fold. */
export type Coverage = Readonly<{
  /** The cases that cover the person or did, wherever the case lives: it may be in the applicant's household (CR-25). */
  casesOf: (person: PersonId) => readonly Covering[];
  /**
   * Covered persons on this household's cases who are on no registration and never left its own: provisional ones above all, or
   * those whose row in the registry is in doubt (S-11). They count for it, unless they have died (CR-23) or the case has nothing to do
   * with it any more.
   */
  unregisteredIn: (listed: ListedHousehold) => readonly (Readonly<{ person: PersonId }> & Covering)[];
}>;

export const coverageIn = (households: readonly ListedHousehold[], programmes: readonly Programme[]): Coverage => {
  const cases = new Map<PersonId, Covering[]>();
  const registered = new Set<PersonId>();
  const coveringsOf = coveringsAmong(households.map(({ covered }) => covered));
  for (const { household } of households) {
    if (household.supersededBy !== null) continue;
    for (const person of Object.keys(household.registration?.members ?? {})) registered.add(person);
    for (const spell of countedIn(household.cases, programmes))
      for (const [person, covering] of coveringsOf(spell)) cases.set(person, [...(cases.get(person) ?? []), covering]);
  }
  return {
    casesOf: (person) => cases.get(person) ?? [],
    unregisteredIn: ({ household, former }) =>
      countedIn(household.cases, programmes)
        .filter((spell) => isTied(household.registration, spell))
        .flatMap((spell) => [...coveringsOf(spell)].map(([person, covering]) => ({ person, ...covering })))
        .filter(
          ({ person, spell }) =>
            spell.members.some((member) => member.person === person && member.covered) &&
            !(registered.has(person) || former.has(person) || Object.hasOwn(household.deceased, person)),
        ),
  };
};

const countedIn = (cases: Readonly<Record<string, DibaoCase>>, programmes: readonly Programme[]): DibaoCase[] =>
  Object.values(cases).filter(({ programme }) => programmes.includes(programme));

/**
 * A case that came to a household with somebody who has married out of it, or who left that case on marrying in, lives on there (S-10); its
 * other members are another family. Tied to the household is a case that names a member, or may: one of the two rosters is in doubt (S-11).
 */
const isTied = (registration: Registration | null, spell: DibaoCase): boolean => {
  const members = registration?.members ?? {};
  return (
    spell.members.some(({ person, provisional }) => provisional || Object.hasOwn(members, person)) ||
    Object.values(members).some(({ provisional }) => provisional)
  );
};
