import { retractedAmong } from '../household/evolve';
import type { RecordedHouseholdEvent } from '../household/household.events';
import type { PersonId } from '../values';

const leaversIn = ({ event }: RecordedHouseholdEvent): readonly PersonId[] => {
  if (event.type === 'MemberRemoved' && event.caseKey === null) return [event.person];
  if (event.type === 'HouseholdSplit' && event.role === 'PREDECESSOR') return event.members.map(({ person }) => person);
  return [];
};

/**
 * Who once was struck off the registration's roster; some may have come back to it. Members are those as at the freeze (S-20), so a
 * case that still names one of these covers nobody of this household, unlike one that names a person in doubt (S-11).
 */
export const formerMembers = (events: readonly RecordedHouseholdEvent[]): ReadonlySet<PersonId> => {
  const retracted = retractedAmong(events);
  return new Set(events.filter(({ eventId }) => !retracted.has(eventId)).flatMap(leaversIn));
};
