import type { EventLog, Position, PositionRange, RecordedEvent } from './event-log';
import { GENESIS, linkOf, sm3 } from './chain';

/** Reads what is stored as it is: unlike a reader of the log it meets holes without a fault. */
export type StoredChain = Pick<EventLog, 'head'> &
  Readonly<{ pages: (shard: string, after: number, upTo: number) => AsyncIterable<readonly RecordedEvent[]> }>;

/**
 * Recomputes links in pages. An altered, removed, inserted or swapped event is found at the first position that is no longer
 * what was recorded; without `to`, a tail cut off or added beyond the head row as well. A chain cannot show that its
 * newest events were removed together with the head row's old value: seals outside the database do (S-19).
 */
export const verifyChain = async (log: StoredChain, { shard, from = 1, to }: PositionRange): Promise<Position | null> => {
  const head = await log.head(shard);
  const bad = (number: number): Position => ({ shard, number });
  const last = to ?? Number.MAX_SAFE_INTEGER;
  let expected = Math.max(1, from);
  let previous = GENESIS;
  if (expected > 1) {
    const before = await onlyEvent(log, shard, expected - 1);
    if (before === null) return expected <= head.number ? bad(expected) : null;
    previous = before;
  }
  for await (const page of log.pages(shard, expected - 1, last)) {
    for (const event of page) {
      if (event.position.number !== expected) return bad(Math.min(expected, event.position.number));
      // Read after the head: what was appended since is chained like the rest, but is not yet promised.
      if (!linkOf(previous, sm3(event.body), event).equals(event.link)) return bad(expected);
      if (expected === head.number && !event.link.equals(head.link)) return bad(expected);
      previous = event.link;
      expected += 1;
    }
  }
  const promised = Math.min(last, head.number);
  if (expected <= promised) return bad(expected);
  return to === undefined ? beyondHead(log, shard, expected - 1) : null;
};

const onlyEvent = async (log: StoredChain, shard: string, number: number): Promise<Buffer | null> => {
  for await (const page of log.pages(shard, number - 1, number)) return page[0]?.link ?? null;
  return null;
};

/** Events that no append put there lie beyond the head row, whatever was appended meanwhile. */
const beyondHead = async (log: StoredChain, shard: string, lastRead: number): Promise<Position | null> => {
  const head = await log.head(shard);
  return lastRead > head.number ? { shard, number: head.number + 1 } : null;
};
