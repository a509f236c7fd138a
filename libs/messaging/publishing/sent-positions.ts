import type { MessageBus } from '../message-bus';
import type { EventMessage } from './event-messages';

/** The number in a `shard:number` header when the shard is ours. */
export const numberIn = (position: string | undefined, shard: string): number | null => {
  const [of, number = '', ...more] = position?.split(':') ?? [];
  // Of what is no position nothing follows: as a number it would compare with none, and every message count as sent.
  return of === shard && more.length === 0 && /^\d{1,15}$/.test(number) ? Number(number) : null;
};

/**
 * What the topics hold beyond the stored position: a page that was sent, wholly or in part, and not yet noted. Within a partition the
 * log's order was kept, so the highest number there says what must not be sent again.
 */
export class SentPositions {
  private readonly highest = new Map<string, number>();
  /** The highest position of the shard beyond `after` that a topic holds; 0 when none. */
  last = 0;

  private constructor(private readonly bus: MessageBus) {}

  static async of(
    bus: MessageBus,
    topics: readonly string[],
    shard: string,
    after: number,
    tailLength: number,
  ): Promise<SentPositions> {
    const sent = new SentPositions(bus);
    const tail = await bus.tail(topics, tailLength, ({ topic, partition, headers }) => {
      const number = numberIn(headers.xianjie_position, shard);
      if (number === null || number <= after) return;
      const place = `${topic}/${partition}`;
      sent.highest.set(place, Math.max(sent.highest.get(place) ?? 0, number));
      sent.last = Math.max(sent.last, number);
    });
    await tail.stop();
    return sent;
  }

  /** The messages that are not on their topic yet. */
  missing(messages: readonly EventMessage[]): readonly EventMessage[] {
    const first = messages[0];
    if (first === undefined || first.number > this.last) return messages;
    return messages.filter(
      ({ topic, number, message }) => number > (this.highest.get(`${topic}/${this.bus.partitionOf(topic, message.key)}`) ?? 0),
    );
  }
}
