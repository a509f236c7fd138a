import type { LocalDate } from '../values';
import type { RecordedHouseholdEvent } from './household.events';

/** Without what is dated after the day; a retraction stays, for it says what was never so (S-9). Without a day, all of them. */
export const effectiveBy = (
  events: readonly RecordedHouseholdEvent[],
  on: LocalDate | null | undefined,
): readonly RecordedHouseholdEvent[] =>
  on === null || on === undefined ? events : events.filter(({ event }) => event.type === 'EventRetracted' || event.on <= on);
