import fc from 'fast-check';
import { checkCharacterOf, normaliseIdentifier } from './identifier';
import type { ReportedIdentity } from './identifier';
import { isOneSlipAway, matchTier } from './match';
import type { PersonRow } from './match';
import { canonicalName, compareNames, sameName } from './name';

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
    ['陈?', '陈䶮', 'an encoding without the character, on the other side'],
    ['王军', '王君', 'the same sound'],
    ['王英', '王瑛', 'the same sound'],
    ['王升', '王声', 'the same sound'],
    ['王静', '王晶', 'the same sound'],
    ['张三', '章三', 'the same sound'],
  ])('%s and %s are variants: %s', (a, b) => expect(compareNames(a, b)).toBe('variant'));

  it.each([
    ['韦大山', '韦小山'],
    ['韦建国', '韦建军'],
    ['王', '李'],
    ['韦大山', '黄大山'],
    ['??', '韦山'],
    ['韦大?', '韦大'],
    ['?', '王'],
    ['军', '君'],
  ])('%s and %s are different', (a, b) => {
    expect(compareNames(a, b)).toBe('different');
    expect(sameName(a, b)).toBe(false);
  });

  it('are compared in simplified characters, with one dot, whatever system wrote them', () => {
    expect(canonicalName('張龔國愛間樹禮觀資徵動傑')).toBe('张龚国爱间树礼观资征动杰');
    expect(canonicalName('阿果•木呷')).toBe('阿果·木呷');
    expect(sameName('韋大山', '韦大山')).toBe(true);
  });

  // GBK FE50 to FEA0. ICU knows all of them but six, which Unicode later put beyond its first plane.
  it('take each private-use place of a GBK system for the character that it stands for', () => {
    const bytes = Array.from({ length: 0xa1 - 0x50 }, (_, i) => 0x50 + i).filter((byte) => byte !== 0x7f);
    const places = bytes.map((_, i) => String.fromCodePoint(0xe815 + i));
    const known = bytes.map((byte) => new TextDecoder('gb18030').decode(Uint8Array.of(0xfe, byte)));
    const beyond = new Map([...'\ue816\ue817\ue818\ue831\ue83b\ue855'].map((place, i) => [place, [...'𠂇𠂉𠃌𡗗𢦏𤇾'][i]]));
    const expected = places.map((place, i) => (known[i] === place ? beyond.get(place) : known[i]));
    expect(places.map(canonicalName)).toEqual(expected);
  });

  const grapheme = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 });
  it('the canonical form of a canonical form is itself', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.oneof(fc.constantFrom(...'•．·　\u200b韋龍\ue815\ue864ΐａ'), grapheme) }), (name) =>
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
    ['no number, another name', { identity: identity(null), name: '黄小花' }, null],
    ['no number, the same birth and no sex', { identity: identity(null), birth: '1949-12-31', sex: null }, 'T5'],
    ['no number, another birth', { identity: identity(null), birth: '1949-12-30' }, null],
    ['no number and no household', { identity: identity(null), household: null }, null],
    ['one wrong digit, another name', { identity: identity('11010519491231012X'), name: '黄小花' }, null],
    ['one wrong digit, the same birth by the number', { identity: identity('11010519491231012X'), sex: '男' }, 'T4'],
    ['one wrong digit, neither birth nor sex', { identity: identity('11010519491230002X'), sex: '男' }, null],
    ['name and village alone', { identity: identity('451422196105170017') }, null],
  ])('%s', (_, other, tier) => expect(matchTier(aRow(), aRow(other))).toBe(tier));

  it.each([
    ['a wrong check character', '110105194912310021'],
    ['another document', 'H60012345'],
  ])('with one number, but %s, go to a review (S-11)', (_, raw) =>
    expect(matchTier(aRow({ identity: identity(raw) }), aRow({ identity: identity(raw) }))).toBe('T4'),
  );
  it('without a household are nobody’s', () => {
    const nowhere = aRow({ identity: identity(null), household: null });
    expect(matchTier(nowhere, nowhere)).toBeNull();
  });

  // Few persons, each written in several ways, so that two rows are often of one.
  const written = fc
    .tuple(fc.constantFrom('001', '002', '101'), fc.constantFrom('whole', 'fifteen', 'certificate', 'slip', 'short', 'none'))
    .map(([serial, how]) => {
      const first17 = `45142219610517${serial}`;
      const number = first17 + checkCharacterOf(first17);
      const ways = { whole: number, fifteen: number.slice(0, 6) + number.slice(8, 17), certificate: `${number}44` };
      return { ...ways, slip: number.replace('0517', '0518'), short: number.slice(1), none: null }[how];
    });
  const row = fc.record({
    name: fc.constantFrom('韦大山', '韋大山', '黄小花'),
    identity: written.map(identity),
    sex: fc.constantFrom(null, '男', '女'),
    township: fc.constantFrom('451422100', '451422101'),
  });
  it('are compared alike from both sides', () => {
    const met = new Set<string>();
    fc.assert(
      fc.property(row, row, (a, b) => {
        const tier = matchTier(aRow(a), aRow(b));
        expect(tier).toBe(matchTier(aRow(b), aRow(a)));
        met.add(String(tier));
      }),
      { numRuns: 1_000 },
    );
    expect([...met].toSorted()).toEqual(['T1', 'T2', 'T3', 'T4', 'T5', 'conflict', 'null']);
  });

  it('a slip is one edit, either way', () => {
    expect(isOneSlipAway('1234', '1334')).toBe(true);
    expect(isOneSlipAway('1234', '134')).toBe(true);
    expect(isOneSlipAway('1234', '1324')).toBe(true);
    expect(isOneSlipAway('1234', '1234')).toBe(false);
    expect(isOneSlipAway('1234', '4321')).toBe(false);
    for (const [a, b] of [
      ['1234', '194'],
      ['12345', '1325'],
      ['1234', '12'],
      ['1234', '1432'],
    ] as const)
      expect([isOneSlipAway(a, b), isOneSlipAway(b, a)]).toEqual([false, false]);
  });
});
