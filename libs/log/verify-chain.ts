import type { EventLog, Position, PositionRange } from './event-log';
import { GENESIS } from './chain';
import { isChainedTo } from './chain-block';
import type { ChainBlock } from './chain-block';

/** Reads what is stored as it is: unlike a reader of the log it meets holes without a fault. */
export type StoredChain = Pick<EventLog, 'head'> &
  Readonly<{ blocks: (shard: string, after: number, upTo: number) => AsyncIterable<ChainBlock> }>;

/**
 * Recomputes links. An altered, removed, inserted or swapped event is found at the first position that is no longer
 * what was recorded; without `to`, a tail cut off or added beyond the head row as well. A chain cannot show that its
 * newest events were removed together with the head row's old value: seals outside the database do (S-19).
 */
export const verifyChain = async (log: StoredChain, { shard, from = 1, to }: PositionRange): Promise<Position | null> => {
  const head = await log.head(shard);
  const bad = (number: number): Position => ({ shard, number });
  const last = to ?? Number.MAX_SAFE_INTEGER;
  let expected = Math.max(1, from);
  let previous: Uint8Array = GENESIS;
  if (expected > 1) {
    const before = await linkAt(log, shard, expected - 1);
    if (before === null) return expected <= head.number ? bad(expected) : null;
    previous = before;
  }
  // Asked for after the head: what was appended since is chained like the rest, but is not yet promised.
  for await (const block of log.blocks(shard, expected - 1, last)) {
    if (block.first !== expected) return bad(Math.min(expected, block.first));
    if (!isChainedTo(previous, block)) return bad(expected);
    if (block.firstBad !== null) return bad(block.firstBad);
    previous = block.lastLink;
    expected = block.last + 1;
  }
  const promised = Math.min(last, head.number);
  if (expected <= promised) return bad(expected);
  if (promised === head.number && head.number > 0 && !(await linkAt(log, shard, head.number))?.equals(head.link))
    return bad(head.number);
  return to === undefined ? beyondHead(log, shard, expected - 1) : null;
};

const linkAt = async (log: StoredChain, shard: string, number: number): Promise<Buffer | null> => {
  for await (const { firstLink } of log.blocks(shard, number - 1, number)) return Buffer.from(firstLink);
  return null;
};

/** Events that no append put there lie beyond the head row, whatever was appended meanwhile. */
const beyondHead = async (log: StoredChain, shard: string, lastRead: number): Promise<Position | null> => {
  const head = await log.head(shard);
  return lastRead > head.number ? { shard, number: head.number + 1 } : null;
};
