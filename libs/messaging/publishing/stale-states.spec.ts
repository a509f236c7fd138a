import { InMemoryMessageBus } from '../in-memory-message-bus';
import { topicSpecs, topicsOf } from '../topics';
import { StaleStates } from './stale-states';

const topics = topicsOf();

/** A leader called `we` of shard 53 that watches; states of one household, so of one partition, unless told otherwise. */
const watching = async () => {
  const bus = new InMemoryMessageBus();
  await bus.ensureTopics(topicSpecs(topics));
  const stale = new StaleStates(bus, topics, '53', 'we');
  const send = (number: string, sender: string, sent: number, household = 'h-1', topic = topics.householdState) =>
    bus.send([
      {
        topic,
        messages: [
          {
            key: 'h-1',
            value: null,
            headers: { xianjie_position: number, xianjie_sender: sender, xianjie_sent: String(sent), ce_subject: household },
          },
        ],
      },
    ]);
  return { stale, send };
};

describe('a state that overwrote a newer one (S-16)', () => {
  it('is another sender’s below what its partition held, and its household is answered once', async () => {
    const { stale, send } = await watching();
    await stale.watch(() => undefined);
    await send('53:7', 'we', 1);
    await send('53:7', 'they', 40);
    expect(stale.take()).toEqual([]);
    await send('53:6', 'they', 41, 'h-2');
    expect(stale.take()).toEqual(['h-2']);
    expect(stale.take()).toEqual([]);
    await send('53:6', 'they', 42, 'h-2');
    expect(stale.take()).toEqual(['h-2']);
  });

  it('is found also when it came before anybody watched', async () => {
    const { stale, send } = await watching();
    await send('53:7', 'they', 1);
    await send('53:4', 'others', 9);
    await stale.watch(() => undefined);
    expect(stale.take()).toEqual(['h-1']);
  });

  it('is an own one that is delivered again; an answer with an older position is none', async () => {
    const { stale, send } = await watching();
    await stale.watch(() => undefined);
    await send('53:7', 'we', 1);
    await send('53:5', 'we', 2);
    expect(stale.take()).toEqual([]);
    await send('53:7', 'we', 1);
    expect(stale.take()).toEqual(['h-1']);
    await send('53:5', 'we', 2);
    expect(stale.take()).toEqual(['h-1']);
  });

  it('leaves the bar where it was: a second old page is old as well', async () => {
    const { stale, send } = await watching();
    await stale.watch(() => undefined);
    for (const [number, household] of [['53:9', 'h-1'] as const, ['53:3', 'h-2'] as const, ['53:5', 'h-3'] as const])
      await send(number, 'they', 1, household);
    expect(stale.take()).toEqual(['h-2', 'h-3']);
  });

  it('is told topic by topic and never by another shard’s positions, nor once nobody watches', async () => {
    const { stale, send } = await watching();
    await stale.watch(() => undefined);
    await send('53:9', 'they', 1);
    await send('53:4', 'they', 2, 'h-1', topics.dibaoState);
    await send('45:1', 'they', 3);
    expect(stale.take()).toEqual([]);
    await stale.stop();
    await send('53:4', 'they', 4);
    expect(stale.take()).toEqual([]);
  });
});
