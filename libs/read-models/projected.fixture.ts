import type { HouseholdEvent } from '@xianjie/domain';
import type { ProjectedEvent } from './arrived';

/** An event as the projector hands it over, at the offset that its position would have on a topic of its own. */
export const arrived = (
  event: Readonly<{
    household: string;
    version: number;
    position: number;
    eventId: string;
    county: string;
    event: HouseholdEvent | null;
  }>,
  change: Partial<ProjectedEvent> = {},
): ProjectedEvent => ({
  ...event,
  lane: event.household,
  fault: null,
  discarded: false,
  message: {
    ...{ topic: 't', partition: 0, offset: String(event.position), key: event.household, value: Buffer.from('avro') },
    headers: { ce_id: event.eventId, xianjie_version: String(event.version), xianjie_position: `53:${event.position}` },
  },
  ...change,
});
