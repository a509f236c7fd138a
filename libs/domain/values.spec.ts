import fc from 'fast-check';
import { addDaysToDay, addMonths, addMonthsToDay, dayOf, daysInMonth, isLocalDate, isYearMonth } from './values';

describe('a day of the calendar', () => {
  it('is one that the calendar has, in any year, month and day', () =>
    fc.assert(
      fc.property(
        fc.integer({ min: 1_900, max: 2_999 }),
        fc.integer({ min: -1, max: 14 }),
        fc.integer({ min: -1, max: 33 }),
        (year, month, day) => {
          const date = new Date(Date.UTC(year, month - 1, day));
          const isOne = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          expect(dayOf(year, month, day)).toBe(isOne ? date.toISOString().slice(0, 10) : null);
        },
      ),
      { numRuns: 2_000 },
    ));
  it.each([
    [1900, 28],
    [2000, 29],
    [2015, 28],
    [2016, 29],
  ])('February of %i has %i days', (year, days) => expect(daysInMonth(year, 2)).toBe(days));
  it('lies between 1900 and 2999: anything else is a slip of the pen', () => {
    expect([dayOf(1900, 1, 1), dayOf(2999, 12, 31)]).toEqual(['1900-01-01', '2999-12-31']);
    expect([dayOf(1899, 12, 31), dayOf(3000, 1, 1)]).toEqual([null, null]);
  });
  it.each(['2016-02-29x', 'x2016-02-29', '2016-2-29', '2015-02-29', '2016-00-10', '2016-02', ''])('is not %j', (text) =>
    expect(isLocalDate(text)).toBe(false),
  );
  it('is 2016-02-29', () => expect(isLocalDate('2016-02-29')).toBe(true));
});

describe('a month', () => {
  it.each(['2016-01', '2016-09', '2016-10', '2016-12'])('is %s', (text) => expect(isYearMonth(text)).toBe(true));
  it.each(['2016-00', '2016-13', '2016-1', '2016-01-01', 'x2016-01', ''])('is not %j', (text) =>
    expect(isYearMonth(text)).toBe(false),
  );
  it('added and taken away again is the same, over the turn of years', () => {
    expect([addMonths('2016-11', 1), addMonths('2016-12', 1), addMonths('2016-01', -1)]).toEqual([
      '2016-12',
      '2017-01',
      '2015-12',
    ]);
    fc.assert(
      fc.property(fc.integer({ min: -40, max: 40 }), (n) => expect(addMonths(addMonths('2016-05', n), -n)).toBe('2016-05')),
    );
  });
  it('added to a day stops at the month’s end (domain.md 4.6)', () =>
    expect([addMonthsToDay('2015-08-31', 6), addMonthsToDay('2016-01-30', 1), addMonthsToDay('2015-12-15', 1)]).toEqual([
      ...['2016-02-29', '2016-02-29', '2016-01-15'],
    ]));
});

it('days go over the ends of months and years', () =>
  expect([addDaysToDay('2016-12-20', 30), addDaysToDay('2016-03-01', -1)]).toEqual(['2017-01-19', '2016-02-29']));
