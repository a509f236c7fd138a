import { parentPort, workerData } from 'node:worker_threads';
import { HouseholdEventCodec } from '@xianjie/contracts';
import { foldPage } from './postgres-fold-page';

/** The other side of FoldThreads: pages in, rows out, in the order of asking. `workerData` is what the asker's codec has learned. */
const codec = new HouseholdEventCodec();
for (const text of workerData as readonly string[]) codec.learn(text);

parentPort?.on('message', (page: Uint8Array) => {
  try {
    const folded = foldPage(page, codec.recorded);
    const memory = Object.values(folded.rows).map(({ buffer }) => buffer as ArrayBuffer);
    parentPort?.postMessage({ folded }, memory);
  } catch (fault) {
    parentPort?.postMessage({ fault });
  }
});
