import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import { v7 } from 'uuid';
import { books, noteOf } from '../books';
import { mergedWith } from './merged-persons';

/** Who turned out to be whom, by identity reviews; the last letter is the person's own. */
const after = async (...same: readonly (readonly [string, string])[]) => {
  const log = new InMemoryEventLog(new FixedClock());
  const notes = same.map(([was, person]) => noteOf(books.sameAs, was, '45', { person }));
  if (notes.length > 0) await log.append({ shard: '45', commandId: v7(), streams: [], notes });
  return async (asked: string) => {
    const { person, persons } = await mergedWith(log, '45', asked);
    return [person, [...persons].sort().join('')];
  };
};

describe('the ids under which one person is known', () => {
  it('are that one alone where nobody was found to be the same', async () => {
    const known = await after(['b', 'c']);
    expect(await known('a')).toEqual(['a', 'a']);
  });

  it('are all that were found to be the same, one after the other, whichever is asked for', async () => {
    const known = await after(['a', 'b'], ['b', 'c'], ['d', 'c'], ['x', 'y']);
    for (const asked of ['a', 'b', 'c', 'd']) expect(await known(asked)).toEqual(['c', 'abcd']);
  });

  it('end even where two were said to be each other', async () => {
    const known = await after(['a', 'b'], ['b', 'a']);
    expect(await known('a')).toEqual([expect.stringMatching(/^[ab]$/), 'ab']);
  });
});
