import { Kafka, logLevel } from 'kafkajs';
import type { KafkaMessage } from 'kafkajs';

// Reads topics as an outsider would: a plain consumer that knows nothing of the hub's programs.

export type Read = Readonly<{
  topic: string;
  partition: number;
  offset: string;
  key: string;
  value: Buffer | null;
  headers: Readonly<Record<string, string>>;
}>;

const GIVE_UP_MS = 120_000;
let readers = 0;

export const plainKafka = (brokers: string): Kafka =>
  new Kafka({
    clientId: 'outsider',
    brokers: [brokers],
    logLevel: logLevel.NOTHING,
    retry: { retries: 12, maxRetryTime: 2_000 },
  });

/** Another fault may have killed the broker a moment ago: of who leads a partition kafkajs does not ask again by itself. */
const patiently = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  for (const deadline = Date.now() + GIVE_UP_MS; ;)
    try {
      return await ask();
    } catch (fault) {
      if (Date.now() > deadline || !(fault as { retriable?: boolean }).retriable) throw fault;
      await new Promise((next) => setTimeout(next, 500));
    }
};

const asRead = (topic: string, partition: number, { offset, key, value, headers }: KafkaMessage): Read => ({
  topic,
  partition,
  offset,
  key: String(key),
  value,
  headers: Object.fromEntries(Object.entries(headers ?? {}).map(([name, said]) => [name, String(said)])),
});

/** Everything that is on the topics now, in offset order within each partition. */
export const readTopics = async (brokers: string, topics: readonly string[]): Promise<readonly Read[]> => {
  const kafka = plainKafka(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const ends = new Map<string, bigint>();
  for (const topic of topics)
    for (const { partition, low, high } of await patiently(() => admin.fetchTopicOffsets(topic)))
      if (BigInt(high) > BigInt(low)) ends.set(`${topic}/${partition}`, BigInt(high));
  const groupId = `outsider-${process.pid}-${(readers += 1)}`;
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, sessionTimeout: 30_000 });
  const read: Read[] = [];
  try {
    if (ends.size === 0) return read;
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await new Promise<void>((done, failed) => {
      const late = setTimeout(() => failed(new Error(`not read to the end: ${[...ends.keys()].join(', ')}`)), GIVE_UP_MS);
      consumer
        .run({
          autoCommit: false,
          eachBatch: async ({ batch }) => {
            for (const message of batch.messages) read.push(asRead(batch.topic, batch.partition, message));
            const end = ends.get(`${batch.topic}/${batch.partition}`);
            if (end !== undefined && BigInt(batch.lastOffset()) + 1n >= end) ends.delete(`${batch.topic}/${batch.partition}`);
            if (ends.size > 0) return;
            clearTimeout(late);
            done();
          },
        })
        .catch(failed);
    });
    return read;
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await admin.deleteGroups([groupId]).catch(() => undefined);
    await admin.disconnect();
  }
};
