import { randomUUID } from 'node:crypto';
import { TopicMismatch } from './faults';
import type { MessageBus, OutgoingMessage, ReceivedMessage, TopicSpec } from './message-bus';

const aMessage = (key: string, text: string): OutgoingMessage => ({ key, value: Buffer.from(text), headers: { n: text } });
const textOf = ({ value }: ReceivedMessage): string => String(value);
const waitFor = async (what: string, isSo: () => boolean): Promise<void> => {
  for (const until = Date.now() + 15_000; !isSo(); await new Promise((next) => setTimeout(next, 20)))
    if (Date.now() > until) throw new Error(`waited 15 s for ${what}`);
};

/** What any message bus must do. Every adapter's spec is one call to this. */
export const describeMessageBus = (adapter: string, open: () => MessageBus) =>
  describe(`the ${adapter} message bus`, () => {
    let bus: MessageBus;
    const topic = (partitions = 3): TopicSpec => ({ name: `t-${randomUUID()}`, partitions, config: {} });
    const aTopic = async (partitions = 3): Promise<string> => {
      const spec = topic(partitions);
      await bus.ensureTopics([spec]);
      return spec.name;
    };

    beforeAll(() => {
      bus = open();
    });
    afterAll(() => bus.close());

    it('makes a topic once, and refuses one with another number of partitions', async () => {
      const spec = topic(3);
      await bus.ensureTopics([spec]);
      await bus.ensureTopics([spec]);
      await expect(bus.ensureTopics([{ ...spec, partitions: 4 }])).rejects.toThrow(TopicMismatch);
    });

    it('says which settings a topic has otherwise than it is asked for', async () => {
      const spec = { ...topic(1), config: { 'cleanup.policy': 'compact', 'retention.ms': '1000' } };
      await bus.ensureTopics([spec]);
      expect(await bus.otherSettings([spec])).toEqual([]);
      const asked = { ...spec, config: { 'cleanup.policy': 'delete', 'retention.ms': '1000' } };
      await bus.ensureTopics([asked]);
      expect(await bus.otherSettings([asked])).toEqual([
        { topic: spec.name, setting: 'cleanup.policy', asked: 'delete', found: 'compact' },
      ]);
    });

    it('keeps the order of each key, within a call and across calls', async () => {
      const name = await aTopic();
      const keys = ['a', 'b', 'c', 'd', 'e'];
      const page = (from: number): OutgoingMessage[] =>
        Array.from({ length: 100 }, (_, n) => aMessage(keys[n % keys.length]!, String(from + n)));
      await bus.send([{ topic: name, messages: page(0) }]);
      await bus.send([{ topic: name, messages: page(100) }]);
      const seen: ReceivedMessage[] = [];
      const tail = await bus.tail([name], 1_000, (message) => seen.push(message));
      await tail.stop();
      expect(seen).toHaveLength(200);
      for (const key of keys) {
        const numbers = seen.filter((message) => message.key === key).map((message) => Number(textOf(message)));
        expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
        expect(numbers).toHaveLength(40);
      }
    });

    it('puts a key where it says, with its headers and bytes', async () => {
      const name = await aTopic(5);
      await bus.send([{ topic: name, messages: [{ key: '衔接', value: Buffer.from([0, 255, 1]), headers: { ce_type: '名' } }] }]);
      const seen: ReceivedMessage[] = [];
      const tail = await bus.tail([name], 1, (message) => seen.push(message));
      await tail.stop();
      expect(seen).toEqual([
        {
          topic: name,
          partition: bus.partitionOf(name, '衔接'),
          offset: '0',
          key: '衔接',
          value: Buffer.from([0, 255, 1]),
          headers: { ce_type: '名' },
        },
      ]);
    });

    it('carries a tombstone', async () => {
      const name = await aTopic();
      await bus.send([{ topic: name, messages: [{ key: 'gone', value: null, headers: {} }] }]);
      const seen: ReceivedMessage[] = [];
      await (await bus.tail([name], 1, (message) => seen.push(message))).stop();
      expect(seen.map(({ value }) => value)).toEqual([null]);
    });

    it('hands over the last messages of each partition, then what follows', async () => {
      const name = await aTopic(1);
      await bus.send([{ topic: name, messages: ['1', '2', '3', '4'].map((n) => aMessage('k', n)) }]);
      const seen: string[] = [];
      const tail = await bus.tail([name], 2, (message) => seen.push(textOf(message)));
      expect(seen).toEqual(['3', '4']);
      await bus.send([{ topic: name, messages: [aMessage('k', '5')] }]);
      await waitFor('the message after the tail', () => seen.length === 3);
      await tail.stop();
      expect(seen).toEqual(['3', '4', '5']);
    });

    it('is caught up at once with topics that hold nothing', async () => {
      const [one, other] = [await aTopic(), await aTopic()];
      const seen: string[] = [];
      const tail = await bus.tail([one, other], 100, (message) => seen.push(textOf(message)));
      await bus.send([{ topic: other, messages: [aMessage('k', 'first')] }]);
      await waitFor('the first message', () => seen.length === 1);
      await tail.stop();
    });
  });
