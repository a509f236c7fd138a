import { LogUnavailable } from '@xianjie/log';
import { LeaseLost, MessageTooLarge } from '../faults';
import { Publisher } from './publisher';
import type { PublisherOptions, PublisherStatus } from './publisher';

const mockPauses: number[] = [];
const mockTerms: ((published: (number: number) => void) => void)[] = [];
const mockEnd = new AbortController();
jest.mock('./pause', () => ({
  pause: async (ms: number) => {
    mockPauses.push(ms);
    // Standing by; else it would look for ever.
    if (ms === 3_000) mockEnd.abort();
  },
}));
jest.mock('./leadership', () => ({
  Leadership: class {
    constructor(private readonly parts: Readonly<{ onPublished: (number: number) => void }>) {}
    async lead(): Promise<void> {
      mockTerms.shift()!(this.parts.onPublished);
    }
  },
}));

describe('a publisher whose terms end in faults that pass', () => {
  const told: PublisherStatus[] = [];
  const away = (): never => {
    throw new LogUnavailable('away');
  };
  const other = { topic: 'xianjie.seals', setting: 'retention.ms', asked: '-1', found: '1000' };
  const others: object[] = [];
  let isLed = false;
  let released = 0;
  const publisher = new Publisher({
    leases: { acquire: async () => (isLed ? null : { release: async () => void (released += 1) }) },
    ...{ shard: '53', holder: 'one', leaseMs: 9_000, topics: {} },
    bus: { ensureTopics: async () => undefined, otherSettings: async () => [other] },
    schemaIds: { requireFullTransitive: async () => undefined, look: async () => undefined },
    ...{ onStatus: (status: PublisherStatus) => told.push(status), onPublished: () => undefined },
    onOtherSettings: (found: readonly object[]) => others.push(...found),
  } as unknown as PublisherOptions);

  it('waits longer each time, up to five seconds, and begins anew once it has got on', async () => {
    mockTerms.push(...Array.from({ length: 6 }, () => away));
    mockTerms.push((published) => {
      published(7);
      away();
    });
    mockTerms.push(away, () => {
      throw new LeaseLost('lost');
    });
    mockTerms.push(() => {
      isLed = true;
      away();
    });
    await publisher.run(mockEnd.signal);
    // Standing by, it looks again three times in the time of a lease.
    expect(mockPauses).toEqual([400, 800, 1_600, 3_200, 5_000, 5_000, 200, 400, 800, 1_600, 3_000]);
    expect(released).toBe(10);
    // Said again in each term: that it stands may be seen in no other place.
    expect(others).toEqual(Array.from({ length: 10 }, () => other));
    const roles = told.map(({ role, published, fault }) => `${role} ${published} ${fault ?? '–'}`);
    expect(roles.slice(0, 2)).toEqual(['leading 0 –', 'waiting-after-fault 0 away']);
    expect(roles).toEqual(expect.arrayContaining(['waiting-after-fault 7 away', 'standby 7 –']));
  });

  it('ends with a fault that does not pass', async () => {
    isLed = false;
    mockTerms.splice(0);
    mockTerms.push(
      () => {
        throw new TypeError('a defect');
      },
      () => {
        throw new MessageTooLarge('t', 'a message', 2, 1);
      },
    );
    await expect(publisher.run(new AbortController().signal)).rejects.toThrow('a defect');
    await expect(publisher.run(new AbortController().signal)).rejects.toThrow(MessageTooLarge);
  });
});
