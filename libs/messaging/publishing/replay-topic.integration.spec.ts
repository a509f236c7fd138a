import { randomUUID } from 'node:crypto';
import { SchemaRegistry } from '@xianjie/contracts';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { Kafka, logLevel } from 'kafkajs';
import { KafkaMessageBus } from '../kafka-message-bus';
import type { ReceivedMessage } from '../message-bus';
import { replayTopicSpec, topicSpecs, topicsOf } from '../topics';
import { EventMessages } from './event-messages';
import { SHARD, appendLives, until } from './publishing.fixture';
import { assertReplayTopic, replayToTopic } from './replay-topic';
import { SchemaIds } from './schema-ids';

const brokers = (): string[] => (process.env.XIANJIE_KAFKA_BROKERS ?? '').split(',');
jest.setTimeout(120_000);

describe('a replay onto a topic of its own', () => {
  const topics = topicsOf(`test-${randomUUID()}`);
  const topic = `downstream-${randomUUID()}`;
  const bus = new KafkaMessageBus(brokers());

  afterAll(async () => {
    await bus.close();
    const admin = new Kafka({ brokers: brokers(), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic, ...Object.values(topics)] });
    await admin.disconnect();
  });

  const seen = async (on: string, count: number): Promise<readonly ReceivedMessage[]> => {
    const messages: ReceivedMessage[] = [];
    const tail = await bus.tail([on], 1_000, (message) => void messages.push(message));
    await until(`${count} messages on ${on}`, () => messages.length >= count);
    await tail.stop();
    return messages;
  };
  const byPosition = (messages: readonly ReceivedMessage[]) =>
    new Map(messages.map(({ key, value, headers, partition }) => [headers.xianjie_position, { key, value, headers, partition }]));

  it('carries the same bytes, keys, headers and partitions as the hub’s topic, and stops where it is told to', async () => {
    await bus.ensureTopics([...topicSpecs(topics), replayTopicSpec(topic)]);
    const log = new InMemoryEventLog(new FixedClock('2017-01-01T00:00:00Z'));
    await appendLives(log, 40);
    const ids = new SchemaIds(new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? ''));
    const messages = new EventMessages(topics, ids);
    for await (const page of log.readRange(SHARD, 0)) {
      const made = await messages.of(page);
      await bus.send([{ topic: topics.householdEvents, messages: made.map(({ message }) => message) }]);
    }
    const reached: number[] = [];
    const run = (after: number, pagesLeft: number) =>
      replayToTopic(log.readRange(SHARD, after, { pageSize: 25 }), {
        ...{ bus, messages, topic },
        takes: ({ type }) => type === 'household.exit-planned',
        sent: async (upTo) => reached.push(upTo) < pagesLeft,
      });
    expect(await run(0, 3)).toBe(false);
    expect(reached).toEqual([25, 50, 75]);
    expect(await run(75, 9)).toBe(true);
    const [live, replayed] = [byPosition(await seen(topics.householdEvents, 80)), byPosition(await seen(topic, 40))];
    expect(replayed.size).toBe(40);
    for (const [position, message] of replayed) expect(message).toEqual(live.get(position));
  });

  it.each([
    topics.householdEvents,
    topics.seals,
    topics.householdEvents.replace('household.events', 'source.dibao'),
    'two words',
    '',
  ])('is never one of the hub’s own, nor what is none: %s', (name) =>
    expect(() => assertReplayTopic(topics, name)).toThrow(expect.objectContaining({ code: 'replay-topic-refused' })),
  );

  it('may stand under the hub’s prefix as a replay', () =>
    expect(() => assertReplayTopic(topicsOf(), 'xianjie.replay.bigdata')).not.toThrow());
});
