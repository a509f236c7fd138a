import type { Consumer, Kafka, KafkaMessage } from 'kafkajs';
import { settled } from './kafka-settled';
import type { ReceivedMessage, Tail } from './message-bus';

type Watched = Readonly<{ topic: string; partition: number; from: bigint; end: bigint }>;

const textHeaders = (headers: KafkaMessage['headers']): Record<string, string> =>
  Object.fromEntries(Object.entries(headers ?? {}).map(([name, value]) => [name, String(value)]));

export const received = (topic: string, partition: number, message: KafkaMessage): ReceivedMessage => ({
  topic,
  partition,
  offset: message.offset,
  key: String(message.key),
  value: message.value,
  headers: textHeaders(message.headers),
});

const placeOf = (topic: string, partition: number): string => `${topic}/${partition}`;

/** kafkajs reads only as a member of a group: a group of its own, forgotten at the end, that stores no offset. */
export class KafkaTail implements Tail {
  private readonly consumer: Consumer;
  /** Partitions in which something that was there at the start is still to come. */
  private readonly behind = new Map<string, bigint>();

  constructor(
    private readonly kafka: Kafka,
    private readonly groupId: string,
    private readonly onMessage: (message: ReceivedMessage) => void,
  ) {
    this.consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200, sessionTimeout: 30_000, allowAutoTopicCreation: false });
  }

  async start(topics: readonly string[], last: number): Promise<void> {
    const watched = await this.ends(topics, BigInt(last));
    for (const { topic, partition, from, end } of watched) if (from < end) this.behind.set(placeOf(topic, partition), end);
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...topics], fromBeginning: false });
    const caughtUp = new Promise<void>((resolve, reject) => {
      this.consumer.on(this.consumer.events.CRASH, ({ payload: { error } }) => reject(error));
      if (this.behind.size === 0) this.consumer.on(this.consumer.events.GROUP_JOIN, () => resolve());
      void this.consumer
        .run({
          autoCommit: false,
          eachBatchAutoResolve: true,
          partitionsConsumedConcurrently: 4,
          eachBatch: async ({ batch: { topic, partition, messages } }) => {
            for (const message of messages) this.onMessage(received(topic, partition, message));
            const end = this.behind.get(placeOf(topic, partition));
            const lastOffset = messages.at(-1)?.offset;
            if (end === undefined || lastOffset === undefined || BigInt(lastOffset) + 1n < end) return;
            this.behind.delete(placeOf(topic, partition));
            if (this.behind.size === 0) resolve();
          },
        })
        .catch(reject);
    });
    for (const { topic, partition, from } of watched) this.consumer.seek({ topic, partition, offset: String(from) });
    await caughtUp;
  }

  async stop(): Promise<void> {
    await this.consumer.disconnect();
    const admin = this.kafka.admin();
    await admin.connect();
    // An empty group is forgotten by the broker in a week; this only tidies up.
    await admin.deleteGroups([this.groupId]).catch(() => undefined);
    await admin.disconnect();
  }

  private async ends(topics: readonly string[], last: bigint): Promise<Watched[]> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const each = topics.map(async (topic) =>
        (await settled(() => admin.fetchTopicOffsets(topic))).map(({ partition, low, high }): Watched => {
          const [first, end] = [BigInt(low), BigInt(high)];
          return { topic, partition, from: end - last > first ? end - last : first, end };
        }),
      );
      return (await Promise.all(each)).flat();
    } finally {
      await admin.disconnect();
    }
  }
}
