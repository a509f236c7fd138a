import { InMemoryMessageBus } from '../in-memory-message-bus';
import { SentPositions, numberIn } from './sent-positions';

it.each(['53:', '53:abc', '53:7:8', '53:-1', '53:1e3', '530:7', '', undefined])('%s is no position of shard 53', (position) => {
  expect(numberIn(position, '53')).toBeNull();
});

it('a header that is no position changes nothing about what is still to be sent', async () => {
  const bus = new InMemoryMessageBus();
  await bus.ensureTopics([{ name: 'events', partitions: 1, config: {} }]);
  const message = (position: string) => ({ key: 'h-1', value: null, headers: { xianjie_position: position } });
  await bus.send([{ topic: 'events', messages: [message('53:4'), message('53:abc')] }]);
  const sent = await SentPositions.of(bus, ['events'], '53', 3, 10);
  const page = [4, 5].map((number) => ({ topic: 'events', number, message: message(`53:${number}`) }));
  expect([sent.last, sent.missing(page).map(({ number }) => number)]).toEqual([4, [5]]);
});

describe('what a page left on the topics before its position was noted', () => {
  const message = (number: number, key: string) => ({ key, value: null, headers: { xianjie_position: `53:${number}` } });
  const on = async (topics: readonly string[], ...sent: readonly { topic: string; number: number; key: string }[]) => {
    const bus = new InMemoryMessageBus();
    await bus.ensureTopics(topics.map((name) => ({ name, partitions: 2, config: {} })));
    for (const { topic, number, key } of sent) await bus.send([{ topic, messages: [message(number, key)] }]);
    return bus;
  };
  const page = (topic: string, ...numbers: readonly number[]) =>
    numbers.map((number) => ({ topic, number, message: message(number, number % 2 === 0 ? 'a' : 'b') }));
  const numbers = (messages: readonly { number: number }[]) => messages.map(({ number }) => number);

  it('is told partition by partition: where one was written further, the other still misses its own', async () => {
    const bus = await on(['events'], { topic: 'events', number: 4, key: 'a' }, { topic: 'events', number: 6, key: 'a' });
    expect(bus.partitionOf('events', 'a')).not.toBe(bus.partitionOf('events', 'b'));
    const sent = await SentPositions.of(bus, ['events'], '53', 3, 10);
    expect([sent.last, numbers(sent.missing(page('events', 4, 5, 6, 7, 8)))]).toEqual([6, [5, 7, 8]]);
  });

  it('is told topic by topic', async () => {
    const bus = await on(['events', 'lists'], { topic: 'events', number: 6, key: 'a' });
    const sent = await SentPositions.of(bus, ['events', 'lists'], '53', 3, 10);
    expect(numbers(sent.missing([...page('events', 4), ...page('lists', 6)]))).toEqual([6]);
  });

  it('is nothing where the topics hold only what was noted, and another shard’s', async () => {
    const bus = await on(['events'], { topic: 'events', number: 3, key: 'a' });
    await bus.send([{ topic: 'events', messages: [{ ...message(9, 'a'), headers: { xianjie_position: '45:9' } }] }]);
    const sent = await SentPositions.of(bus, ['events'], '53', 3, 10);
    expect([sent.last, numbers(sent.missing(page('events', 4, 5)))]).toEqual([0, [4, 5]]);
    expect(sent.missing([])).toEqual([]);
  });

  it('is the highest of each partition, also when an old page came after it', async () => {
    const late = [8, 4, 6].map((number) => ({ topic: 'events', number, key: 'a' }));
    const sent = await SentPositions.of(await on(['events'], ...late), ['events'], '53', 3, 10);
    expect([sent.last, numbers(sent.missing(page('events', 4, 6, 8, 10)))]).toEqual([8, [10]]);
  });
});
