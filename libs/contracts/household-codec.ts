import type { HouseholdEvent, RecordedHouseholdEvent } from '@xianjie/domain';
import { EventCodec } from './avro-event-codec';
import type { StoredEvent } from './readable-events';

/** Whose event it is; `county` is the county of the household at the event, six digits. */
export type HouseholdSubject = Readonly<{ householdId: string; county: string }>;

/** Household events (schemas/household, one record an event type). */
export class HouseholdEventCodec extends EventCodec<HouseholdEvent, HouseholdSubject> {
  constructor() {
    super({
      families: ['household'],
      subject: ['householdId', 'county'],
      // The county that pays a case is not always the household's (S-20).
      renamed: { DibaoEnrolled: { caseCounty: 'county' } },
    });
  }

  /** A recorded event as the folds take it; null for a type that this program does not know. @throws as `decode`. */
  readonly recorded = (stored: StoredEvent): RecordedHouseholdEvent | null => {
    if (!this.knows(stored.type)) return null;
    const { id: eventId, county, version } = stored;
    return { eventId, event: this.decode(stored), county, version };
  };
}
