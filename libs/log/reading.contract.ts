import type { OpenedLog } from './append.fixture';
import type { EventLog } from './event-log';
import { aHousehold, anAppend, anEvent, collect, SHARD } from './append.fixture';

/** The second half of the contract: what readers are promised. */
export const describeReading = (open: () => Promise<OpenedLog>): void => {
  it('gives back what was appended, with position, version, time and link', async () => {
    const { log, clock } = await open();
    clock.set('2017-01-03T01:02:03.456Z');
    const event = anEvent({ body: Buffer.from([0, 255, 10]), traceparent: '00-ab-cd-01', source: '脱贫户.xlsx, "户"' });
    const append = anAppend({ stream: 'h-1', events: [event] });
    await log.append(append);
    const [read] = await log.read('h-1');
    expect(read).toEqual({
      ...event,
      position: { shard: SHARD, number: 1 },
      stream: 'h-1',
      version: 1,
      recordedAt: '2017-01-03T01:02:03.456Z',
      commandId: append.commandId,
      link: expect.any(Buffer),
    });
    expect(await log.head(SHARD)).toEqual({
      shard: SHARD,
      number: 1,
      link: read!.link,
      recordedAt: '2017-01-03T01:02:03.456Z',
      epoch: 1,
    });
  });

  it('gives back the events of a large append as they were, in order', async () => {
    const { log } = await open();
    const odd = [
      { body: Buffer.alloc(0) },
      { source: '户 “\t\\N”' },
      { traceparent: '00-ab-cd-01' },
      { effectiveOn: '1999-12-31' as const },
    ];
    const events = Array.from({ length: 300 }, (_, i) => anEvent(odd[i % odd.length]));
    await log.append(anAppend({ stream: 'h-1', events }));
    const read = (await collect(log.readRange(SHARD, 0))).flat();
    expect(read.map(({ position, version }) => [position.number, version])).toEqual(events.map((_, i) => [i + 1, i + 1]));
    expect(read).toEqual(events.map((event) => expect.objectContaining(event)));
    expect(await log.verify({ shard: SHARD })).toBeNull();
  });

  it('gives the links of positions, and none where there is no event', async () => {
    const { log } = await open();
    await log.append(anAppend({ events: [anEvent(), anEvent()] }));
    const [first] = (await collect(log.readRange(SHARD, 0))).flat();
    expect(await log.linksAt(SHARD, [3, 1])).toEqual(new Map([[1, first!.link]]));
    expect(await log.linksAt('99', [1])).toEqual(new Map());
  });

  it('never lets recordedAt decrease, and finds the last position known at an instant', async () => {
    const { log, clock } = await open();
    expect(await log.positionAt(SHARD, '2017-01-01T00:00:00Z')).toBe(0);
    for (const day of ['02', '05', '03', '07']) {
      clock.set(`2017-01-${day}T00:00:00.000Z`);
      await log.append(anAppend({ stream: `h-${day}`, events: [anEvent(), anEvent()] }));
    }
    const [late] = await log.read('h-03');
    expect(late!.recordedAt).toBe('2017-01-05T00:00:00.000Z');
    const known = ['01', '02', '04', '05', '06', '07', '09'].map((day) => log.positionAt(SHARD, `2017-01-${day}T00:00:00Z`));
    expect(await Promise.all(known)).toEqual([0, 2, 2, 6, 6, 8, 8]);
  });

  it('reads a stream from a version and up to a position', async () => {
    const { log } = await open();
    const stream = aHousehold();
    await log.append(anAppend({ stream, events: [anEvent(), anEvent(), anEvent(), anEvent()] }));
    const versions = (await log.read(stream, { fromVersion: 2, upTo: 3 })).map(({ version }) => version);
    expect(versions).toEqual([2, 3]);
    expect(await log.read('h-nobody')).toEqual([]);
  });

  it('reads many streams and leaves out those that nobody wrote to', async () => {
    const { log } = await open();
    await log.append(anAppend({ stream: 'h-b', events: [anEvent(), anEvent()] }));
    await log.append(anAppend({ stream: 'h-a' }));
    const found = await log.readMany(['h-a', 'h-b', 'h-c']);
    expect([...found].map(([stream, events]) => [stream, events.length]).sort()).toEqual([
      ['h-a', 1],
      ['h-b', 2],
    ]);
  });

  it('reads each stream that was ever in one of the counties once, whole up to a position, in stream order', async () => {
    const { log } = await open();
    const [here, there] = [anEvent({ county: '530124' }), anEvent({ county: '530126' })];
    await log.append(anAppend({ stream: 'h-b', events: [here, anEvent({ county: '530126' })] }));
    await log.append(anAppend({ stream: 'h-c', events: [there] }));
    await log.append(anAppend({ stream: 'h-a', events: [anEvent({ county: '530126' })] }));
    await log.append(anAppend({ stream: 'h-a', expectedVersion: 1, events: [anEvent()] }));
    await log.append(anAppend({ stream: 'h-b', expectedVersion: 2, events: [anEvent({ county: '530126' })] }));
    const county = async (upTo: number) =>
      (await collect(log.readCounties(SHARD, ['530124'], upTo))).map(({ stream, events }) => [stream, events.length]);
    expect(await county(4)).toEqual([['h-b', 2]]);
    expect(await county(6)).toEqual([
      ['h-a', 2],
      ['h-b', 3],
    ]);
    const both = await collect(log.readCounties(SHARD, ['530126', '530124'], 6, { after: 'h-a' }));
    expect(both.map(({ stream, events }) => [stream, events.length])).toEqual([
      ['h-b', 3],
      ['h-c', 1],
    ]);
    expect(await collect(log.readCounties(SHARD, [], 6))).toEqual([]);
    const shard = await collect(log.readShard(SHARD, 3));
    expect(shard.map(({ stream, events }) => [stream, events.length])).toEqual([
      ['h-b', 2],
      ['h-c', 1],
    ]);
  });

  it('goes on after a stream, and leaves out what is before a position', async () => {
    const { log } = await open();
    for (const stream of ['h-a', 'h-b', 'h-c']) await log.append(anAppend({ stream, events: [anEvent(), anEvent()] }));
    await log.append(anAppend({ stream: 'h-a', expectedVersion: 2 }));
    const found = async (streams: ReturnType<EventLog['readShard']>) =>
      (await collect(streams)).map(({ stream, events }) => [stream, ...events.map(({ version }) => version)]);
    expect(await found(log.readShard(SHARD, 7, { after: 'h-a' }))).toEqual([
      ['h-b', 1, 2],
      ['h-c', 1, 2],
    ]);
    expect(await found(log.readShard(SHARD, 7, { from: 6 }))).toEqual([
      ['h-a', 3],
      ['h-c', 2],
    ]);
    expect(await found(log.readCounties(SHARD, ['530124'], 7, { after: 'h-a', from: 4 }))).toEqual([
      ['h-b', 2],
      ['h-c', 1, 2],
    ]);
    expect(await found(log.readCounties(SHARD, ['530126'], 7, { from: 4 }))).toEqual([]);
  });

  it('reads more streams, and longer ones, than fit into a page', async () => {
    const { log } = await open();
    const many = Array.from({ length: 1_200 }, (_, i) => `h-${String(i).padStart(4, '0')}`);
    const bodies = Array.from({ length: 9_000 }, (_, i) => anEvent({ body: Buffer.from(String(i)) }));
    await log.append(anAppend({ stream: 'h-0700', events: bodies }));
    await Promise.all(many.filter((name) => name !== 'h-0700').map((stream) => log.append(anAppend({ stream }))));
    for (const read of [log.readShard(SHARD, 20_000), log.readCounties(SHARD, ['530124', '530199'], 20_000)]) {
      const streams = await collect(read);
      expect(streams.map(({ stream }) => stream)).toEqual(many);
      const long = streams[700]!.events;
      expect(long.map(({ version }) => version)).toEqual(bodies.map((_, i) => i + 1));
      expect(long.every(({ body }, i) => body.equals(bodies[i]!.body))).toBe(true);
    }
  });

  it('reads a range in pages, up to the head of the moment', async () => {
    const { log } = await open();
    await log.append(anAppend({ events: Array.from({ length: 7 }, () => anEvent()) }));
    const pages = await collect(log.readRange(SHARD, 1, { pageSize: 3, upTo: 6 }));
    expect(pages.map((page) => page.map(({ position }) => position.number))).toEqual([
      [2, 3, 4],
      [5, 6],
    ]);
    expect((await collect(log.readRange(SHARD, 0))).flat()).toHaveLength(7);
    expect(await collect(log.readRange(SHARD, 7))).toEqual([]);
    expect(await collect(log.readRange('nobody', 0))).toEqual([]);
  });

  it('follows what is appended later and ends with the signal', async () => {
    const { log } = await open();
    await log.append(anAppend());
    const stop = new AbortController();
    const seen: number[] = [];
    const following = (async () => {
      for await (const page of log.follow(SHARD, 0, stop.signal)) {
        seen.push(...page.map(({ position }) => position.number));
        if (seen.length === 21) stop.abort();
      }
    })();
    for (let i = 0; i < 10; i += 1) await log.append(anAppend({ events: [anEvent(), anEvent()] }));
    await following;
    expect(seen).toEqual(Array.from({ length: 21 }, (_, i) => i + 1));
  });

  it('keeps shards apart', async () => {
    const { log } = await open();
    await Promise.all([log.append(anAppend()), log.append(anAppend({ shard: '45' })), log.append(anAppend({ shard: '45' }))]);
    expect(await log.shards()).toEqual(['45', '53']);
    expect((await log.head('45')).number).toBe(2);
    expect(await log.head('43')).toMatchObject({ number: 0, recordedAt: null });
  });

  it('verifies what it recorded, whole and in ranges', async () => {
    const { log } = await open();
    await Promise.all(Array.from({ length: 30 }, () => log.append(anAppend())));
    const ranges = [{}, { from: 10 }, { from: 5, to: 12 }, { to: 3 }, { from: 31 }, { from: 90 }];
    expect(await Promise.all(ranges.map((range) => log.verify({ shard: SHARD, ...range })))).toEqual(ranges.map(() => null));
    expect(await log.verify({ shard: 'nobody' })).toBeNull();
  });
};
