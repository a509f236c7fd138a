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
const ONE_READING_MS = 45_000;
const READINGS = 6;
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

/**
 * One reading; null when it stood still. A broker killed while a group forms waits, when it is back, for a member that is no more (52 s seen);
 * a group of another name does not.
 */
const readOnce = async (
  kafka: Kafka,
  groupId: string,
  topics: readonly string[],
  ends: ReadonlyMap<string, bigint>,
): Promise<Read[] | null> => {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100, sessionTimeout: 30_000, metadataMaxAge: 2_000 });
  const left = new Set(ends.keys());
  const read: Read[] = [];
  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    return await new Promise<Read[] | null>((done) => {
      const late = setTimeout(() => done(null), ONE_READING_MS);
      const end = (all: Read[] | null): void => {
        clearTimeout(late);
        done(all);
      };
      consumer.on(consumer.events.CRASH, () => end(null));
      void consumer
        .run({
          autoCommit: false,
          eachBatch: async ({ batch }) => {
            for (const message of batch.messages) read.push(asRead(batch.topic, batch.partition, message));
            const place = `${batch.topic}/${batch.partition}`;
            if (BigInt(batch.lastOffset()) + 1n >= (ends.get(place) ?? 0n)) left.delete(place);
            if (left.size === 0) end(read);
          },
        })
        .catch(() => end(null));
    });
  } catch (fault) {
    if (!(fault as { retriable?: boolean }).retriable) throw fault;
    return null;
  } finally {
    await consumer.disconnect().catch(() => undefined);
  }
};

/** Everything that is on the topics now, in offset order within each partition. */
export const readTopics = async (brokers: string, topics: readonly string[]): Promise<readonly Read[]> => {
  const kafka = plainKafka(brokers);
  const admin = kafka.admin();
  await admin.connect();
  try {
    const ends = new Map<string, bigint>();
    for (const topic of topics)
      for (const { partition, low, high } of await patiently(() => admin.fetchTopicOffsets(topic)))
        if (BigInt(high) > BigInt(low)) ends.set(`${topic}/${partition}`, BigInt(high));
    if (ends.size === 0) return [];
    for (let reading = 1; reading <= READINGS; reading += 1) {
      const groupId = `outsider-${process.pid}-${(readers += 1)}`;
      const read = await readOnce(kafka, groupId, topics, ends);
      await admin.deleteGroups([groupId]).catch(() => undefined);
      if (read) return read;
    }
    throw new Error(`not read to the end in ${READINGS} readings: ${topics.join(', ')}`);
  } finally {
    await admin.disconnect().catch(() => undefined);
  }
};
