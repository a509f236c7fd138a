import type { Programme } from '../household/reports';
import { benefitIn, isCoveredIn } from '../household/state';
import type { DibaoCase, Registration } from '../household/state';
import type { Fen, LocalDate, PersonId, YearMonth } from '../values';
import { addMonths, monthOf } from '../values';
import type { CaseStanding, ListedHousehold } from './line';

/** First and last month, both counted. */
export type Window = Readonly<{ from: YearMonth; until: YearMonth }>;

/** The last month of the window in which the case covers anybody, or null. */
export const lastCoveredIn = (spell: DibaoCase, { from, until }: Window): YearMonth | null => {
  const ends = [until, spell.leftFile, spell.stoppedFrom && addMonths(spell.stoppedFrom, -1)];
  const last = ends.reduce<YearMonth>((min, month) => (month && month < min ? month : min), until);
  return last >= from && spell.grantedFrom <= last ? last : null;
};

/** Fen a month, in the last covered month of the window. */
export const benefitOver = (spell: DibaoCase, window: Window): Fen => {
  const month = lastCoveredIn(spell, window);
  return month === null ? 0 : benefitIn(spell, month);
};

export const standingOn = (spell: DibaoCase, day: LocalDate): CaseStanding => {
  const month = monthOf(day);
  if (spell.grantedFrom > month) return 'NOT_YET';
  if (!isCoveredIn(spell, month)) return spell.leftFile !== null && month > spell.leftFile ? 'LEFT_FILE' : 'STOPPED';
  // A stop decided in the month still pays that month: what counts is the stage before it.
  const stage = spell.stages.findLast(({ from, status }) => from <= day && status !== 'STOPPED');
  return stage?.status === 'TRANSITION' || stage?.status === 'SUSPENDED' ? stage.status : 'ACTIVE';
};

/** Who is covered by which cases, across the households of one county's fold. */
export type Coverage = Readonly<{
  /** The cases that name the person as covered, wherever the case lives: it may be in the applicant's household (CR-25). */
  casesOf: (person: PersonId) => readonly DibaoCase[];
  /**
   * Covered persons on this household's cases who are on no registration and never left its own: provisional ones above all, or
   * those whose row in the registry is in doubt (S-11). They count for it, unless they have died (CR-23) or the case has nothing to do
   * with it any more.
   */
  unregisteredIn: (listed: ListedHousehold) => readonly Readonly<{ person: PersonId; spell: DibaoCase }>[];
}>;

export const coverageIn = (households: readonly ListedHousehold[], programmes: readonly Programme[]): Coverage => {
  const cases = new Map<PersonId, DibaoCase[]>();
  const registered = new Set<PersonId>();
  for (const { household } of households) {
    if (household.supersededBy !== null) continue;
    for (const person of Object.keys(household.registration?.members ?? {})) registered.add(person);
    for (const spell of countedIn(household.cases, programmes))
      for (const { person, covered } of spell.members) if (covered) cases.set(person, [...(cases.get(person) ?? []), spell]);
  }
  return {
    casesOf: (person) => cases.get(person) ?? [],
    unregisteredIn: ({ household, former }) =>
      countedIn(household.cases, programmes)
        .filter((spell) => isTied(household.registration, spell))
        .flatMap((spell) =>
          spell.members
            .filter(
              ({ person, covered }) =>
                covered && !registered.has(person) && !former.has(person) && !Object.hasOwn(household.deceased, person),
            )
            .map(({ person }) => ({ person, spell })),
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
