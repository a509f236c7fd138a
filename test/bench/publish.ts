import { randomBytes, randomUUID } from 'node:crypto';
import { HouseholdEventCodec, SchemaRegistry } from '@xianjie/contracts';
import type { HouseholdEvent } from '@xianjie/domain';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import type { NewEvent } from '@xianjie/log';
import { EventMessages, KafkaMessageBus, PostgresLeases, Publisher, SchemaIds, topicSpecs, topicsOf } from '@xianjie/messaging';
import type { Topics } from '@xianjie/messaging';
import { Kafka, Partitioners, logLevel } from 'kafkajs';
import type { Message } from 'kafkajs';
import type { Pool } from 'pg';
import { v7 } from 'uuid';
import { openBenchDatabase } from './bench-database';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded } from './bench-result';

const SHARD = '53';
const EVENTS = 200_000;
const PAGE = 2_000;

const sealed = () => ({ person: `p-${v7()}`, digest: randomBytes(16).toString('hex'), box: randomBytes(45).toString('base64') });
/** About 300 bytes, as the log holds them. */
const aMember = (): HouseholdEvent => ({
  type: 'MemberAdded',
  on: '2016-03-01',
  caseKey: null,
  registryMember: {
    person: `p-${v7()}`,
    memberNo: '530124000000000101',
    name: sealed(),
    idNo: null,
    phone: null,
    sex: '女',
    relation: '配偶',
    ethnicity: '汉族',
    health: '健康',
    labour: '普通劳动力',
    provisional: false,
  },
  caseMember: null,
  cause: '嫁入',
});

const fill = async (log: PostgresEventLog, count: number): Promise<number> => {
  const codec = new HouseholdEventCodec();
  let bytes = 0;
  const anEvent = (household: string): NewEvent => {
    const encoded = codec.encode(aMember(), { householdId: household, county: '530124' });
    bytes += encoded.body.length;
    return {
      id: v7(),
      ...encoded,
      effectiveOn: '2016-03-01',
      origin: 'change',
      source: 'file:8f14e45fceea167a#Sheet1!1024',
      county: '530124',
    };
  };
  for (let done = 0; done < count; done += 4_000)
    await Promise.all(
      Array.from({ length: 2_000 }, () => {
        const stream = `h-${v7()}`;
        const events = [anEvent(stream), anEvent(stream)];
        return log.append({ shard: SHARD, commandId: v7(), streams: [{ stream, expectedVersion: 0, events }] });
      }),
    );
  return bytes / count;
};

type Set = Readonly<{ log: PostgresEventLog; pool: Pool; ids: SchemaIds; brokers: string[] }>;

/** Steady rate of the publisher: from its first page on the topic to its last. */
const publish = async ({ log, pool, ids, brokers }: Set, topics: Topics, count: number): Promise<number> => {
  const bus = new KafkaMessageBus(brokers);
  const stopping = new AbortController();
  let first: { number: number; at: number } | null = null;
  let last = first as { number: number; at: number } | null;
  const publisher = new Publisher({
    shard: SHARD,
    log,
    bus,
    leases: new PostgresLeases(pool),
    topics,
    schemaIds: ids,
    events: new EventMessages(topics, ids),
    states: null,
    pageSize: PAGE,
    holder: 'bench',
    leaseMs: 10_000,
    onPublished: (number) => {
      last = { number, at: performance.now() };
      first ??= last;
      if (number >= count) stopping.abort();
    },
    onStatus: () => undefined,
    onOtherSettings: () => undefined,
  });
  await publisher.run(stopping.signal);
  await bus.close();
  if (!first || !last) throw new Error('nothing was published');
  return ((last.number - (first as { number: number }).number) / (last.at - (first as { at: number }).at)) * 1_000;
};

/** The same keys, bytes and headers by kafkajs alone, batches of 2,000; only the sending is timed. */
const sendRaw = async ({ log, ids, brokers }: Set, topics: Topics, count: number): Promise<number> => {
  const producer = new Kafka({ brokers, logLevel: logLevel.NOTHING }).producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const messages = new EventMessages(topics, ids);
  let [seconds, sent, isFirst] = [0, 0, true];
  for await (const page of log.readRange(SHARD, 0, { upTo: count, pageSize: PAGE })) {
    const batch = (await messages.of(page)).map(({ message }) => message as unknown as Message);
    const start = performance.now();
    await producer.send({ topic: topics.householdEvents, acks: -1, messages: batch });
    // The first batch also looks for the brokers, as the publisher's does.
    if (!isFirst) [seconds, sent] = [seconds + (performance.now() - start) / 1_000, sent + batch.length];
    isFirst = false;
  }
  await producer.disconnect();
  return sent / seconds;
};

/** 200,000 events of the log to the event topic, by the publisher and by raw kafkajs; both twice, the better of each. */
export const run = async ({ say, scale = 1 }: BenchOptions): Promise<BenchResult> => {
  const count = Math.max(5, Math.round((EVENTS * scale) / 4_000)) * 4_000;
  const brokers = (process.env.XIANJIE_KAFKA_BROKERS ?? '').split(',');
  const { pool, drop } = await openBenchDatabase();
  const made: Topics[] = [];
  const bus = new KafkaMessageBus(brokers);
  const freshTopics = async (): Promise<Topics> => {
    const topics = topicsOf(`bench-${randomUUID()}`);
    made.push(topics);
    await bus.ensureTopics(topicSpecs(topics));
    await pool.query('truncate messaging.publications');
    return topics;
  };
  try {
    const log = new PostgresEventLog(pool, new SystemClock());
    const set = { log, pool, brokers, ids: new SchemaIds(new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? '')) };
    say(`writing ${count} events to the log`);
    const bodyBytes = await fill(log, count);
    const rates = { published: [] as number[], raw: [] as number[] };
    for (let round = 1; round <= 2; round += 1) {
      rates.raw.push(await sendRaw(set, await freshTopics(), count));
      rates.published.push(await publish(set, await freshTopics(), count));
      say(`round ${round}: published ${rounded(rates.published.at(-1)!)}/s, raw kafkajs ${rounded(rates.raw.at(-1)!)}/s`);
    }
    const [perSecond, ceilingPerSecond] = [Math.max(...rates.published), Math.max(...rates.raw)];
    return {
      name: 'publish',
      perSecond: rounded(perSecond),
      ceilingPerSecond: rounded(ceilingPerSecond),
      ratio: rounded(perSecond / ceilingPerSecond),
      details: { events: count, bodyBytes: rounded(bodyBytes), pageSize: PAGE, rates },
    };
  } finally {
    const admin = new Kafka({ brokers, logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: made.flatMap((topics) => Object.values(topics)) });
    await admin.disconnect();
    await bus.close();
    await drop();
  }
};
