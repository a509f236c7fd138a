import type { RecordedEvent } from '@xianjie/log';
import { topicsOf } from '../topics';
import { EventMessages, topicOf } from './event-messages';
import type { SchemaIds } from './schema-ids';

const event = (id: string, commandId: string, traceparent: string | null = null): RecordedEvent =>
  ({
    ...{ id, commandId, traceparent, type: 'household.enrolled', schema: '0011223344556677', body: Buffer.from('b') },
    ...{ effectiveOn: '2016-11-15', origin: 'change', source: 'report/k#1', county: '451422', stream: 'h-1', version: 1 },
    ...{ position: { shard: '45', number: 1 }, recordedAt: '2016-11-16T00:00:00Z', link: Buffer.alloc(32) },
  }) as RecordedEvent;

describe('the headers of an event', () => {
  const messages = new EventMessages(topicsOf(), { peek: () => 1 } as unknown as SchemaIds);
  const traces = async (...events: RecordedEvent[]): Promise<string[]> =>
    (await messages.of(events)).map(({ message }) => message.headers?.traceparent as string);

  it('hold a trace context on every event, one trace a command, the same whenever it is sent', async () => {
    const [one, other, later] = await traces(event('1', 'import:a'), event('2', 'import:a'), event('3', 'import:b'));
    expect(one).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-00$/);
    expect(other?.slice(0, 35)).toBe(one?.slice(0, 35));
    expect(other).not.toBe(one);
    expect(later?.slice(0, 35)).not.toBe(one?.slice(0, 35));
    expect(await traces(event('1', 'import:a'))).toEqual([one]);
  });

  it('keep the one that came with the event', async () => {
    const given = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    expect(await traces(event('1', 'import:a', given))).toEqual([given]);
  });
});

describe('an event on its topic', () => {
  const topics = topicsOf();
  const ids = (peeked: number | null, asked: number | null) =>
    ({ peek: () => peeked ?? undefined, idOf: async () => asked }) as unknown as SchemaIds;
  const sent = async (stream: string) => (await new EventMessages(topics, ids(7, null)).of([{ ...event('1', 'c'), stream }]))[0]!;

  it.each([
    ['h-1', topics.householdEvents, 'h-1'],
    ['exit-list-530124-2016', topics.exitListEvents, '451422'],
    ['standard-4514', topics.standardEvents, '451422'],
    ['policy-h-1', topics.hubEvents, 'policy-h-1'],
    ['my-exit-list-1', topics.hubEvents, 'my-exit-list-1'],
  ])('of stream %s goes on %s, with key %s (S-14)', async (stream, topic, key) => {
    expect(topicOf(topics, { stream })).toBe(topic);
    expect(await sent(stream)).toMatchObject({ topic, number: 1, message: { key } });
  });

  it('is the stored body behind the registry’s prefix, with all that the chain covers beside it (S-17)', async () => {
    const { message } = await sent('h-1');
    expect(message.value?.toString('hex')).toBe(`0000000007${Buffer.from('b').toString('hex')}`);
    expect(message.headers).toEqual({
      ...{
        ce_specversion: '1.0',
        ce_id: '1',
        ce_type: 'household.enrolled',
        ce_source: 'report/k#1',
        ce_time: '2016-11-16T00:00:00Z',
      },
      ...{ ce_subject: 'h-1', xianjie_position: '45:1', xianjie_version: '1', xianjie_effective_on: '2016-11-15' },
      ...{ xianjie_origin: 'change', xianjie_schema: '0011223344556677', xianjie_county: '451422', xianjie_command: 'c' },
      ...{ xianjie_link: '00'.repeat(32), traceparent: expect.any(String) as string },
    });
  });

  it('asks for an id it does not know, and is not sent under a schema that nobody wrote down', async () => {
    const [asked] = await new EventMessages(topics, ids(null, 9)).of([event('1', 'c')]);
    expect(asked?.message.value?.readInt32BE(1)).toBe(9);
    await expect(new EventMessages(topics, ids(null, null)).of([event('1', 'c')])).rejects.toThrow(
      /45:1.*schema 0011223344556677/,
    );
  });
});
