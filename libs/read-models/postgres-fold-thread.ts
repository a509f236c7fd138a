import { parentPort, workerData } from 'node:worker_threads';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { memoryOf, reuse } from './postgres-copy-rows';
import type { EncodedRows } from './postgres-copy-rows';
import { foldPage } from './postgres-fold-page';

/** A page to fold, or the memory of rows that are stored. */
export type ToFoldThread = Readonly<{ page: Uint8Array } | { stored: EncodedRows }>;

/** The other side of FoldThreads: pages in, rows out, in the order of asking. `workerData` is what the asker's codec has learned. */
const codec = new HouseholdEventCodec();
for (const text of workerData as readonly string[]) codec.learn(text);

parentPort?.on('message', (asked: ToFoldThread) => {
  if ('stored' in asked) return reuse(asked.stored);
  try {
    const folded = foldPage(asked.page, codec.recorded);
    parentPort?.postMessage({ folded }, memoryOf(folded.rows));
  } catch (fault) {
    parentPort?.postMessage({ fault });
  }
});
