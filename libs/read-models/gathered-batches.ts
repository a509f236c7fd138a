import type { ProjectedEvent } from './arrived';
import type { Offset } from './postgres-households';

/** Writes batches in one transaction: all of them, or a fault and none. */
export type WriteBatches = (events: readonly ProjectedEvent[], offsets: readonly Offset[]) => Promise<readonly ProjectedEvent[]>;
type Waiting = Readonly<{
  events: readonly ProjectedEvent[];
  offsets: readonly Offset[];
  resolve: (parked: number) => void;
  reject: (fault: unknown) => void;
}>;

/** Enough for every partition of a fetch under load; more would keep the views locked, and the consumer from its heartbeat. */
const EVENTS = 4_000;

/**
 * Batches that come while others are written are written together: the partitions of one fetch share a transaction. Each partition has
 * one batch here at a time, so their order stays.
 */
export class GatheredBatches {
  private readonly waiting: Waiting[] = [];
  private isWriting = false;

  /** `write` answers which of the events were parked. */
  constructor(private readonly write: WriteBatches) {}

  /** Resolves to how many of these events were parked, once they are stored. */
  add(events: readonly ProjectedEvent[], offsets: readonly Offset[]): Promise<number> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ events, offsets, resolve, reject });
      this.schedule();
    });
  }

  private schedule(): void {
    if (this.isWriting || this.waiting.length === 0) return;
    this.isWriting = true;
    // Not at once: the partitions of a fetch are handed over in the same turn of the event loop.
    setImmediate(() => void this.writeGroup());
  }

  private async writeGroup(): Promise<void> {
    const group = this.takeGroup();
    try {
      const parked = new Set(
        await this.write(
          group.flatMap(({ events }) => events),
          group.flatMap(({ offsets }) => offsets),
        ),
      );
      for (const { events, resolve } of group) resolve(events.filter((event) => parked.has(event)).length);
    } catch (fault) {
      for (const { reject } of group) reject(fault);
    } finally {
      this.isWriting = false;
      this.schedule();
    }
  }

  private takeGroup(): readonly Waiting[] {
    let [count, events] = [0, 0];
    for (const { events: next } of this.waiting) {
      events += next.length;
      if (count > 0 && events > EVENTS) break;
      count += 1;
    }
    return this.waiting.splice(0, count);
  }
}
