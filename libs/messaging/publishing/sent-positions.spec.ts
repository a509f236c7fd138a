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
