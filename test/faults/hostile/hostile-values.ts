import fc from 'fast-check';

// What no honest program sends, and what spreadsheets and strangers do send.

const KNOWN_TRICKS = [
  ...[
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '\udfff\ud800',
    '\ufeff',
    '\u202e文',
    '\u0001',
    '\u0002',
    '\u0003\u0004',
    '\\N',
    '\\.',
  ],
  ...['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://127.0.0.1","x")', "=cmd|'/c calc'!A1", '\t=1', '\r=1'],
  ...[
    '../../../etc/passwd',
    '..\\..\\x',
    '/etc/passwd',
    'C:\\x',
    '%00',
    '%2e%2e%2f',
    'a/b',
    '.',
    '..',
    'nul',
    `x${'\u0301'.repeat(500)}`,
  ],
  ...["'; drop table log.events; --", '" or 1=1', '$1', '%', '_', '{{7*7}}', '<script>', '${jndi:ldap://127.0.0.1/x}'],
  ...['0000-00-00', '2016-02-30', '9999-12-31', '10000-01-01', '-0001-01-01', '2016-13', '2016-00', '２０１６-01-01', '2016-1-1'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'NaN', 'Infinity', '-0', '1e999', '0x10', '18446744073709551616'],
  ...['5301240000000000000000', '530124', '000000', '999999999999', '110101190001010000'],
];
export const hostileText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...KNOWN_TRICKS) },
  { weight: 3, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1_000, max: 60_000 }).map((length) => '长'.repeat(length)) },
);

const deep = (depth: number): unknown => {
  let value: unknown = 1;
  for (let at = 0; at < depth; at += 1) value = at % 2 ? [value] : { a: value };
  return value;
};
const number = fc.oneof(
  fc.constantFrom(0, -1, 1e308, -1e308, 2 ** 53, 2 ** 63, 0.1, 1e-320, 2_147_483_648, 9_000_000_000_001),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 5, arbitrary: hostileText },
  { weight: 3, arbitrary: number },
  { weight: 1, arbitrary: fc.constantFrom(null, true, false, [], {}, [null], [[]], { length: 3 }, { toString: 1 }) },
  { weight: 1, arbitrary: fc.integer({ min: 10, max: 400 }).map(deep) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
);

/** Half a surrogate pair cannot be sent in an address or as UTF-8: it becomes what a careless program makes of it. */
export const wellFormed = (text: string): string => Buffer.from(text).toString();

type Change = Readonly<{ at: number; how: 'replace' | 'remove' | 'add' | 'repeat'; value: unknown; name: string }>;
export const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'add', 'repeat'),
    value: hostileValue,
    name: fc.oneof(
      hostileText.map((text) => text.slice(0, 100)),
      fc.constantFrom('asOf', 'members', 'absent', '__proto__'),
    ),
  }),
  { minLength: 1, maxLength: 3 },
);

type Holder = Record<string, unknown> | unknown[];
const holders = (value: unknown): Holder[] =>
  value !== null && typeof value === 'object' ? [value as Holder, ...Object.values(value).flatMap(holders)] : [];

/** A copy of a valid input with some of its parts replaced, removed, added or repeated. */
export const changed = (valid: unknown, todo: readonly Change[]): unknown => {
  const copy: unknown = structuredClone(valid);
  for (const { at, how, value: drawn, name } of todo) {
    // The same constant may be drawn twice, and must not come to lie in itself.
    const value: unknown = structuredClone(drawn);
    const places = holders(copy).flatMap((holder) => Object.keys(holder).map((key) => [holder, key] as const));
    const [holder, key] = places[at % Math.max(1, places.length)] ?? [null, ''];
    if (holder === null) return value;
    const of = holder as Record<string, unknown>;
    if (how === 'replace') of[key] = value;
    else if (how === 'remove') delete of[key];
    else if (how === 'repeat' && Array.isArray(holder)) holder.push(...structuredClone(holder));
    else Object.defineProperty(of, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return copy;
};

/** A copy of a file with bytes overwritten, cut out, doubled or inserted. */
export const changedBytes = (
  valid: Buffer,
  edits: readonly Readonly<{ at: number; how: number; bytes: Uint8Array }>[],
): Buffer => {
  let copy = Buffer.from(valid);
  for (const { at, how, bytes } of edits) {
    const from = at % Math.max(1, copy.length);
    const to = Math.min(copy.length, from + 1 + (how >> 2) * bytes.length);
    const middle =
      how % 4 === 1 ? Buffer.concat([copy.subarray(from, to), copy.subarray(from, to)]) : Buffer.from(how % 4 === 0 ? [] : bytes);
    copy = Buffer.concat([copy.subarray(0, from), middle, copy.subarray(how % 4 === 3 ? from : to)]);
  }
  return copy;
};
export const edits = fc.array(fc.record({ at: fc.nat(), how: fc.nat({ max: 63 }), bytes: fc.uint8Array({ maxLength: 12 }) }), {
  minLength: 1,
  maxLength: 6,
});
