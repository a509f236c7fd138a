import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { eventually } from '@xianjie/testing';
import { BrokerUnavailable, MessageTooLarge } from './faults';
import { KafkaMessageBus } from './kafka-message-bus';
import type { ReceivedMessage } from './message-bus';
import { describeMessageBus } from './message-bus.contract';
import { Network } from './publishing/publishing.fixture';
import { topicSpecs, topicsOf } from './topics';

const brokers = (): string[] => (process.env.XIANJIE_KAFKA_BROKERS ?? '').split(',');

describeMessageBus('Kafka', () => new KafkaMessageBus(brokers()));

describe('Kafka, beyond the contract', () => {
  const bus = new KafkaMessageBus(brokers());
  const topics = topicsOf(`test-${randomUUID()}`);
  afterAll(() => bus.close());

  it('makes all topics of the hub', async () => {
    await bus.ensureTopics(topicSpecs(topics));
    expect(bus.partitionOf(topics.householdEvents, 'h-1')).toBeLessThan(24);
  });

  it('takes one key with more than a batch may hold, and refuses a message larger than the topic allows', async () => {
    const big = { key: 'h-1', value: Buffer.alloc(1_500_000), headers: {} };
    await bus.send([{ topic: topics.householdEvents, messages: Array.from({ length: 8 }, () => big) }]);
    const seen: ReceivedMessage[] = [];
    const tail = await bus.tail([topics.householdEvents], 100, (message) => seen.push(message));
    await tail.stop();
    expect(seen.map(({ offset }) => offset)).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
    const huge = { ...big, value: Buffer.alloc(9_000_000) };
    await expect(bus.send([{ topic: topics.householdEvents, messages: [huge] }])).rejects.toThrow(MessageTooLarge);
  });
});

it('a tail ends when the broker goes away while it is stopped', async () => {
  const network = new Network();
  const [bus, topics] = [new KafkaMessageBus(brokers(), 'test', network.connect), topicsOf(`test-${randomUUID()}`)];
  await bus.ensureTopics(topicSpecs(topics));
  const tail = await bus.tail([topics.seals], 10, () => undefined);
  network.cut();
  await tail.stop();
  network.mend();
  await bus.close();
}, 60_000);

it('topics that are not there are a fault, which leaves no connection to keep a command alive', async () => {
  const sockets: Socket[] = [];
  const bus = new KafkaMessageBus(brokers(), 'test', ({ host, port, onConnect }) => {
    const socket = connect({ host, port }, onConnect);
    sockets.push(socket);
    return socket;
  });
  const nowhere = Array.from({ length: 5 }, () => `test-${randomUUID()}`);
  await expect(bus.tail(nowhere, 1, () => undefined)).rejects.toThrow(BrokerUnavailable);
  await bus.close();
  expect(sockets.length).toBeGreaterThan(0);
  const open = async (): Promise<number> => sockets.filter(({ destroyed }) => !destroyed).length;
  await eventually('every connection to end', open, (count) => count === 0, { withinMs: 5_000 });
}, 60_000);

it('a broker that does not answer is a fault that passes', async () => {
  const bus = new KafkaMessageBus(['127.0.0.1:9']);
  await expect(bus.ensureTopics(topicSpecs(topicsOf()))).rejects.toThrow(BrokerUnavailable);
  await expect(bus.ensureTopics(topicSpecs(topicsOf()))).rejects.toMatchObject({ retryable: true });
  await bus.close();
}, 30_000);
