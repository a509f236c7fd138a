import { BinaryRows } from './postgres-binary-rows';

const rowOf = (type: 'json' | 'date' | 'text', value: unknown): Buffer => {
  const rows = new BinaryRows({ it: type });
  rows.add({ it: value });
  return Buffer.from(rows.finish());
};

describe('a row for COPY', () => {
  it('refuses a day that does not exist, naming the column and not the value', () => {
    expect(() => rowOf('date', '2016-02-30')).toThrow(new RangeError('it: there is no such day'));
    expect(rowOf('date', '2000-01-02').readInt32BE(19 + 2 + 4)).toBe(1);
    expect(rowOf('date', '1999-12-31').readInt32BE(19 + 2 + 4)).toBe(-1);
  });

  it('refuses a NUL in a state, and takes a text that only looks like one', () => {
    expect(() => rowOf('json', { reason: 'a\0' })).toThrow(new RangeError('it: holds a NUL'));
    expect(rowOf('json', { reason: 'a\\u0000' }).toString()).toContain(String.raw`"a\\u0000"`);
  });

  it('keeps null apart from an empty text', () => {
    expect(rowOf('text', null).readInt32BE(19 + 2)).toBe(-1);
    expect(rowOf('text', '').readInt32BE(19 + 2)).toBe(0);
  });

  it('grows beyond its first memory, and writes the same into memory that was used before', () => {
    const long = '衔接\t\\\n'.repeat(10_000);
    const fresh = rowOf('text', long);
    expect(fresh.subarray(19 + 2 + 4, -2).toString()).toBe(long);
    const again = new BinaryRows({ it: 'text' }, new Uint8Array(100).fill(9).buffer);
    again.add({ it: long });
    expect(Buffer.from(again.finish()).equals(fresh)).toBe(true);
  });
});
