import type { RecordedEvent } from '@xianjie/log';
import { topicsOf } from '../topics';
import { EventMessages } from './event-messages';
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
