import type { RecordedHouseholdEvent } from '../household/household.events';
import type { CountyCode, LocalDate } from '../values';
import { retractedAmong } from '../household/evolve';
import { lastDayOfYear } from '../values';

type Held = Readonly<{ from: LocalDate; county: CountyCode }>;

const heldSince = ({ event, county }: RecordedHouseholdEvent): readonly Held[] => {
  if (event.type === 'HouseholdEnrolled') return [{ from: event.on, county }];
  const isPlaced = event.type === 'HouseholdMoved' || event.type === 'DivisionCodeMapped';
  if (isPlaced && event.caseKey === null) return [{ from: event.on, county: event.toCounty }];
  return [];
};

/**
 * The county that held the registration last in that year: it lists the household (S-20). One that was registered only later is
 * listed by the county that registered it; null without a registration.
 */
export const countyHolding = (events: readonly RecordedHouseholdEvent[], year: number): CountyCode | null => {
  const retracted = retractedAmong(events);
  const held = events
    .filter(({ eventId }) => !retracted.has(eventId))
    .flatMap(heldSince)
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  return (held.findLast(({ from }) => from <= lastDayOfYear(year)) ?? held[0])?.county ?? null;
};
