import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ChainBlock } from './chain-block';
import { checkCopiedBlock } from './postgres-copied-block';

const THREAD = join(__dirname, 'postgres-chain-thread.js');
const MOST_THREADS = 4;

type Answer = Readonly<{ checked: ChainBlock } | { fault: string }>;
type Waiting = Readonly<{ resolve: (block: ChainBlock) => void; reject: (fault: Error) => void }>;

class ChainThread {
  private readonly worker = new Worker(THREAD);
  private readonly waiting: Waiting[] = [];

  constructor() {
    this.worker.on('message', (answer: Answer) => {
      const { resolve, reject } = this.waiting.shift()!;
      if ('checked' in answer) resolve(answer.checked);
      else reject(new RangeError(answer.fault));
    });
    this.worker.on('error', (fault) => this.waiting.splice(0).forEach(({ reject }) => reject(fault)));
  }

  get queued(): number {
    return this.waiting.length;
  }

  check(shard: string, rows: Uint8Array): Promise<ChainBlock> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.worker.postMessage({ shard, rows }, [rows.buffer as ArrayBuffer]);
    });
  }

  async close(): Promise<void> {
    await this.worker.terminate();
  }
}

/**
 * Hashes blocks on every processor: SM3 over body and headers costs about 6 µs an event, more than reading it. The first block is
 * hashed here, so that a short range starts no thread; so are all where only the sources are there, as under Jest.
 */
export class ChainThreads {
  private readonly threads: ChainThread[] = [];
  private asked = 0;

  /** Blocks to have under way so that no thread waits. */
  readonly width = 2 * Math.min(MOST_THREADS, availableParallelism());

  async check(shard: string, rows: Uint8Array): Promise<ChainBlock> {
    this.asked += 1;
    if (this.asked === 1 || !existsSync(THREAD)) return checkCopiedBlock(shard, rows);
    if (this.threads.length < this.width / 2) this.threads.push(new ChainThread());
    return this.threads.reduce((one, other) => (other.queued < one.queued ? other : one)).check(shard, rows);
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.close()));
  }
}
