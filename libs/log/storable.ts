import { isLocalDate } from '@xianjie/domain';
import type { Append } from './event-log';
import { AppendUnstorable } from './faults';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * A body above it would be in the log for good and on no topic: whoever publishes could not go past it. Leaves 380 kB of what a topic takes to
 * the headers.
 */
export const LARGEST_BODY_BYTES = 8_000_000;

/** What a store would refuse, or give back in another spelling than the one that the chain covers. */
export const assertStorable = ({ commandId, streams }: Append): void => {
  for (const { events } of streams)
    for (const { id, effectiveOn, type, body } of events) {
      if (!UUID.test(id)) throw new AppendUnstorable(commandId, `event id ${id} is not a UUID in lower case`);
      if (!isLocalDate(effectiveOn)) throw new AppendUnstorable(commandId, `effectiveOn ${effectiveOn} is not a day`);
      if (body.length > LARGEST_BODY_BYTES)
        throw new AppendUnstorable(commandId, `${type} has ${body.length} bytes, an event up to ${LARGEST_BODY_BYTES}`);
    }
};
