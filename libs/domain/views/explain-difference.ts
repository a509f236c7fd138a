import { evolve, foldHousehold } from '../household/evolve';
import type { RecordedHouseholdEvent } from '../household/household.events';
import { unknownHousehold } from '../household/state';
import type { Household } from '../household/state';
import { differingPaths, isSame } from './differing-paths';
import { householdCard } from './household-card';

// Why the live view and a replay say different things of one household: the events that only one of them folded, field by field.

/** What is said of a household, and the events that it is said to follow from, oldest first. */
export type Told = Readonly<{ state: Household; events: readonly RecordedHouseholdEvent[] }>;

/** Values are those of the card, without a personal value; null for a field that the card does not show. */
export type FieldDifference = Readonly<{
  path: string;
  live: unknown;
  replayed: unknown;
  /** Ids of the events that make the difference. Empty: none does, and the verdict says whose state is wrong. */
  because: readonly string[];
}>;
/** `live-not-its-fold`: the live state does not follow from its own events under this code: altered, or made by other code. */
export type Verdict = 'events' | 'live-not-its-fold' | 'replay-not-its-fold';
export type ExplainedDifference = Readonly<{
  verdict: Verdict;
  fields: readonly FieldDifference[];
  onlyLive: readonly string[];
  onlyReplayed: readonly string[];
}>;

type View = (state: Household) => unknown;
const shown: View = (state) => {
  const { cases, ...card } = householdCard(state);
  return { ...card, cases: Object.fromEntries(cases.map((one) => [one.caseKey, one])) };
};
const whole: View = (state) => state;

/** The paths that each event moved, when folded in its turn. */
const movedBy = (events: readonly RecordedHouseholdEvent[], view: View): ReadonlyMap<string, readonly string[]> => {
  const moved = new Map<string, readonly string[]>();
  let before = unknownHousehold;
  for (const [index, recorded] of events.entries()) {
    const isTakenBack = recorded.event.type === 'EventRetracted';
    const after = isTakenBack ? foldHousehold(events.slice(0, index + 1)) : evolve(before, recorded);
    const paths = differingPaths(view(before), view(after)).map(({ path }) => path);
    moved.set(recorded.eventId, paths);
    before = after;
  }
  return moved;
};

const meets = (a: string, b: string): boolean => a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
const idsWithout = (events: readonly RecordedHouseholdEvent[], others: readonly RecordedHouseholdEvent[]): readonly string[] => {
  const known = new Set(others.map(({ eventId }) => eventId));
  return events.map(({ eventId }) => eventId).filter((id) => !known.has(id));
};

/** Null when both say the same. */
export const explainDifference = (live: Told, replayed: Told): ExplainedDifference | null => {
  if (isSame(live.state, replayed.state)) return null;
  const onCard = differingPaths(shown(live.state), shown(replayed.state));
  const view = onCard.length > 0 ? shown : whole;
  const paths =
    onCard.length > 0
      ? onCard
      : // Sealed values and event ids: what they are is nobody's business here, only where.
        differingPaths(live.state, replayed.state).map(({ path }) => ({ path, live: null, replayed: null }));
  const [onlyLive, onlyReplayed] = [idsWithout(live.events, replayed.events), idsWithout(replayed.events, live.events)];
  const [liveMoved, replayMoved] = [movedBy(live.events, view), movedBy(replayed.events, view)];
  const becauseOf = (path: string): readonly string[] => {
    const moves = (moved: ReadonlyMap<string, readonly string[]>) => (id: string) =>
      (moved.get(id) ?? []).some((other) => meets(path, other));
    const direct = [...onlyLive.filter(moves(liveMoved)), ...onlyReplayed.filter(moves(replayMoved))];
    // An event may have moved nothing because of one that is missing: then all that are missing explain it together.
    return direct.length > 0 ? direct : [...onlyLive, ...onlyReplayed];
  };
  return {
    verdict: verdictOn(live, replayed),
    fields: paths.map((found) => ({ ...found, because: becauseOf(found.path) })),
    ...{ onlyLive, onlyReplayed },
  };
};

const verdictOn = (live: Told, replayed: Told): Verdict => {
  if (!isSame(foldHousehold(live.events), live.state)) return 'live-not-its-fold';
  return isSame(foldHousehold(replayed.events), replayed.state) ? 'events' : 'replay-not-its-fold';
};
