import type { RecordedEvent } from './event-log';
import { headersOf, sm3 } from './chain';

/** Bytes of a link, and of the place of the previous link in `covered`. */
export const LINK_BYTES = 32;

/**
 * Consecutive stored events whose links were recomputed among themselves. What stands before the block is not known while that is
 * done, so its first event is left to whoever has the link before it. That makes blocks independent: several are hashed at once.
 */
export type ChainBlock = Readonly<{
  first: number;
  /** Room for the link before ‖ SM3(body) ‖ headers of the first event: what its link has to be the SM3 of. */
  covered: Uint8Array;
  firstLink: Uint8Array;
  last: number;
  lastLink: Uint8Array;
  /** The first position after `first` that is not what was recorded; what comes after it was not looked at. */
  firstBad: number | null;
}>;

/** A block of one event. */
export const blockOf = (event: RecordedEvent): ChainBlock => {
  const { position, link } = event;
  const covered = Buffer.concat([Buffer.alloc(LINK_BYTES), sm3(event.body), Buffer.from(headersOf(event))]);
  return { first: position.number, covered, firstLink: link, last: position.number, lastLink: link, firstBad: null };
};

/** Whether the block's first event is chained to that link. */
export const isChainedTo = (previous: Uint8Array, { covered, firstLink }: ChainBlock): boolean => {
  const bytes = Buffer.from(covered);
  bytes.set(previous.subarray(0, LINK_BYTES));
  return sm3(bytes).equals(firstLink);
};
