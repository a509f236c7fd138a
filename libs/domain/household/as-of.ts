import type { LocalDate } from '../values';
import type { RecordedHouseholdEvent } from './household.events';

/** Not what is dated after the day, but every retraction, for it says what was never so (S-9). Without a day, all. */
export const isEffectiveBy = (
  { type, on }: Readonly<{ type: string | null; on: LocalDate }>,
  by: LocalDate | null | undefined,
): boolean => by === null || by === undefined || type === 'EventRetracted' || on <= by;

export const effectiveBy = (
  events: readonly RecordedHouseholdEvent[],
  by: LocalDate | null | undefined,
): readonly RecordedHouseholdEvent[] =>
  by === null || by === undefined ? events : events.filter(({ event }) => isEffectiveBy(event, by));
