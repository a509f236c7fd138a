import type { HouseholdEvent } from '@xianjie/domain';
import { EventCodec } from './avro-event-codec';

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
}
