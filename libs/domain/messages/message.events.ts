import type { DomainEvent } from '../decider';

// These names and fields are the stored format. Add an event; never rename one.

/**
 * An official discarded a parked message that is no event of the log (S-18). What is in the log is discarded by EventRetracted in its
 * own household, which every fold honours.
 */
export type MessageDiscarded = DomainEvent<
  'MessageDiscarded',
  {
    consumer: string;
    lane: string;
    topic: string;
    partition: number;
    offset: number;
    /** Why it could not be applied. */
    code: string;
    reason: string;
    discardedBy: string;
  }
>;

export const messageEventNames: Readonly<Record<MessageDiscarded['type'], string>> = { MessageDiscarded: 'message.discarded' };
/** The hub-wide stream of discarded messages. */
export const DISCARD_STREAM = 'discarded-messages';
