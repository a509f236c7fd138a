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
  private stopped = false;
  /** Partitions in which something that was there at the start is still to come. */
  private readonly behind = new Map<string, bigint>();

  constructor(
    private readonly kafka: Kafka,
    private readonly groupId: string,
    private readonly onMessage: (message: ReceivedMessage) => void,
    private readonly onLost: (fault: Error) => void,
  ) {
    // A restart or another join would go on at the end, past what came meanwhile, and goes on for ever after a disconnect.
    const retry = { retries: 4, initialRetryTime: 100, maxRetryTime: 1_000, restartOnFailure: () => Promise.resolve(false) };
    this.consumer = kafka.consumer({
      groupId,
      retry,
      maxWaitTimeInMs: 200,
      sessionTimeout: 30_000,
      allowAutoTopicCreation: false,
    });
  }

  async start(topics: readonly string[], last: number): Promise<void> {
    const watched = await this.ends(topics, BigInt(last));
    for (const { topic, partition, from, end } of watched) if (from < end) this.behind.set(placeOf(topic, partition), end);
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...topics], fromBeginning: false });
    const { CRASH, GROUP_JOIN } = this.consumer.events;
    const caughtUp = new Promise<void>((resolve, reject) => {
      let joins = 0;
      this.consumer.on(CRASH, ({ payload: { error } }) => {
        reject(error);
        this.lost(error);
      });
      this.consumer.on(GROUP_JOIN, () => {
        joins += 1;
        if (joins > 1) this.lost(new Error('the tail had to join its group again'));
        if (this.behind.size === 0) resolve();
      });
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

  private lost(fault: Error): void {
    if (!this.stopped) this.onLost(fault);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    // A broker that went away has ended it as well; and it forgets an empty group in a week, so that this only tidies up.
    await this.consumer.disconnect().catch(() => undefined);
    await this.forgetGroup().catch(() => undefined);
  }

  private async forgetGroup(): Promise<void> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      await admin.deleteGroups([this.groupId]);
    } finally {
      await admin.disconnect();
    }
  }

  private async ends(topics: readonly string[], last: bigint): Promise<Watched[]> {
    const admin = this.kafka.admin();
    await admin.connect();
    try {
      const watched: Watched[] = [];
      // One by one: a question still open when another has failed would connect again after the disconnect, and keep the process alive.
      for (const topic of topics)
        for (const { partition, low, high } of await settled(() => admin.fetchTopicOffsets(topic))) {
          const [first, end] = [BigInt(low), BigInt(high)];
          watched.push({ topic, partition, from: end - last > first ? end - last : first, end });
        }
      return watched;
    } finally {
      await admin.disconnect();
    }
  }
}
