import { randomUUID } from 'node:crypto';
import { Kafka, logLevel } from 'kafkajs';
import { BrokerUnavailable } from './faults';
import { KafkaBatchConsumer } from './kafka-batch-consumer';
import type { BatchConsumerOptions, ConsumedBatch } from './kafka-batch-consumer';
import { KafkaMessageBus } from './kafka-message-bus';
import { MessagingStoreUnavailable } from './postgres-statements';

const brokers = (): string[] => (process.env.XIANJIE_KAFKA_BROKERS ?? '').split(',');
const until = async (what: string, isSo: () => boolean): Promise<void> => {
  for (const end = Date.now() + 20_000; !isSo(); await new Promise((next) => setTimeout(next, 25)))
    if (Date.now() > end) throw new Error(`waited 20 s for ${what}`);
};

jest.setTimeout(60_000);

describe('a consumer of batches', () => {
  const bus = new KafkaMessageBus(brokers());
  const running: KafkaBatchConsumer[] = [];
  let topic: string;
  /** What a handler keeps: the texts it has taken in, and where each partition goes on. */
  let stored: { texts: string[]; next: Map<number, { next: string; lastSentAt: string }> };

  beforeEach(async () => {
    topic = `t-${randomUUID()}`;
    stored = { texts: [], next: new Map() };
    await bus.ensureTopics([{ name: topic, partitions: 4, config: {} }]);
  });
  afterEach(async () => void (await Promise.all(running.splice(0).map((consumer) => consumer.stop()))));
  afterAll(() => bus.close());

  const take = ({ messages, partition, next, lastSentAt }: ConsumedBatch): void => {
    stored.texts.push(...messages.map(({ value }) => String(value)));
    stored.next.set(partition, { next, lastSentAt });
  };
  const consumer = async (options: Partial<BatchConsumerOptions> = {}): Promise<KafkaBatchConsumer> => {
    const made = new KafkaBatchConsumer({
      brokers: brokers(),
      groupId: `g-${topic}`,
      topics: [topic],
      storedOffsets: async () => [...stored.next].map(([partition, offset]) => ({ partition, ...offset })),
      madeAnew: async (_, partition) => void stored.next.delete(partition),
      onBatch: async (batch) => take(batch),
      onCrash: () => undefined,
      ...options,
    });
    running.push(made);
    await made.start();
    return made;
  };
  const send = (from: number, count: number): Promise<void> =>
    bus.send([
      {
        topic,
        messages: Array.from({ length: count }, (_, n) => ({
          key: `k${n % 7}`,
          value: Buffer.from(String(from + n)),
          headers: {},
        })),
      },
    ]);
  const remade = async (): Promise<void> => {
    const admin = new Kafka({ brokers: brokers(), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: [topic] });
    await admin.disconnect();
    await bus.ensureTopics([{ name: topic, partitions: 4, config: {} }]);
  };
  const numbers = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, n) => String(from + n)).sort();

  it('goes on from the offsets that the handler stored, so nothing comes twice and nothing is lost', async () => {
    await send(0, 500);
    const first = await consumer();
    await until('the first 500', () => stored.texts.length >= 500);
    await first.stop();
    await send(500, 300);
    await consumer();
    await until('the next 300', () => stored.texts.length >= 800);
    expect(stored.texts.sort()).toEqual(numbers(0, 800));
  });

  it('reads a batch again whose effects were not stored', async () => {
    await send(0, 100);
    let faults = 0;
    await consumer({
      onBatch: async (batch) => {
        if (faults < 3) {
          faults += 1;
          throw new BrokerUnavailable('a test');
        }
        take(batch);
      },
    });
    await until('all of it', () => stored.texts.length >= 100);
    expect(faults).toBe(3);
    expect(stored.texts.sort()).toEqual(numbers(0, 100));
  });

  it('reads a topic that was deleted and made anew from its beginning, though offsets of the old one are stored', async () => {
    await send(0, 200);
    const first = await consumer();
    await until('200 messages', () => stored.texts.length === 200);
    await first.stop();
    await remade();
    await send(200, 20);
    await consumer();
    await until('the 20 of the new topic', () => stored.texts.length >= 220);
    expect(stored.texts.sort()).toEqual(numbers(0, 220));
    // Stored anew, where each partition of the new topic ends.
    expect([...stored.next.values()].reduce((sum, { next }) => sum + Number(next), 0)).toBe(20);
  });

  it('knows a topic that was made anew also when more stands on it by now than on the old one', async () => {
    await send(0, 40);
    const first = await consumer();
    await until('40 messages', () => stored.texts.length === 40);
    await first.stop();
    await remade();
    await send(40, 200);
    const anew: number[] = [];
    const second = await consumer({
      madeAnew: async (_, partition) => {
        anew.push(partition);
        stored.next.delete(partition);
      },
    });
    await until('the 200 of the new topic', () => stored.texts.length >= 240);
    expect(stored.texts.sort()).toEqual(numbers(0, 240));
    await second.stop();
    // The same topic, joined again, is not taken for another one.
    anew.length = 0;
    await send(240, 20);
    await consumer({ madeAnew: async (_, partition) => void anew.push(partition) });
    await until('the last 20', () => stored.texts.length >= 260);
    expect([stored.texts.sort(), anew]).toEqual([numbers(0, 260), []]);
  });

  it('waits where its store is away at the moment of joining, and goes on from what is stored when it is back', async () => {
    await send(0, 200);
    const first = await consumer();
    await until('the first 200', () => stored.texts.length >= 200);
    await first.stop();
    await send(200, 200);
    let asked = 0;
    let isAway = true;
    const crashed: Error[] = [];
    const starting = consumer({
      storedOffsets: async () => {
        asked += 1;
        if (isAway) throw new MessagingStoreUnavailable('a test');
        return [...stored.next].map(([partition, offset]) => ({ partition, ...offset }));
      },
      onCrash: (fault) => crashed.push(fault),
    });
    await until('several questions', () => asked >= 4);
    expect(stored.texts).toHaveLength(200);
    isAway = false;
    await starting;
    await until('the rest', () => stored.texts.length >= 400);
    expect(crashed).toEqual([]);
    expect(stored.texts.sort()).toEqual(numbers(0, 400));
  });

  it('ends when its store refuses the question for good', async () => {
    const crashed: string[] = [];
    const refused = consumer({
      storedOffsets: () => Promise.reject(new Error('no such table')),
      onCrash: ({ message }) => crashed.push(message),
    });
    await expect(refused).rejects.toThrow('no such table');
  });

  it('stops for good on an unknown fault, and says so', async () => {
    await send(0, 10);
    const crashed: string[] = [];
    await consumer({
      onBatch: () => Promise.reject(new Error('a bug')),
      onCrash: ({ message }) => crashed.push(message),
    }).catch(() => undefined);
    await until('the crash', () => crashed.length > 0);
    await send(10, 10);
    await new Promise((next) => setTimeout(next, 500));
    expect(crashed).toEqual(['a bug']);
    expect(stored.texts).toEqual([]);
  });

  it('shares the partitions with a second member, each taking up where the other stored', async () => {
    await send(0, 400);
    await consumer();
    await until('the first 400', () => stored.texts.length >= 400);
    await consumer();
    await send(400, 400);
    await until('the rest', () => new Set(stored.texts).size >= 800);
    expect([...new Set(stored.texts)].sort()).toEqual(numbers(0, 800));
  });
});
