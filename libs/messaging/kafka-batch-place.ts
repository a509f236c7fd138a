import type { Batch } from 'kafkajs';

/** `lastSentAt`: of the message before `next`, as Kafka counts it; null where it was not noted. */
export type StoredOffset = Readonly<{ partition: number; next: string; lastSentAt?: string | null }>;

/** Where a partition goes on. `lastSentAt` until the message before `next` was met again. */
export type Place = Readonly<{ next: bigint; lastSentAt: string | null }>;

export const BEGINNING: Place = { next: 0n, lastSentAt: null };

export const placeOf = (stored: StoredOffset | undefined): Place =>
  stored === undefined || stored.next === '0' ? BEGINNING : { next: BigInt(stored.next), lastSentAt: stored.lastSentAt ?? null };

/** At the last message that was taken in, where it can be known again; it is not handed over a second time. */
export const seekOf = ({ next, lastSentAt }: Place): string => String(lastSentAt === null ? next : next - 1n);

/**
 * The topic was deleted and made anew: it ends before, or another message stands where the last one stood. What stands there now would be
 * taken for long stored, and passed over unread.
 */
export const isMadeAnew = ({ next, lastSentAt }: Place, { highWatermark, messages }: Batch): boolean =>
  next > BigInt(highWatermark) ||
  (lastSentAt !== null && messages.some(({ offset, timestamp }) => BigInt(offset) === next - 1n && timestamp !== lastSentAt));
