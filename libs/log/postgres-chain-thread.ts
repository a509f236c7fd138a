import { parentPort } from 'node:worker_threads';
import { checkCopiedBlock } from './postgres-copied-block';

/** The other side of ChainThreads: blocks in, what was found out; in the order of asking. */
parentPort?.on('message', ({ shard, rows }: Readonly<{ shard: string; rows: Uint8Array }>) => {
  try {
    parentPort?.postMessage({ checked: checkCopiedBlock(shard, rows) });
  } catch (fault) {
    parentPort?.postMessage({ fault: (fault as Error).message });
  }
});
