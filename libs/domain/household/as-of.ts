import type { LocalDate } from '../values';
import { retractedAmong } from './evolve';
import type { HouseholdEvent, RecordedHouseholdEvent } from './household.events';

// What held on a day, by all that is known: what is dated until then, and whatever says what was never so.

/** A retraction (S-9), and the return of a case whose departure it cancels (S-6): as if the event it names had not been. */
const saysWhatNeverWas = (type: HouseholdEvent['type'] | null): boolean =>
  type === 'EventRetracted' || type === 'DibaoReturnedToFile';

export const isEffectiveBy = (
  { type, on }: Readonly<{ type: HouseholdEvent['type'] | null; on: LocalDate }>,
  by: LocalDate | null | undefined,
): boolean => by === null || by === undefined || saysWhatNeverWas(type) || on <= by;

/** Of each exit that was corrected, by its id, the day that its last correction gives it; null: it never was (S-5). */
const correctedExits = (events: readonly RecordedHouseholdEvent[]): ReadonlyMap<string, LocalDate | null> => {
  const retracted = retractedAmong(events);
  const exits = new Map<string, LocalDate | null>();
  for (const { eventId, event } of events)
    if (event.type === 'ExitCorrected' && event.ofEvent !== null && !retracted.has(eventId))
      exits.set(event.ofEvent, event.to?.on ?? null);
  return exits;
};

export const effectiveBy = (
  events: readonly RecordedHouseholdEvent[],
  by: LocalDate | null | undefined,
): readonly RecordedHouseholdEvent[] => {
  if (by === null || by === undefined) return events;
  const exits = correctedExits(events);
  return events.filter(({ eventId, event }) => {
    const isCorrection = event.type === 'ExitCorrected';
    const exit = isCorrection ? event.ofEvent : event.type === 'PovertyExited' ? eventId : null;
    const on = exit === null ? undefined : exits.get(exit);
    // Moved to another day, an exit and its corrections hold from that one. One that never was is taken away by its correction.
    if (on === undefined) return isEffectiveBy(event, by);
    return on === null ? isCorrection || event.on <= by : on <= by;
  });
};
