import type { ProjectedEvent } from './arrived';
import { GatheredBatches } from './gathered-batches';
import { arrived } from './projected.fixture';

const eventsOf = (household: string, count: number): readonly ProjectedEvent[] =>
  Array.from({ length: count }, (_, i) =>
    arrived({ household, version: i + 1, position: i + 1, eventId: `${household}-${i}`, county: '530124', event: null }),
  );
const upTo = (partition: number) => [{ topic: 't', partition, next: '1' }];

/** Writes that end when the test says so. */
const held = () => {
  const writes: {
    households: readonly string[];
    partitions: readonly number[];
    end: (answer?: Error | readonly ProjectedEvent[]) => void;
  }[] = [];
  const batches = new GatheredBatches(
    (events, offsets) =>
      new Promise((resolve, reject) =>
        writes.push({
          households: [...new Set(events.map(({ household }) => household))],
          partitions: offsets.map(({ partition }) => partition),
          end: (answer = []) => (answer instanceof Error ? reject(answer) : resolve(answer)),
        }),
      ),
  );
  return { batches, writes };
};
const turn = (): Promise<void> => new Promise((next) => setImmediate(next));

describe('batches that come together', () => {
  it('are written together, with all their offsets; each is told how many of its own were parked', async () => {
    const { batches, writes } = held();
    const [first, second] = [eventsOf('h-1', 3), eventsOf('h-2', 2)];
    const answers = Promise.all([batches.add(first, upTo(4)), batches.add(second, upTo(9))]);
    await turn();
    expect(writes).toMatchObject([{ households: ['h-1', 'h-2'], partitions: [4, 9] }]);
    writes[0]!.end([first[2]!, second[0]!, second[1]!]);
    expect(await answers).toEqual([1, 2]);
  });

  it('wait for those that are being written, and only for them', async () => {
    const { batches, writes } = held();
    const first = batches.add(eventsOf('h-1', 1), upTo(0));
    await turn();
    const later = Promise.all([batches.add(eventsOf('h-2', 1), upTo(1)), batches.add(eventsOf('h-3', 1), upTo(2))]);
    await turn();
    expect(writes).toHaveLength(1);
    writes[0]!.end();
    await first;
    await turn();
    expect(writes[1]).toMatchObject({ households: ['h-2', 'h-3'], partitions: [1, 2] });
    writes[1]!.end();
    expect(await later).toEqual([0, 0]);
  });

  it('fail together, and hold up nobody who comes later', async () => {
    const { batches, writes } = held();
    const failing = Promise.allSettled([batches.add(eventsOf('h-1', 1), upTo(0)), batches.add(eventsOf('h-2', 1), upTo(1))]);
    await turn();
    const later = batches.add(eventsOf('h-3', 1), upTo(0));
    writes[0]!.end(new Error('away'));
    expect((await failing).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    await turn();
    writes[1]!.end();
    expect(await later).toBe(0);
  });

  it('end before 4,000 events, but one larger than that goes alone', async () => {
    const { batches, writes } = held();
    const all = Promise.all([
      batches.add(eventsOf('h-1', 5_000), upTo(0)),
      batches.add(eventsOf('h-2', 3_000), upTo(1)),
      batches.add(eventsOf('h-3', 1_000), upTo(2)),
      batches.add(eventsOf('h-4', 1), upTo(3)),
    ]);
    for (const households of [['h-1'], ['h-2', 'h-3'], ['h-4']]) {
      await turn();
      await turn();
      expect(writes.at(-1)!.households).toEqual(households);
      writes.at(-1)!.end();
      await turn();
    }
    expect(await all).toEqual([0, 0, 0, 0]);
    expect(writes).toHaveLength(3);
  });
});
