import { randomUUID } from 'node:crypto';
import { ConfigResourceTypes, Kafka, Partitioners, logLevel } from 'kafkajs';
import type { Consumer } from 'kafkajs';

// kafkajs 2.2.4 is from 2023 and ignores the broker's lowest supported versions: a broker that drops one fails at request time.
// This is the gate for every Kafka release: each request that the hub makes, made once.

const kafka = new Kafka({
  clientId: 'interop',
  brokers: process.env.XIANJIE_KAFKA_BROKERS!.split(','),
  logLevel: logLevel.NOTHING,
});
const admin = kafka.admin();
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1, createPartitioner: Partitioners.DefaultPartitioner });
const topics: string[] = [];
const consumers: Consumer[] = [];

const aTopic = async (numPartitions: number, configEntries: { name: string; value: string }[] = []): Promise<string> => {
  const topic = `interop.${randomUUID()}`;
  await admin.createTopics({ topics: [{ topic, numPartitions, configEntries }], waitForLeaders: true });
  topics.push(topic);
  return topic;
};

const send = (topic: string, numbers: readonly number[], partition = 0) =>
  producer.send({
    topic,
    acks: -1,
    messages: numbers.map((number) => ({ key: `household-${number}`, value: `${number}`, partition })),
  });

/** Joins the group and answers with the partitions it holds now, however often they change. */
const aMember = async (groupId: string, topic: string, seen: (value: string) => void = () => undefined) => {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 300, heartbeatInterval: 300 });
  consumers.push(consumer);
  let holds: readonly number[] = [];
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => (holds = payload.memberAssignment[topic] ?? []));
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await consumer.run({ autoCommit: false, eachMessage: ({ message }) => Promise.resolve(seen(message.value!.toString())) });
  return { consumer, holds: () => [...holds].sort((a, b) => a - b) };
};

const until = async (probe: () => unknown, expected: unknown): Promise<void> => {
  const deadline = Date.now() + 20_000;
  while (JSON.stringify(probe()) !== JSON.stringify(expected) && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  expect(probe()).toEqual(expected);
};

describe('kafkajs and this broker', () => {
  jest.setTimeout(60_000);
  beforeAll(() => Promise.all([admin.connect(), producer.connect()]));
  afterAll(async () => {
    await Promise.all(consumers.map((consumer) => consumer.disconnect()));
    await admin.deleteTopics({ topics });
    await Promise.all([admin.disconnect(), producer.disconnect()]);
  });

  it('a topic is created with its partitions and its own settings, which are described back', async () => {
    const topic = await aTopic(3, [{ name: 'cleanup.policy', value: 'compact' }]);
    const { topics: found } = await admin.fetchTopicMetadata({ topics: [topic] });
    expect(found[0]?.partitions.map(({ partitionId }) => partitionId).sort()).toEqual([0, 1, 2]);
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configNames: ['cleanup.policy', 'compression.type'] }],
    });
    expect(
      Object.fromEntries(resources[0]!.configEntries.map(({ configName, configValue }) => [configName, configValue])),
    ).toEqual({
      'cleanup.policy': 'compact',
      'compression.type': 'producer',
    });
  });

  it('a deleted topic is gone', async () => {
    const topic = await aTopic(1);
    await admin.deleteTopics({ topics: [topic] });
    expect(await admin.listTopics()).not.toContain(topic);
    topics.splice(topics.indexOf(topic), 1);
  });

  it('an idempotent producer writes in order, each message once', async () => {
    const topic = await aTopic(1);
    const [first] = await send(topic, [0, 1, 2]);
    await send(topic, [3, 4]);
    expect(first).toMatchObject({ errorCode: 0, baseOffset: '0' });
    const seen: string[] = [];
    await aMember(`${topic}-readers`, topic, (value) => seen.push(value));
    await until(() => seen, ['0', '1', '2', '3', '4']);
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ partition: 0, low: '0', high: '5' }]);
  });

  it('two members share the partitions, and the one that stays takes them all', async () => {
    const topic = await aTopic(4);
    const first = await aMember(`${topic}-group`, topic);
    await until(first.holds, [0, 1, 2, 3]);
    const second = await aMember(`${topic}-group`, topic);
    await until(() => [first.holds().length, second.holds().length], [2, 2]);
    expect([...first.holds(), ...second.holds()].sort()).toEqual([0, 1, 2, 3]);
    await second.consumer.disconnect();
    await until(first.holds, [0, 1, 2, 3]);
  });

  it('offsets are set and read, and a member goes on from them', async () => {
    const topic = await aTopic(1);
    const groupId = `${topic}-rewound`;
    await send(topic, [10, 11, 12, 13]);
    await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '2' }] });
    expect(await admin.fetchOffsets({ groupId, topics: [topic] })).toMatchObject([
      { topic, partitions: [{ partition: 0, offset: '2' }] },
    ]);
    const seen: string[] = [];
    await aMember(groupId, topic, (value) => seen.push(value));
    await until(() => seen, ['12', '13']);
  });

  it('records before an offset can be deleted', async () => {
    const topic = await aTopic(1);
    await send(topic, [0, 1, 2]);
    // A fresh admin knows no leader yet, and deleteTopicRecords does not ask for it: the first call would fail.
    await admin.fetchTopicOffsets(topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '2' }] });
    expect(await admin.fetchTopicOffsets(topic)).toMatchObject([{ low: '2', high: '3' }]);
  });

  it('a topic that nobody created is not made by accident', async () => {
    const topic = `interop.${randomUUID()}`;
    const hasty = kafka.producer({ retry: { retries: 1 }, createPartitioner: Partitioners.DefaultPartitioner });
    await hasty.connect();
    await expect(hasty.send({ topic, messages: [{ value: '1' }] })).rejects.toThrow(/does not host this topic-partition/);
    await hasty.disconnect();
    expect(await admin.listTopics()).not.toContain(topic);
  });
});
