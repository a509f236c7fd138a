import type { ListCounts, ListProblem } from './exit-list.events';
import type { Line, ListScope, ListedHousehold } from './line';
import type { HouseholdId } from '../values';
import { qualifying } from './lines';
import type { Qualifying } from './lines';
import { oncePerSection } from './once-per-section';

const householdsIn = (lines: readonly Line[], section: 1 | 2): number =>
  new Set(lines.filter((line) => line.section === section).map(({ householdId }) => householdId)).size;
const linesIn = (lines: readonly Line[], section: 1 | 2): number => lines.filter((line) => line.section === section).length;

export const countsOf = (lines: readonly Line[]): ListCounts => ({
  exitedHouseholds: householdsIn(lines, 1),
  exitedLines: linesIn(lines, 1),
  plannedHouseholds: householdsIn(lines, 2),
  plannedLines: linesIn(lines, 2),
});

/** What a check finds: CR-27 blocks the freeze, CR-03 is listed beside. */
export const problemsOf = (households: readonly ListedHousehold[], scope: ListScope): readonly ListProblem[] => {
  const all = qualifying(households, scope);
  return [
    ...withoutMembers(all, new Set(households.filter(hasDeaths).map(({ householdId }) => householdId))),
    ...withOneNumber(all, new Set(households.filter(hasLeft).map(({ householdId }) => householdId))),
    ...twiceInASection(all),
  ];
};

const hasLeft = ({ household: { registration } }: ListedHousehold): boolean => (registration?.removedOn ?? null) !== null;
const hasDeaths = ({ household }: ListedHousehold): boolean => Object.keys(household.deceased).length > 0;

/**
 * CR-27: a household that qualifies but has no member to print would be missing from the list. Where the last one has died there is
 * nobody to hand over: it is named, or one death would hold up the county's list for ever.
 */
const withoutMembers = (all: readonly Qualifying[], withDeaths: ReadonlySet<HouseholdId>): ListProblem[] =>
  all
    .filter(({ lines }) => lines.length === 0)
    .map(({ householdId, registryNo }) => ({
      ruleId: 'CR-27',
      householdId,
      blocking: !withDeaths.has(householdId),
      detail: `${registryNo} belongs on the list and has no member${withDeaths.has(householdId) ? ' left: the last one has died' : ''}`,
    }));

/**
 * CR-27: one 户编号 in two households, so one registration would be on the list twice. Where one of them has left the registry, the number
 * was given to another family (S-10): each belongs on the list once, it is named, and nobody could take away what would hold the list up.
 */
const withOneNumber = (all: readonly Qualifying[], left: ReadonlySet<HouseholdId>): ListProblem[] => {
  const seen = new Map<string, HouseholdId[]>();
  return all.flatMap(({ householdId, registryNo }) => {
    const others = seen.get(registryNo) ?? [];
    seen.set(registryNo, [...others, householdId]);
    const current = left.has(householdId) ? undefined : others.find((other) => !left.has(other));
    const other = current ?? others.at(-1);
    const detail = `${registryNo} is the number of ${other} too${current === undefined ? ', and was given again after one of them had left' : ''}`;
    return other === undefined ? [] : [{ ruleId: 'CR-27', householdId, blocking: current !== undefined, detail }];
  });
};

/** CR-03: a person in two households of a section stands in one of them. */
const twiceInASection = (all: readonly Qualifying[]): ListProblem[] => {
  const { kept, struck } = oncePerSection(all.flatMap(({ lines }) => lines));
  const remaining = new Set(kept.map(({ householdId }) => householdId));
  return struck.map(({ person, section, householdId }) => ({
    ruleId: 'CR-03',
    householdId,
    blocking: false,
    detail: `${person} stands in two households of section ${section}${remaining.has(householdId) ? '' : '; this one has no other member'}`,
  }));
};
