import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { KafkaMessageBus, topicSpecs, topicsOf } from '@xianjie/messaging';
import { Kafka, Partitioners, logLevel } from 'kafkajs';
import type { Consumer, Message } from 'kafkajs';
import type { Pool } from 'pg';
import { ceiling, seconds } from './import';

// The least that a month can take: its rows, events, messages and view rows through Postgres and kafkajs alone, with nothing of the
// hub between them, everything at once as if nothing had to wait for anything.

/** A page of the publisher. */
const BATCH = 2_000;
const TABLES = ['log.events', 'views.household', 'views.poverty_registry'] as const;

export type Month = Readonly<{
  pool: Pool;
  brokers: string[];
  shard: string;
  file: string;
  /** Person rows of the file. */
  rows: number;
  /** The log's position before the month, and how many households it changed. */
  after: number;
  changed: number;
}>;
type Sent = Readonly<{ topic: 'householdEvents' | 'householdState' | 'povertyState'; message: Message }>;

/** What the hub sent for the month, as it stands on the topics. */
const sentFor = async ({ brokers, shard, after, changed }: Month): Promise<readonly Sent[]> => {
  const topics = topicsOf();
  const wanted = ['householdEvents', 'householdState', 'povertyState'] as const;
  const bus = new KafkaMessageBus(brokers);
  const sent: Sent[] = [];
  const tail = await bus.tail(
    wanted.map((topic) => topics[topic]),
    changed,
    ({ topic: name, key, value, headers }) => {
      const [of, number] = (headers.xianjie_position ?? '').split(':');
      const topic = wanted.find((one) => topics[one] === name);
      if (topic && of === shard && Number(number) > after) sent.push({ topic, message: { key, value, headers } });
    },
  );
  await tail.stop();
  await bus.close();
  return sent;
};

const consumed = async (consumer: Consumer, topics: string[], count: number): Promise<Readonly<{ all: Promise<void> }>> => {
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  let left = count;
  const joined = new Promise<void>((resolve) => void consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  const all = new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch }: { batch: { messages: unknown[] } }): Promise<void> => {
      left -= batch.messages.length;
      if (left <= 0) resolve();
    };
    void consumer.run({ autoCommit: false, partitionsConsumedConcurrently: 4, eachBatch }).catch(reject);
  });
  await joined;
  return { all };
};

const copyRows = async ({ pool, shard, after }: Month): Promise<void> => {
  await pool.query('insert into floor.events select * from log.events where shard = $1 and number > $2', [shard, after]);
  for (const table of ['household', 'poverty_registry'])
    await pool.query(
      `insert into floor.${table} select v.* from views.${table} v
       where household_id in (select stream from log.events where shard = $1 and number > $2)`,
      [shard, after],
    );
};

/** Seconds. */
export const monthFloor = async (month: Month): Promise<number> => {
  const { pool, brokers, file, rows } = month;
  const sent = await sentFor(month);
  const bus = new KafkaMessageBus(brokers);
  const topics = topicsOf(`bench-${randomUUID()}`);
  await bus.ensureTopics(topicSpecs(topics));
  await pool.query('create schema floor');
  for (const table of TABLES)
    await pool.query(`create table floor.${table.split('.')[1]} (like ${table} including all excluding constraints)`);
  const kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING });
  const partitioner = { createPartitioner: Partitioners.DefaultPartitioner };
  const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, ...partitioner });
  const consumer = kafka.consumer({ groupId: `floor-${randomUUID()}`, maxWaitTimeInMs: 50 });
  await producer.connect();
  const arrived = await consumed(consumer, Object.values(topics), sent.length);
  const send = async (): Promise<void> => {
    for (let at = 0; at < sent.length; at += BATCH) {
      const batch = sent.slice(at, at + BATCH);
      const topicMessages = [...new Set(batch.map(({ topic }) => topic))].map((topic) => ({
        topic: topics[topic],
        messages: batch.filter((one) => one.topic === topic).map(({ message }) => message),
      }));
      await producer.sendBatch({ acks: -1, topicMessages });
    }
    await arrived.all;
  };
  const took = await seconds(() => Promise.all([ceiling(pool, createReadStream(file), rows), copyRows(month), send()]));
  await Promise.all([producer.disconnect(), consumer.disconnect(), bus.close()]);
  await pool.query('drop schema floor cascade');
  return took;
};
