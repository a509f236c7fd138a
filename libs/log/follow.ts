import type { RecordedEvent } from './event-log';
import { LogHasGap } from './faults';

/** In ms. An announcement that got lost costs a follower this long, and nothing else. */
const POLL = 250;

type ReadPage = (after: number) => Promise<readonly RecordedEvent[]>;
/** Calls the bell after each commit that may concern the follower; answers how to stop. */
type Subscribe = (bell: () => void) => () => void | Promise<void>;

/** Pages after `after` for as long as the signal allows. Because positions are gapless, a hole is a fault, never waited for. */
export async function* follow(readPage: ReadPage, subscribe: Subscribe, shard: string, after: number, signal: AbortSignal) {
  let last = after;
  let hasRung: boolean;
  let wake: () => void = () => undefined;
  const ring = () => {
    hasRung = true;
    wake();
  };
  const unsubscribe = subscribe(ring);
  signal.addEventListener('abort', ring);
  try {
    while (!signal.aborted) {
      // Before reading: what is announced during the read may be missing from the page.
      hasRung = false;
      const page = await readPage(last);
      if (page.length > 0) {
        assertGapless(shard, last, page);
        last += page.length;
        yield page;
      } else if (!hasRung) {
        await new Promise<void>((resolve) => {
          const poll = setTimeout(resolve, POLL);
          wake = () => {
            clearTimeout(poll);
            resolve();
          };
        });
      }
    }
  } finally {
    signal.removeEventListener('abort', ring);
    await unsubscribe();
  }
}

/** @throws LogHasGap at the first position that is missing. */
export const assertGapless = (shard: string, after: number, page: readonly RecordedEvent[]): void => {
  page.forEach(({ position }, i) => {
    if (position.number !== after + 1 + i) throw new LogHasGap(shard, after + 1 + i);
  });
};
