import type { HouseholdEvent, RecordedHouseholdEvent } from '../household/household.events';
import type { LocalDate } from '../values';
import { countyHolding } from './county';

const enrolled = (on: LocalDate, county: string): [HouseholdEvent, string] => [
  { type: 'HouseholdEnrolled', on } as HouseholdEvent,
  county,
];
const moved = (on: LocalDate, fromCounty: string, toCounty: string, caseKey: string | null = null): [HouseholdEvent, string] => [
  { type: 'HouseholdMoved', on, caseKey, fromCounty, fromDivision: '', toCounty, toDivision: '' },
  fromCounty,
];
const retracted = (ofEvent: string): [HouseholdEvent, string] => [
  { type: 'EventRetracted', on: '2017-03-01', ofEvent, reason: '' } as HouseholdEvent,
  '530124',
];
const held = (...events: [HouseholdEvent, string][]) =>
  countyHolding(
    events.map(([event, county], index): RecordedHouseholdEvent => ({ eventId: `e${index}`, event, county, version: index + 1 })),
    2016,
  );
const start = enrolled('2014-03-01', '530124');

describe('the county that held the registration last in the year (S-20)', () => {
  it('is the one that registered it, as long as it stays', () => expect(held(start)).toBe('530124'));
  it('is the one it moved to within the year', () => expect(held(start, moved('2016-12-31', '530124', '530111'))).toBe('530111'));
  it('is the one it left only in the next year', () =>
    expect(held(start, moved('2017-01-01', '530124', '530111'))).toBe('530124'));
  it('does not follow a dibao case that moves', () =>
    expect(held(start, moved('2016-05-01', '530124', '530111', 'case'))).toBe('530124'));
  it('is by the day of the move, not by when it was heard', () =>
    expect(held(start, moved('2017-02-01', '530125', '530126'), moved('2016-06-01', '530124', '530125'))).toBe('530125'));
  it('is by the day of the move also where both are of the year, and on one day by what was heard last', () => {
    expect(held(start, moved('2016-09-01', '530125', '530126'), moved('2016-06-01', '530124', '530125'))).toBe('530126');
    expect(held(start, moved('2016-09-01', '530124', '530126'), moved('2016-09-01', '530126', '530125'))).toBe('530125');
  });
  it('follows a change of the county’s code (CR-26), and no change of the roster', () => {
    const mapped = { ...moved('2016-05-01', '530124', '530115')[0], type: 'DivisionCodeMapped' } as HouseholdEvent;
    const removed = { type: 'MemberRemoved', on: '2016-06-01', caseKey: null, person: 'p-1', cause: null } as const;
    expect(held(start, [mapped, '530124'], [removed, '530124'])).toBe('530115');
  });
  it('forgets a move that was retracted', () =>
    expect(held(start, moved('2016-05-01', '530124', '530111'), retracted('e1'))).toBe('530124'));
  it('is the first to register it when that was after the year', () =>
    expect(held(enrolled('2017-01-15', '530111'))).toBe('530111'));
  it('is none without a registration', () => expect(held()).toBeNull());
});
