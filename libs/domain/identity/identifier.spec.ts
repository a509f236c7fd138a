import fc from 'fast-check';
import { birthAndSexOf, checkCharacterOf, isValidIdNo, normaliseIdentifier } from './identifier';

const first17 = fc
  .record({ day: fc.integer({ min: 0, max: 40_000 }), serial: fc.integer({ min: 0, max: 995 }) })
  .map(({ day, serial }) => {
    const date = new Date(Date.UTC(1901, 0, 1 + day)).toISOString().slice(0, 10).replaceAll('-', '');
    return `451422${date}${String(serial).padStart(3, '0')}`;
  });
const idNo = first17.map((digits) => digits + checkCharacterOf(digits));

// 11010519491231002X is the example printed in GB 11643-1999 itself.
const EXAMPLE = '11010519491231002X';

describe('an identifier cell', () => {
  it('the example of GB 11643 passes, and says birth and sex', () => {
    expect(normaliseIdentifier(EXAMPLE)).toEqual({ raw: EXAMPLE, idNo: EXAMPLE, kind: 'resident-18', problem: null });
    expect(birthAndSexOf(EXAMPLE)).toEqual({ birth: '1949-12-31', sex: '女' });
  });

  it.each([
    ['lower-case x', '11010519491231002x'],
    ['full-width digits', '１１０１０５１９４９１２３１００２Ｘ'],
    ['an apostrophe in front', "'11010519491231002X"],
    ['a full-width apostrophe', '＇11010519491231002X'],
    ['tabs and spaces', '\t110105 19491231 002X \u00a0'],
    ['a zero-width mark', '\ufeff11010519491231002X'],
    ['letters O for zeros', '11O1O519491231OO2X'],
    ['a disability certificate', '11010519491231002X44'],
    ['a disability certificate re-issued', '11010519491231002X44B1'],
  ])('%s makes no other person', (_, raw) => expect(normaliseIdentifier(raw)).toMatchObject({ idNo: EXAMPLE, problem: null }));

  it('fifteen digits become the eighteen of the same person', () =>
    expect(normaliseIdentifier('110105491231002')).toMatchObject({ idNo: EXAMPLE, kind: 'resident-15', problem: null }));

  it('an empty cell is a missing number, whatever blanks it holds', () => {
    const missing = { raw: null, idNo: null, kind: 'missing', problem: null };
    for (const raw of [null, '', ' \t', '　', "'"]) expect(normaliseIdentifier(raw)).toEqual(missing);
  });

  it('a birth date that does not exist is a problem even if the check character holds', () => {
    const impossible = '45142219850230001';
    expect(normaliseIdentifier(impossible + checkCharacterOf(impossible))).toMatchObject({ problem: 'check-digit' });
  });

  it('every number of today is taken as it stands, and says birth and sex', () =>
    fc.assert(
      fc.property(idNo, (number) => {
        expect(normaliseIdentifier(number)).toEqual({ raw: number, idNo: number, kind: 'resident-18', problem: null });
        expect(normaliseIdentifier(number.replaceAll('0', 'O'))).toMatchObject({ idNo: number, kind: 'resident-18' });
        const [, year, month, day, serial] = /^\d{6}(....)(..)(..)..(.).$/.exec(number)!;
        expect(birthAndSexOf(number)).toEqual({ birth: `${year}-${month}-${day}`, sex: '13579'.includes(serial) ? '男' : '女' });
      }),
    ));

  it('its fifteen digits of before, and its disability certificates, are the same person’s', () =>
    fc.assert(
      fc.property(idNo, (number) => {
        if (number.startsWith('19', 6))
          expect(normaliseIdentifier(number.slice(0, 6) + number.slice(8, 17))).toMatchObject({
            idNo: number,
            kind: 'resident-15',
          });
        for (const suffix of ['44', '44B1', 'O4'])
          expect(normaliseIdentifier(number + suffix)).toMatchObject({ idNo: number, kind: 'disability-20', problem: null });
      }),
    ));

  it.each(['996', '999'])('fifteen digits with the serial %s were of somebody born before 1900, and are looked at', (serial) =>
    expect(normaliseIdentifier(`110105491231${serial}`)).toMatchObject({
      idNo: expect.stringMatching(`^11010518491231${serial}`) as string,
      problem: 'check-digit',
    }),
  );

  it('another document keeps its text', () => {
    expect(normaliseIdentifier(' h60012345 ')).toMatchObject({ idNo: 'H60012345', kind: 'other', problem: null });
    expect(normaliseIdentifier('HO1234567890123')).toMatchObject({ idNo: 'HO1234567890123', kind: 'other' });
  });

  it.each([`1${EXAMPLE}`, `${EXAMPLE}1`, `Z${EXAMPLE}`, `${EXAMPLE}44Z`, `Z${EXAMPLE}44`])('%s is none of them', (raw) => {
    expect(normaliseIdentifier(raw)).toMatchObject({ idNo: raw, kind: 'other', problem: 'check-digit' });
    expect([birthAndSexOf(raw), isValidIdNo(raw)]).toEqual([null, false]);
  });
  it('no number says no birth', () => expect(birthAndSexOf(null)).toBeNull());

  it('a digit too few is a problem, not a document', () =>
    expect(normaliseIdentifier(EXAMPLE.slice(1))).toMatchObject({ kind: 'other', problem: 'check-digit' }));

  it.each([
    ['a number cell of eighteen digits', '451422196105170000', { numericCell: true }],
    ['zeros at the end with a failing check', '451422196105170000', {}],
    ['scientific notation', '4.51422E+17', {}],
    ['scientific notation of a round number, without its plus', '4E17', {}],
  ])('%s was zeroed by a spreadsheet', (_, raw, options) => expect(normaliseIdentifier(raw, options)).toEqual({ zeroed: true }));

  it.each([
    ['sixteen digits typed as text', '4514221961051000', {}],
    ['letters in a number cell', 'H451422196105170', { numericCell: true }],
    ['an exponent in a longer text', 'Z4.5E+17', {}],
    ['an exponent before a longer text', '4.5E+17Z', {}],
  ])('%s was not', (_, raw, options) => expect(normaliseIdentifier(raw, options)).toMatchObject({ idNo: raw, kind: 'other' }));

  it('fifteen digits survive a number cell', () =>
    expect(normaliseIdentifier('110105491231002', { numericCell: true })).toMatchObject({ idNo: EXAMPLE }));
});

describe('the check character', () => {
  it('lets no single wrong digit and no swap of neighbours pass', () =>
    fc.assert(
      fc.property(idNo, fc.nat(16), fc.integer({ min: 1, max: 9 }), (good, at, shift) => {
        const digits = [...good];
        const wrong = digits.with(at, String((Number(digits[at]) + shift) % 10)).join('');
        expect(isValidIdNo(wrong)).toBe(false);
        const swapped = digits
          .with(at, digits[at + 1])
          .with(at + 1, digits[at])
          .join('');
        expect(swapped === good || !isValidIdNo(swapped)).toBe(true);
      }),
      { numRuns: 2_000 },
    ));

  it('normalising twice changes nothing', () =>
    fc.assert(
      fc.property(fc.oneof(idNo, fc.string(), first17), (raw) => {
        const once = normaliseIdentifier(raw);
        if ('zeroed' in once || once.idNo === null) return;
        expect(normaliseIdentifier(once.idNo)).toMatchObject({ idNo: once.idNo });
      }),
      { numRuns: 1_000 },
    ));
});
