import { isLocalDate } from '@xianjie/domain';
import type { Append } from './event-log';
import { AppendUnstorable } from './faults';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** What a store would refuse, or give back in another spelling than the one that the chain covers. */
export const assertStorable = ({ commandId, streams }: Append): void => {
  for (const { events } of streams)
    for (const { id, effectiveOn } of events) {
      if (!UUID.test(id)) throw new AppendUnstorable(commandId, `event id ${id} is not a UUID in lower case`);
      if (!isLocalDate(effectiveOn)) throw new AppendUnstorable(commandId, `effectiveOn ${effectiveOn} is not a day`);
    }
};
