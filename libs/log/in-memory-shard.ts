import type { Epoch, Head, RecordedEvent, StreamEvents, WholeStreams } from './event-log';
import { GENESIS } from './chain';

export const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** One shard's events in a plain array: position n stands at index n - 1. */
export class InMemoryShard {
  readonly events: RecordedEvent[] = [];
  private readonly byStream = new Map<string, RecordedEvent[]>();
  readonly marks = new Map<string, number>();
  readonly epochs: Epoch[] = [];

  constructor(readonly name: string) {}

  get head(): Head {
    const last = this.events.at(-1);
    return {
      shard: this.name,
      number: this.events.length,
      link: last?.link ?? GENESIS,
      recordedAt: last?.recordedAt ?? null,
      epoch: this.epochs.at(-1)?.epoch ?? 1,
    };
  }

  get mark(): number {
    return Math.max(0, ...this.marks.values());
  }

  openEpoch(reason: string, openedAt: string): number {
    const beyond = [...this.marks].filter(([, number]) => number > this.events.length);
    for (const [kind] of beyond) this.marks.delete(kind);
    const { number: after, epoch: before } = this.head;
    this.epochs.push({ epoch: before + 1, after, overridden: Object.fromEntries(beyond), reason, openedAt });
    return before + 1;
  }

  add(events: readonly RecordedEvent[]): void {
    for (const event of events) {
      this.events.push(event);
      const own = this.byStream.get(event.stream);
      if (own) own.push(event);
      else this.byStream.set(event.stream, [event]);
    }
  }

  stream(stream: string, upTo: number): readonly RecordedEvent[] {
    return (this.byStream.get(stream) ?? []).filter(({ position }) => position.number <= upTo);
  }

  /** Streams with an event that is asked for, whole up to there, in stream order. */
  *wholeStreams(
    upTo: number,
    isAsked: (event: RecordedEvent) => boolean,
    { after = '', from = 1 }: WholeStreams = {},
  ): Generator<StreamEvents> {
    for (const stream of [...this.byStream.keys()].sort()) {
      const whole = stream > after ? this.stream(stream, upTo) : [];
      const events = whole.filter(({ position }) => position.number >= from);
      if (events.length > 0 && whole.some(isAsked)) yield { stream, events };
    }
  }
}
