import type { Appended, NewEvent, Note } from './event-log';
import type { OpenedLog } from './append.fixture';
import { aHousehold, anAppend, anEvent, collect, SHARD } from './append.fixture';
import { ClaimTaken, LogBehindSeal, StreamInAnotherShard, StreamMovedOn } from './faults';

const faultOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (fault: unknown) => fault,
  );

const aNote = (value: string): Note => ({ book: 'heard', key: 'key', scope: '530124', value });
const aStream = () => ({ stream: aHousehold(), expectedVersion: 0, events: [anEvent()] });

/** The first half of the contract: what an append promises. */
export const describeAppending = (open: () => Promise<OpenedLog>): void => {
  it('numbers what is appended from 1, without a gap, in the order of the calls', async () => {
    const { log } = await open();
    const answers = await Promise.all(Array.from({ length: 50 }, () => log.append(anAppend())));
    expect(answers.map(({ first }) => first)).toEqual(answers.map((_, i) => ({ shard: SHARD, number: i + 1 })));
    expect((await log.head(SHARD)).number).toBe(50);
  });

  it('lets one of many racing appends win, whole', async () => {
    const { log } = await open();
    const stream = aHousehold();
    const race = Array.from({ length: 20 }, () => log.append(anAppend({ stream, events: [anEvent(), anEvent()] })));
    const results = await Promise.allSettled(race);
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await log.read(stream)).toHaveLength(2);
  });

  it('says which version a stream is at when it moved on', async () => {
    const { log } = await open();
    const stream = aHousehold();
    await log.append(anAppend({ stream }));
    const fault = await faultOf(log.append(anAppend({ stream })));
    expect(fault).toBeInstanceOf(StreamMovedOn);
    expect(fault).toMatchObject({ code: 'stream-moved-on', retryable: true, stream, expectedVersion: 0, actualVersion: 1 });
  });

  it('does not let one conflicting append spoil its neighbours', async () => {
    const { log } = await open();
    const stale = aHousehold();
    await log.append(anAppend({ stream: stale }));
    const race = [anAppend(), anAppend({ stream: stale }), anAppend()].map((append) => log.append(append));
    expect((await Promise.allSettled(race)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect((await log.head(SHARD)).number).toBe(3);
  });

  it('applies concurrent appends to one stream in order, each against the version it expects', async () => {
    const { log } = await open();
    const stream = aHousehold();
    const answers = await Promise.all([0, 1, 2].map((expectedVersion) => log.append(anAppend({ stream, expectedVersion }))));
    expect(answers.map(({ versions }) => versions[stream])).toEqual([1, 2, 3]);
  });

  it('appends to several streams, or to none of them', async () => {
    const { log } = await open();
    const [left, right] = [aHousehold(), aHousehold()];
    const both = (expected: number) => [
      { stream: left, expectedVersion: 0, events: [anEvent()] },
      { stream: right, expectedVersion: expected, events: [anEvent()] },
    ];
    await expect(log.append(anAppend({ streams: both(7) }))).rejects.toBeInstanceOf(StreamMovedOn);
    expect(await log.readMany([left, right])).toEqual(new Map());
    expect((await log.append(anAppend({ streams: both(0) }))).versions).toEqual({ [left]: 1, [right]: 1 });
  });

  it('may speak twice of one stream, the second time of what the first leaves', async () => {
    const [{ log }, stream] = [await open(), aHousehold()];
    const part = (expectedVersion: number, ...events: NewEvent[]) => ({ stream, expectedVersion, events });
    const twice = (then: number) => anAppend({ streams: [part(0, anEvent(), anEvent()), part(then, anEvent()), part(3)] });
    await expect(log.append(twice(0))).rejects.toBeInstanceOf(StreamMovedOn);
    expect((await log.append(twice(2))).versions).toEqual({ [stream]: 3 });
  });

  it('answers a repeated command with its first answer and appends nothing', async () => {
    const { log } = await open();
    const append = anAppend();
    const first = await log.append(append);
    expect(await log.append(append)).toEqual({ ...first, outcome: 'repeated' });
    expect(await log.answerTo(append.commandId)).toEqual<Appended>(first);
    expect((await log.head(SHARD)).number).toBe(1);
  });

  it('answers a repeated command also when its stream has gone on, by that command or by another', async () => {
    const { log } = await open();
    const stream = aHousehold();
    await log.append(anAppend({ stream }));
    const append = anAppend({ stream, expectedVersion: 1 });
    const first = await log.append(append);
    expect(await log.append(append)).toEqual({ ...first, outcome: 'repeated' });
    await log.append(anAppend({ stream, expectedVersion: 2 }));
    expect(await log.append(append)).toEqual({ ...first, outcome: 'repeated' });
  });

  it('looks up a stream again when the first append to it in a group failed for another reason', async () => {
    const { log } = await open();
    const [stream, owner] = [aHousehold(), 'p-1'];
    await log.append(anAppend({ stream, claims: [{ hash: 'ab12', owner }] }));
    const taken = log.append(anAppend({ stream, claims: [{ hash: 'ab12', owner: 'p-2' }] }));
    const next = log.append(anAppend({ stream, expectedVersion: 1 }));
    expect((await Promise.allSettled([taken, next])).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });

  it('answers a repeated command that would append nothing now, or appended nothing then', async () => {
    const { log } = await open();
    const [append, noted] = [anAppend(), anAppend({ streams: [], notes: [aNote('once')] })];
    const first = await log.append(append);
    const empty = await log.append(noted);
    expect(await log.append({ ...append, streams: [], notes: [aNote('twice')] })).toEqual({ ...first, outcome: 'repeated' });
    expect(await log.append({ ...anAppend(), commandId: noted.commandId })).toEqual({ ...empty, outcome: 'repeated' });
    expect((await log.notes('heard', ['key'])).get('key')?.value).toBe('once');
    expect((await log.head(SHARD)).number).toBe(1);
  });

  it('refuses an append whose only checked stream is not as expected, and appends its neighbours', async () => {
    const { log } = await open();
    const known = aHousehold();
    await log.append(anAppend({ stream: known }));
    const checking = anAppend({ streams: [{ stream: known, expectedVersion: 0, events: [] }, aStream()] });
    const race = [anAppend(), checking, anAppend()].map((append) => log.append(append));
    expect((await Promise.allSettled(race)).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  it('answers a command given twice at once like a repeated one', async () => {
    const { log } = await open();
    const append = anAppend();
    const [first, second] = await Promise.all([log.append(append), log.append(append)]);
    expect(second).toEqual({ ...first, outcome: 'repeated' });
  });

  it('knows no answer to a command that failed, which may come again', async () => {
    const { log } = await open();
    const refused = anAppend({ expectedVersion: 4 });
    await expect(log.append(refused)).rejects.toBeInstanceOf(StreamMovedOn);
    expect(await log.answerTo(refused.commandId)).toBeNull();
    expect((await log.append(anAppend({ commandId: refused.commandId }))).outcome).toBe('appended');
  });

  it('gives a claim to one owner only', async () => {
    const { log } = await open();
    const claimFor = (owner: string) => anAppend({ claims: [{ hash: 'ab12', owner }] });
    await log.append(claimFor('p-1'));
    await log.append(claimFor('p-1'));
    const fault = await faultOf(log.append(claimFor('p-2')));
    expect(fault).toBeInstanceOf(ClaimTaken);
    expect(fault).toMatchObject({ hash: 'ab12', owner: 'p-1' });
    expect(await log.owners(['ab12', 'unknown'])).toEqual(new Map([['ab12', 'p-1']]));
  });

  it('lets one of many racing claimants have it, and leaves nothing of the others', async () => {
    const { log } = await open();
    const race = Array.from({ length: 20 }, (_, i) =>
      log.append(
        anAppend({
          claims: [
            { hash: 'ab12', owner: `p-${i}` },
            { hash: `own-${i}`, owner: `p-${i}` },
          ],
        }),
      ),
    );
    expect((await Promise.allSettled(race)).filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const own = Array.from({ length: 20 }, (_, i) => `own-${i}`);
    expect((await log.owners(own)).size).toBe(1);
  });

  it('gives a claim to the next one when the first claimant’s append fails', async () => {
    const { log } = await open();
    const claims = (owner: string) => [{ hash: 'ab12', owner }];
    const failing = log.append(anAppend({ expectedVersion: 9, claims: claims('p-1') }));
    const next = log.append(anAppend({ claims: claims('p-2') }));
    expect((await Promise.allSettled([failing, next])).map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
    expect(await log.owners(['ab12'])).toEqual(new Map([['ab12', 'p-2']]));
  });

  it('keeps the last note of a key, finds notes by scope and forgets those set to null', async () => {
    const { log } = await open();
    const note = (key: string, value: string | null, scope = '530124') => ({ book: 'heard', key, scope, value });
    const appending = [note('b', '"old"'), note('b', '"new"'), note('a', '1'), note('elsewhere', '2', '530126')].map((one) =>
      log.append(anAppend({ streams: [], notes: [one] })),
    );
    expect((await Promise.all(appending))[0]).toMatchObject({ first: null, last: null, versions: {} });
    expect(await log.notes('heard', ['b', 'nothing'])).toEqual(new Map([['b', note('b', '"new"')]]));
    expect((await collect(log.notesIn('heard', '530124'))).flat()).toEqual([note('a', '1'), note('b', '"new"')]);
    expect((await collect(log.notesIn('heard', '530124', 'a'))).flat()).toEqual([note('b', '"new"')]);
    expect((await collect(log.notesIn('heard', '530124', 'b'))).flat()).toEqual([]);
    await log.append(anAppend({ notes: [note('b', null)] }));
    expect(await log.notes('heard', ['b'])).toEqual(new Map());
  });

  it('writes no note of an append that fails', async () => {
    const { log } = await open();
    const notes = [{ book: 'heard', key: 'a', scope: '530124', value: '1' }];
    await expect(log.append(anAppend({ expectedVersion: 1, notes }))).rejects.toBeInstanceOf(StreamMovedOn);
    expect((await log.notes('heard', ['a'])).size).toBe(0);
  });

  it('keeps a stream in the shard of its first event', async () => {
    const { log } = await open();
    const stream = aHousehold();
    await log.append(anAppend({ stream }));
    const elsewhere = log.append(anAppend({ stream, expectedVersion: 1, shard: '45' }));
    await expect(elsewhere).rejects.toBeInstanceOf(StreamInAnotherShard);
  });

  it('refuses appends while its head is behind a mark, until an operator opens a new epoch', async () => {
    const { log } = await open();
    await log.append(anAppend());
    await log.mark(SHARD, 'seal', 5);
    await log.mark(SHARD, 'seal', 3);
    expect(await faultOf(log.append(anAppend()))).toEqual(new LogBehindSeal(SHARD, 1, 5));
    expect(await log.openEpoch(SHARD, 'restored the backup of 3 January')).toBe(2);
    expect((await log.append(anAppend())).last).toEqual({ shard: SHARD, number: 2 });
    expect((await log.head(SHARD)).epoch).toBe(2);
    expect(await log.epochs(SHARD)).toMatchObject([
      { epoch: 2, after: 1, overridden: { seal: 5 }, reason: 'restored the backup of 3 January' },
    ]);
  });
};
