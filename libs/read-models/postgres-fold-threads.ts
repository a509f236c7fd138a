import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import { memoryOf, reuse } from './postgres-copy-rows';
import { foldPage } from './postgres-fold-page';
import type { FoldedPage } from './postgres-fold-page';
import type { ToFoldThread } from './postgres-fold-thread';

const THREAD = join(__dirname, 'postgres-fold-thread.js');
const MOST_THREADS = 4;
/** The states of a page outlive a young generation of the usual size: then a quarter of the time goes into copying them about. */
const YOUNG_MB = 96;

type Answer = Readonly<{ folded: FoldedPage } | { fault: Error }>;
/** `stored` is to be called when the rows are no longer wanted. */
export type PageToStore = FoldedPage & Readonly<{ stored: () => void }>;
type Waiting = Readonly<{ resolve: (page: PageToStore) => void; reject: (fault: Error) => void }>;

class FoldThread {
  private readonly worker: Worker;
  private readonly waiting: Waiting[] = [];

  constructor(learned: readonly string[]) {
    this.worker = new Worker(THREAD, { workerData: learned, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } });
    this.worker.on('message', (answer: Answer) => {
      const { resolve, reject } = this.waiting.shift()!;
      if ('folded' in answer) resolve({ ...answer.folded, stored: () => this.giveBack(answer.folded) });
      else reject(answer.fault);
    });
    this.worker.on('error', (fault) => this.waiting.splice(0).forEach(({ reject }) => reject(fault)));
  }

  get queued(): number {
    return this.waiting.length;
  }

  fold(page: Uint8Array): Promise<PageToStore> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.post({ page }, [page.buffer as ArrayBuffer]);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }

  private giveBack({ rows }: FoldedPage): void {
    this.post({ stored: rows }, memoryOf(rows));
  }

  private post(message: ToFoldThread, memory: ArrayBuffer[]): void {
    this.worker.postMessage(message, memory);
  }
}

/**
 * Folds pages on every processor: decoding, folding and writing the rows takes more than twice the time that Postgres needs to read and
 * store them. Where only the sources are there, as under Jest, pages are folded here.
 */
export class FoldThreads {
  private readonly threads: FoldThread[] = [];
  /** Pages to have under way so that no thread waits. */
  readonly width = 2 * Math.min(MOST_THREADS, availableParallelism());

  constructor(private readonly codec: HouseholdEventCodec) {}

  /** The page is gone afterwards. @throws what folding throws; RangeError for a value that the views cannot hold. */
  async fold(page: Uint8Array): Promise<PageToStore> {
    if (!existsSync(THREAD)) return this.foldHere(page);
    if (this.threads.length < this.width / 2) this.threads.push(new FoldThread(this.codec.learned));
    return this.threads.reduce((one, other) => (other.queued < one.queued ? other : one)).fold(page);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }

  private foldHere(page: Uint8Array): PageToStore {
    const folded = foldPage(page, this.codec.recorded);
    return { ...folded, stored: () => reuse(folded.rows) };
  }
}
