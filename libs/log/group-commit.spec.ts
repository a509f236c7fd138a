import { setImmediate } from 'node:timers/promises';
import { SHARD, anAppend, anEvent } from './append.fixture';
import type { Appended } from './event-log';
import { GroupCommit } from './group-commit';
import type { Prepared } from './group-plan';

type Given = Readonly<{ shard: string; ids: readonly string[]; takeHead: () => void; end: (fault?: Error) => void }>;

/** Groups as they are given to a store that takes the head, and ends, when it is told to. */
const opened = (resultOf: (prepared: Prepared) => Appended | Error = ({ append }) => answerTo(append.commandId)) => {
  const given: Given[] = [];
  const commits = new GroupCommit(async (shard, group, headTaken) => {
    await new Promise<void>((resolve, reject) =>
      given.push({
        ...{ shard, ids: group.map(({ append }) => append.commandId), takeHead: headTaken },
        end: (fault) => (fault ? reject(fault) : resolve()),
      }),
    );
    return group.map(resultOf);
  });
  const append = (commandId: string, events = 1, body = Buffer.from('x'), shard = SHARD) =>
    commits.append(anAppend({ shard, commandId, events: Array.from({ length: events }, () => anEvent({ body })) }));
  const turns = async () => {
    for (let turn = 0; turn < 5; turn += 1) await setImmediate();
  };
  return { given, append, turns };
};
const answerTo = (commandId: string): Appended => ({
  outcome: 'appended',
  first: null,
  last: null,
  versions: { [commandId]: 1 },
});

describe('appends that come together', () => {
  it('are one group, in the order of the calls, and each gets its own answer', async () => {
    const { given, append, turns } = opened(({ append: { commandId } }) =>
      commandId === 'b' ? new Error('b moved on') : answerTo(commandId),
    );
    const answers = Promise.allSettled(['a', 'b', 'c'].map((id) => append(id)));
    await turns();
    expect(given.map(({ ids }) => ids)).toEqual([['a', 'b', 'c']]);
    given[0]!.end();
    expect(await answers).toMatchObject([
      { value: answerTo('a') },
      { reason: { message: 'b moved on' } },
      { value: answerTo('c') },
    ]);
  });

  it.each([
    ['2,000 events', 1_000, Buffer.from('x')],
    ['4 MB', 1, Buffer.alloc(2_000_000)],
  ])('are a group up to %s, and what is larger goes alone', async (_, events, body) => {
    const { given, append, turns } = opened();
    const all = Promise.all([append('a', events, body), append('b', events, body), append('c', events, body)]);
    const larger = Promise.all([append('d', 2_001), append('e')]);
    for (let group = 0; group < 4; group += 1) {
      await turns();
      given[group]?.end();
    }
    await Promise.all([all, larger]);
    expect(given.map(({ ids }) => ids)).toEqual([['a', 'b'], ['c'], ['d'], ['e']]);
  });
});

describe('the next group of a shard', () => {
  it('starts when the one before holds the head, and a third only when one of the two has ended', async () => {
    const { given, append, turns } = opened();
    const first = append('a');
    await turns();
    const second = append('b');
    await turns();
    expect(given).toHaveLength(1);
    given[0]!.takeHead();
    await turns();
    expect(given.map(({ ids }) => ids)).toEqual([['a'], ['b']]);
    given[1]!.takeHead();
    const third = append('c');
    await turns();
    expect(given).toHaveLength(2);
    given[0]!.end();
    await first;
    await turns();
    expect(given).toHaveLength(3);
    for (const one of given.slice(1)) one.end();
    await Promise.all([second, third]);
  });

  it('starts also after one that failed, whose callers are all told', async () => {
    const { given, append, turns } = opened();
    const failed = Promise.allSettled([append('a'), append('b')]);
    await turns();
    const next = append('c');
    given[0]!.end(new Error('the store is away'));
    expect(await failed).toMatchObject([
      { reason: { message: 'the store is away' } },
      { reason: { message: 'the store is away' } },
    ]);
    await turns();
    given[1]!.end();
    expect(await next).toEqual(answerTo('c'));
  });

  it('of another shard waits for nothing', async () => {
    const { given, append, turns } = opened();
    const both = Promise.all([append('a'), append('b', 1, Buffer.from('x'), '45')]);
    await turns();
    expect(given.map(({ shard }) => shard)).toEqual([SHARD, '45']);
    for (const one of given) one.end();
    await both;
  });
});
