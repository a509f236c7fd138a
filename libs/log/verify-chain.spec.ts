import { anAppend, anEvent, collect, SHARD } from './append.fixture';
import { linkOf, sm3 } from './chain';
import { blockOf } from './chain-block';
import type { ChainBlock } from './chain-block';
import type { Head, RecordedEvent } from './event-log';
import { FixedClock } from './fixed-clock';
import { InMemoryEventLog } from './in-memory-event-log';
import { verifyChain } from './verify-chain';
import type { StoredChain } from './verify-chain';

let events: readonly RecordedEvent[];
let head: Head;
beforeAll(async () => {
  const log = new InMemoryEventLog(new FixedClock());
  for (let n = 1; n <= 6; n += 1) await log.append(anAppend({ events: [anEvent({ body: Buffer.from(`body ${n}`) })] }));
  events = (await collect(log.readRange(SHARD, 0))).flat();
  head = await log.head(SHARD);
});

/** What somebody with access to the database left: its rows in order of their numbers, and a head row. */
const stored = (
  rows: readonly RecordedEvent[],
  said: Partial<Head> = {},
  change = (block: ChainBlock) => block,
): StoredChain => ({
  head: async () => ({ ...head, ...said }),
  async *blocks(_shard, after, upTo) {
    for (const row of rows) if (row.position.number > after && row.position.number <= upTo) yield change(blockOf(row));
  },
});
const firstBad = async (chain: StoredChain, range: Readonly<{ from?: number; to?: number }> = {}) =>
  (await verifyChain(chain, { shard: SHARD, ...range }))?.number ?? null;
const numbered = (number: number) => ({ position: { shard: SHARD, number } });
const without = (number: number) => events.filter(({ position }) => position.number !== number);
const changed = (number: number, said: Partial<RecordedEvent>) =>
  events.map((event) => (event.position.number === number ? { ...event, ...said } : event));
/** Whoever appends past the hub can chain as well as it does. */
const appended = (): readonly RecordedEvent[] => {
  const next = { ...events[0]!, ...numbered(7) };
  return [...events, { ...next, link: linkOf(events[5]!.link, sm3(next.body), next) }];
};

describe('a chain', () => {
  it('as it was recorded is whole, in every part', async () => {
    expect(await verifyChain(stored(events), { shard: SHARD })).toBeNull();
    for (const range of [{ from: 0 }, { from: 3 }, { to: 4 }, { from: 2, to: 5 }, { from: 6 }, { from: 7 }, { from: 9 }])
      expect([range, await firstBad(stored(events), range)]).toEqual([range, null]);
  });
  it('says shard and number of what is bad', async () =>
    expect(await verifyChain(stored(changed(3, { body: Buffer.from('else') })), { shard: SHARD })).toEqual({
      shard: SHARD,
      number: 3,
    }));

  it.each<[string, () => readonly RecordedEvent[], number]>([
    ['an altered body', () => changed(3, { body: Buffer.from('else') }), 3],
    ['an altered first body', () => changed(1, { body: Buffer.from('else') }), 1],
    ['an altered header', () => changed(4, { county: '530111' }), 4],
    ['an altered link', () => changed(2, { link: Buffer.alloc(32) }), 2],
    ['a removed event', () => without(3), 3],
    ['a removed first event', () => without(1), 1],
    ['a tail cut off', () => without(6), 6],
    ['two events swapped', () => changed(2, { ...events[2]!, ...numbered(2) }), 2],
    ['an event put in between', () => [...events.slice(0, 3), { ...events[0]!, ...numbered(3) }, ...events.slice(3)], 3],
    ['an event put before all', () => [{ ...events[0]!, ...numbered(0) }, ...events], 0],
    ['a tail that no append put there', appended, 7],
  ])('shows %s', async (what, rows, number) => {
    // From before all: the events that no append numbered are read as well.
    const from = what.endsWith('before all')
      ? { ...stored(rows()), blocks: () => stored(rows()).blocks(SHARD, -1, 9) }
      : stored(rows());
    expect(await firstBad(from)).toBe(number);
  });

  it('shows another link in the head row, and where the head row is behind or ahead', async () => {
    expect(await firstBad(stored(events, { link: Buffer.alloc(32) }))).toBe(6);
    expect(await firstBad(stored(events, { number: 5, link: events[4]!.link }))).toBe(6);
    expect(await firstBad(stored(events, { number: 7 }))).toBe(7);
    // A part that ends before the head says nothing of it.
    expect(await firstBad(stored(events, { link: Buffer.alloc(32) }), { to: 5 })).toBeNull();
    expect(await firstBad(stored(events, { number: 5, link: events[4]!.link }), { to: 6 })).toBeNull();
  });
  it('cannot be verified from behind an event that is gone', async () => {
    expect(await firstBad(stored(without(3)), { from: 4 })).toBe(4);
    expect(await firstBad(stored(without(5)), { from: 6 })).toBe(6);
    expect(await firstBad(stored(without(6)), { from: 7 })).toBeNull();
  });
  it('takes the word of a block about what is inside it', async () => {
    const inside = (block: ChainBlock) => ({ ...block, firstBad: block.first === 4 ? 4 : null });
    expect(await firstBad(stored(events, {}, inside))).toBe(4);
  });
  it('that nobody wrote to is whole; one whose events were all removed is not', async () => {
    expect(await firstBad(stored([], { number: 0, link: Buffer.alloc(32) }))).toBeNull();
    expect(await firstBad(stored([]))).toBe(1);
  });
});
