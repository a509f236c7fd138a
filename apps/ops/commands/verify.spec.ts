import { EXIT } from '../exit-codes';
import { eventsIn, rangeOf } from './verify';

describe('the range that is verified', () => {
  it('is that between two positions, both included', () => {
    expect(rangeOf('53:10', '20')).toEqual({ shard: '53', from: 10, to: 20 });
    expect(rangeOf(undefined, undefined)).toEqual({ from: undefined, to: undefined });
    expect(rangeOf('53:10', '53:10')).toEqual({ shard: '53', from: 10, to: 10 });
  });

  it.each([
    ['53:20', '53:10', '--from: 53:20 lies after --to 53:10'],
    ['53:', undefined, '--from: a position'],
    [undefined, '53:0', '--to: a position'],
  ])('is refused from %s to %s as a wrong use', (from, to, said) => {
    const refused = expect.objectContaining({ exitCode: EXIT.usage, message: expect.stringContaining(said) as string });
    expect(() => rangeOf(from, to)).toThrow(refused as unknown as Error);
  });

  it('is told by the events that lie in it, not by those of the whole log', () => {
    expect(eventsIn({}, 128_000)).toBe(128_000);
    expect(eventsIn({ from: 10, to: 20 }, 128_000)).toBe(11);
    expect(eventsIn({ from: 127_999 }, 128_000)).toBe(2);
    expect(eventsIn({ from: 128_001 }, 128_000)).toBe(0);
    expect(eventsIn({ from: 200_000 }, 128_000)).toBe(0);
  });
});
