import fc from 'fast-check';
import { checkCharacterOf, normaliseIdentifier } from './identifier';
import type { ReportedIdentity } from './identifier';
import { isOneSlipAway, matchTier } from './match';
import type { PersonRow } from './match';
import { canonicalName, compareNames } from './name';

const EXAMPLE = '11010519491231002X';
const identity = (raw: string | null) => normaliseIdentifier(raw) as ReportedIdentity;
const aRow = (said: Partial<PersonRow> = {}): PersonRow => ({
  name: '韦大山',
  identity: identity(EXAMPLE),
  birth: null,
  sex: '女',
  township: '451422100',
  household: '韦大山 451422100001',
  ...said,
});

describe('two spellings of a name', () => {
  it.each([
    ['韦 大山', '韦大山'],
    ['韦大山　', '韦大山'],
  ])('%s and %s are the same', (a, b) => expect(compareNames(a, b)).toBe('same'));

  it.each([
    ['韋大山', '韦大山', 'Traditional'],
    ['李国强', '李囯強', 'an old variant'],
    ['阿果·木呷', '阿果•木呷', 'a bullet'],
    ['阿果·木呷', '阿果・木呷', 'a katakana dot'],
    ['阿果·木呷', '阿果．木呷', 'a full stop'],
    ['阿果·木呷', '阿果木呷', 'no dot at all'],
    ['陈䶮', '陈\ue863', 'the private-use place of a GBK system'],
    ['陈䶮', '陈?', 'an encoding without the character'],
    ['王军', '王君', 'the same sound'],
  ])('%s and %s are variants: %s', (a, b) => expect(compareNames(a, b)).toBe('variant'));

  it.each([
    ['韦大山', '韦小山'],
    ['韦建国', '韦建军'],
    ['王', '李'],
    ['韦大山', '黄大山'],
    ['??', '韦山'],
  ])('%s and %s are different', (a, b) => expect(compareNames(a, b)).toBe('different'));

  it('the canonical form of a canonical form is itself', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (name) =>
        expect(canonicalName(canonicalName(name))).toBe(canonicalName(name)),
      ),
      { numRuns: 1_000, examples: [['ΐ'], ['ῒ'], ['ª'], ['ŉ']] },
    ));
});

describe('two rows about a person', () => {
  it.each<[string, Partial<PersonRow>, string | null]>([
    ['number and name equal', {}, 'T1'],
    ['number equal, name a known variant', { name: '韋大山' }, 'T2'],
    ['fifteen digits of the same number', { identity: identity('110105491231002') }, 'T3'],
    ['a disability certificate of the same number', { identity: identity(`${EXAMPLE}44`) }, 'T3'],
    ['one wrong digit', { identity: identity('11010519491231012X') }, 'T4'],
    ['one digit missing', { identity: identity('1101051949123102X') }, 'T4'],
    ['two neighbours swapped', { identity: identity('11010519491213002X') }, 'T4'],
    ['no number, same household', { identity: identity(null) }, 'T5'],
    ['the number of somebody else', { name: '黄小花' }, 'conflict'],
    ['one wrong digit in another township', { identity: identity('11010519491231012X'), township: '451422101' }, null],
    ['no number, another household', { identity: identity(null), household: '黄小花 451422100001' }, null],
    ['no number, another sex', { identity: identity(null), sex: '男' }, null],
    ['two wrong digits', { identity: identity('11010519491231112X'), birth: null }, null],
    ['name and village alone', { identity: identity('451422196105170017') }, null],
  ])('%s', (_, other, tier) => expect(matchTier(aRow(), aRow(other))).toBe(tier));

  const number = fc.integer({ min: 0, max: 999 }).map((n) => {
    const first17 = `45142219610517${String(n).padStart(3, '0')}`;
    return first17 + checkCharacterOf(first17);
  });
  const row = fc.record({
    name: fc.constantFrom('韦大山', '韋大山', '黄小花'),
    identity: fc.oneof(
      number.map(identity),
      fc.constant(identity(null)),
      number.map((n) => identity(n.slice(1))),
    ),
    sex: fc.constantFrom(null, '男', '女'),
    township: fc.constantFrom('451422100', '451422101'),
  });
  it('are compared alike from both sides', () =>
    fc.assert(
      fc.property(row, row, (a, b) => expect(matchTier(aRow(a), aRow(b))).toBe(matchTier(aRow(b), aRow(a)))),
      { numRuns: 1_000 },
    ));

  it('a slip is one edit, either way', () => {
    expect(isOneSlipAway('1234', '1334')).toBe(true);
    expect(isOneSlipAway('1234', '134')).toBe(true);
    expect(isOneSlipAway('1234', '1324')).toBe(true);
    expect(isOneSlipAway('1234', '1234')).toBe(false);
    expect(isOneSlipAway('1234', '4321')).toBe(false);
  });
});
