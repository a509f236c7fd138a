import type { CaseKey } from '../household/reports';
import type { RegistryMember } from '../household/roster';
import type { Dated, Registration } from '../household/state';
import type { HouseholdId, LocalDate, PersonId } from '../values';
import { caseOnLine } from './case-on-line';
import { coverageIn } from './coverage';
import type { Coverage } from './coverage';
import { lastMonthOf } from './covering';
import type { Covering, Window } from './covering';
import type { Section } from './section';
import { byCaseNumber, inListOrder } from './line';
import type { Line, LineCase, ListScope, ListedHousehold } from './line';
import { oncePerSection } from './once-per-section';
import { exitsOf, plannedYearOf, reasonNotExited, wasPlannedIn, windowOfExit, windowOfPlan } from './sections';

const valueOn = <T>(timeline: readonly Dated<T>[], day: LocalDate): T | null =>
  (timeline.findLast(({ from }) => from <= day) ?? timeline[0])?.value ?? null;

type Placed = Readonly<{ section: Section; window: Window; exitDay: LocalDate | null }>;
type Listing = Readonly<{ listed: ListedHousehold; registration: Registration; scope: ListScope; coverage: Coverage }>;

const casesOver = (cases: readonly Covering[], window: Window): readonly Covering[] =>
  cases.filter((covering) => lastMonthOf(covering, window) !== null);

/** Distinct persons who count as covered members of the household in the window. */
const coveredPersons = ({ listed, registration, coverage }: Listing, window: Window): ReadonlySet<PersonId> =>
  new Set([
    ...Object.keys(registration.members).filter((person) => casesOver(coverage.casesOf(person), window).length > 0),
    ...coverage
      .unregisteredIn(listed)
      .filter((covering) => lastMonthOf(covering, window) !== null)
      .map(({ person }) => person),
  ]);

/** Which section the household belongs to, if any: an exit of the year decides before a plan for it. */
const place = (listing: Listing): Placed | null => {
  const { registration, scope } = listing;
  const exits = exitsOf(registration, scope.year);
  if (exits.length > 0) {
    const window = windowOfExit(exits, scope);
    if (coveredPersons(listing, window).size === 0) return null;
    return { section: 1, window, exitDay: exits.at(-1)?.on ?? null };
  }
  return wasPlannedIn(registration, scope.year) ? { section: 2, window: windowOfPlan(scope), exitDay: null } : null;
};

/** A division of a county whose code changed carries the code as current at the freeze: the first six digits (S-20). */
const divisionAtFreeze = (division: string, { county, countyLineage }: ListScope): string =>
  countyLineage.includes(division.slice(0, 6)) ? county + division.slice(6) : division;

const linesOf = (listing: Listing, placed: Placed): readonly Line[] => {
  const { listed, registration, scope, coverage } = listing;
  const { year, freezeOn } = scope;
  const exit = exitsOf(registration, year).at(-1) ?? null;
  const attributes = valueOn(registration.attributes, freezeOn);
  const members = Object.values(registration.members);
  const casesOf = (cases: readonly Covering[]): readonly LineCase[] =>
    casesOver(cases, placed.window)
      .map((covering) => caseOnLine(covering, placed, scope))
      .sort(byCaseNumber);
  const printed = new Set(
    members.flatMap(({ person }) => casesOver(coverage.casesOf(person), placed.window).map(({ spell }) => spell.caseKey)),
  );
  const unregistered = new Map<CaseKey, Covering>();
  for (const { spell, spans } of coverage.unregisteredIn(listed))
    unregistered.set(spell.caseKey, { spell, spans: [...(unregistered.get(spell.caseKey)?.spans ?? []), ...spans] });
  const shared = {
    section: placed.section,
    change: null,
    division: divisionAtFreeze(registration.division, scope),
    householdId: listed.householdId,
    registryNo: registration.registryNo,
    householdSize: members.length,
    casesWithoutLine: casesOf([...unregistered.values()].filter(({ spell }) => !printed.has(spell.caseKey))),
    // Like the roster, as at the freeze (S-20): a household whose case has stopped by then is to be seen as one to take in (YN-13).
    coveredMembers: coveredPersons(listing, { from: scope.coveredUntil, until: scope.coveredUntil }).size,
    registryStatus: valueOn(registration.statuses, freezeOn) ?? registration.status,
    relapsedOn: registration.relapses.findLast((day) => day <= freezeOn && (exit === null || day >= exit.on)) ?? null,
    exitedOn: exit?.decidedOn ?? null,
    exitYear: exit?.exitYear ?? null,
    perCapitaNetIncomeFen: attributes?.perCapitaNetIncomeFen ?? null,
    guarantees: attributes?.guarantees ?? null,
    mainCause: attributes?.mainCause ?? null,
    otherCauses: attributes?.otherCauses ?? [],
    plannedYear: plannedYearOf(registration, year),
    notExitedReason: exit === null ? reasonNotExited(registration, year) : null,
  };
  return members.map(({ person, memberNo, name, idNo, relation, labour }: RegistryMember) => ({
    ...shared,
    ...{ person, memberNo, name, idNo, relation, labour },
    cases: casesOf(coverage.casesOf(person)),
  }));
};

export type Qualifying = Readonly<{ householdId: HouseholdId; registryNo: string; lines: readonly Line[] }>;

/** Every household of the county that belongs on the list, with its section; before a person is struck who stands on it twice. */
export const qualifying = (households: readonly ListedHousehold[], scope: ListScope): readonly Qualifying[] => {
  const coverage = coverageIn(households, scope.programmes);
  return households.flatMap((listed) => {
    const { registration, supersededBy } = listed.household;
    if (registration === null || supersededBy !== null) return [];
    if (listed.heldBy === null || !scope.countyLineage.includes(listed.heldBy)) return [];
    const listing = { listed, registration, scope, coverage };
    const placed = place(listing);
    return placed === null
      ? []
      : [{ householdId: listed.householdId, registryNo: registration.registryNo, lines: linesOf(listing, placed) }];
  });
};

/** The whole list of one county and year, in list order, both sections (S-20, S-23). Pure over sealed values. */
export const exitListLines = (households: readonly ListedHousehold[], scope: ListScope): readonly Line[] =>
  [...oncePerSection(qualifying(households, scope).flatMap(({ lines }) => lines)).kept].sort(inListOrder);
