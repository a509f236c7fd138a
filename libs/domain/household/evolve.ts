import type { HouseholdEvent, RecordedHouseholdEvent } from './household.events';
import { dibaoFolds } from './fold-dibao';
import { opened } from './open-case';
import { familyFolds } from './fold-family';
import { enrolled, registrationFolds } from './fold-registration';
import type { Recording } from './fold-registration';
import { unknownHousehold } from './state';
import type { DibaoCase, Household, Registration } from './state';

// One fold for what was heard and for what was decided (S-1). It refuses nothing and never throws: an event is a fact.

type AnyFold<State> = (known: State, event: HouseholdEvent, recording: Recording) => State;
const foldIn = <State>(folds: object, { type }: HouseholdEvent): AnyFold<State> | undefined =>
  Object.hasOwn(folds, type) ? (folds as Record<string, AnyFold<State>>)[type] : undefined;

/** The state after an event whose id may not be known yet, within one hearing. */
export const step = (known: Household, event: HouseholdEvent, recording: Recording): Household => {
  if (event.type === 'HouseholdEnrolled') return { ...known, registration: enrolled(event, recording) };
  if (event.type === 'DibaoEnrolled') return { ...known, cases: { ...known.cases, [event.caseKey]: opened(event) } };
  const ofFamily = foldIn<Household>(familyFolds, event);
  if (ofFamily) return ofFamily(known, event, recording);
  const ofRegistration = foldIn<Registration>(registrationFolds, event);
  if (ofRegistration)
    return known.registration === null ? known : { ...known, registration: ofRegistration(known.registration, event, recording) };
  const ofCase = foldIn<DibaoCase>(dibaoFolds, event);
  const caseKey = 'caseKey' in event ? event.caseKey : null;
  if (!ofCase || caseKey === null || !Object.hasOwn(known.cases, caseKey)) return known;
  return { ...known, cases: { ...known.cases, [caseKey]: ofCase(known.cases[caseKey] as DibaoCase, event, recording) } };
};

/** The state after one more recorded event. After an EventRetracted fold the whole stream again: `foldHousehold` (S-9). */
export const evolve = (state: Household, { event, eventId, county }: RecordedHouseholdEvent): Household =>
  step(state, event, { eventId, county });

/** The ids retracted among these events; a retraction that was itself retracted counts for nothing. */
export const retractedAmong = (events: readonly Pick<RecordedHouseholdEvent, 'eventId' | 'event'>[]): ReadonlySet<string> => {
  const retracted = new Set<string>();
  for (const { eventId, event } of events.toReversed())
    if (event.type === 'EventRetracted' && !retracted.has(eventId)) retracted.add(event.ofEvent);
  return retracted;
};

/** The state at the last of these events: the fold of all of them without those retracted by then (S-9, S-18). */
export const foldHousehold = (events: readonly RecordedHouseholdEvent[]): Household => {
  const retracted = retractedAmong(events);
  return events.reduce(
    (state, recorded) => (retracted.has(recorded.eventId) ? state : evolve(state, recorded)),
    unknownHousehold,
  );
};
