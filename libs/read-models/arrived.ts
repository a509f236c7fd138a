import type { CountyCode, HouseholdEvent, HouseholdId, HubError } from '@xianjie/domain';
import type { ReceivedMessage } from '@xianjie/messaging';

/** One message of the household topic. */
export type ProjectedEvent = Readonly<{
  /** Its key: the household, and the lane in which it waits. */
  lane: string;
  household: HouseholdId;
  /** NaN when the message does not say it. */
  version: number;
  position: number;
  eventId: string;
  county: CountyCode;
  /** Null when this version does not know its type (it is counted, not folded), or when it could not be read. */
  event: HouseholdEvent | null;
  /** Why it could not be read. */
  fault: HubError | null;
  /** An operator said that it is to be passed over. */
  discarded: boolean;
  message: ReceivedMessage;
}>;

/** Reads messages. @throws only what passes: what is a message's own fault is in `fault`. */
export type ReadMessages = (messages: readonly ReceivedMessage[]) => Promise<readonly ProjectedEvent[]>;
