import type { HouseholdEvent, RecordedHouseholdEvent } from '../household/household.events';
import type { CaseMember } from '../household/roster';
import type { LocalDate, YearMonth } from '../values';
import { coveredMonths } from './covered-months';
import { aCase, aHousehold, aScope, anExit } from './household.fixture';
import { exitListLines } from './lines';

const spell = aCase(['h-1-a', 'h-1-b'], '2015-01');
const { caseKey } = spell;
const member = (person: string, covered: boolean): CaseMember => ({
  ...{ person, name: { person, digest: 'd', box: 'b' }, idNo: null, sex: null, relation: null, covered, provisional: false },
});
const enrolled = { type: 'DibaoEnrolled', on: '2015-01-01', ...spell } as unknown as HouseholdEvent;
const added = (on: LocalDate, person: string): HouseholdEvent => ({
  ...{ type: 'MemberAdded', on, caseKey, registryMember: null, caseMember: member(person, true), cause: null },
});
const told = (on: LocalDate, person: string, covered: boolean, was: string | null = null): HouseholdEvent => ({
  ...{ type: 'MemberCorrected', on, caseKey, person, was, registryMember: null, caseMember: member(person, covered) },
  changed: ['covered'],
});
const removed = (on: LocalDate, person: string): HouseholdEvent => ({ type: 'MemberRemoved', on, caseKey, person, cause: null });
const recorded = (...events: readonly HouseholdEvent[]): readonly RecordedHouseholdEvent[] =>
  events.map((event, index) => ({ eventId: `e-${index + 1}`, event, county: '530124', version: index + 1 }));
const spansOf = (person: string, ...events: readonly HouseholdEvent[]) =>
  coveredMonths(recorded(...events))
    .get(caseKey)
    ?.get(person);

describe('the months in which a case names somebody as covered (S-20)', () => {
  it('are all of the case for whom it was granted', () =>
    expect(spansOf('h-1-a', enrolled)).toEqual([{ from: null, until: null }]));
  it('end with the month of the file that names the person no more, or as not covered (S-2)', () => {
    const until: YearMonth = '2016-12';
    expect(spansOf('h-1-b', enrolled, removed('2016-12-31', 'h-1-b'))).toEqual([{ from: null, until }]);
    expect(spansOf('h-1-b', enrolled, told('2016-12-31', 'h-1-b', false))).toEqual([{ from: null, until }]);
    expect(spansOf('h-1-a', enrolled, removed('2016-12-31', 'h-1-b'))).toEqual([{ from: null, until: null }]);
  });
  it('begin with the month of the file that adds the person, and may begin again', () =>
    expect(
      spansOf('p-3', enrolled, added('2016-03-31', 'p-3'), removed('2016-06-30', 'p-3'), added('2017-02-28', 'p-3')),
    ).toEqual([
      { from: '2016-03', until: '2016-06' },
      { from: '2017-02', until: null },
    ]));
  it('are not ended by a departure that was taken back (S-9)', () => {
    const undone: HouseholdEvent = { type: 'EventRetracted', on: '2017-01-05', ofEvent: 'e-2', reason: 'undo' };
    expect(spansOf('h-1-b', enrolled, removed('2016-12-31', 'h-1-b'), undone)).toEqual([{ from: null, until: null }]);
  });
  it('are those of the person whom an identity review has told (S-11)', () =>
    expect(spansOf('p-known', enrolled, told('2016-12-31', 'p-known', true, 'h-1-b'))).toEqual([{ from: null, until: null }]));
  it('are those of the provisional person in whose place a mended row names somebody, and of nobody else (S-11)', () => {
    const doubtful = aCase(['h-1-a', 'p-mistyped'], '2015-01');
    const events = [
      { type: 'DibaoEnrolled', on: '2015-01-01', ...doubtful } as unknown as HouseholdEvent,
      added('2016-06-30', 'p-4'),
      added('2016-12-31', 'h-1-b'),
      removed('2016-12-31', 'p-mistyped'),
    ];
    expect(spansOf('h-1-b', ...events)).toEqual([
      { from: null, until: '2016-12' },
      { from: '2016-12', until: null },
    ]);
    expect(spansOf('p-4', ...events)).toEqual([{ from: '2016-06', until: null }]);
    expect(spansOf('p-mistyped', ...events)).toEqual([]);
    // Who stands in the place of somebody known is another person.
    expect(spansOf('p-3', enrolled, added('2016-12-31', 'p-3'), removed('2016-12-31', 'h-1-b'))).toEqual([
      { from: '2016-12', until: null },
    ]);
  });
  it('go on in the household to which the case goes (S-13)', () => {
    const moved = { on: '2016-06-30', other: 'h-2', otherVersion: 1, cases: [spell] } as const;
    const from = coveredMonths(recorded(enrolled, { type: 'HouseholdMerged', role: 'SUPERSEDED', ...moved }));
    const to = coveredMonths(recorded({ type: 'HouseholdMerged', role: 'SURVIVOR', ...moved }, removed('2016-12-31', 'h-1-b')));
    expect([from, to].map((books) => books.get(caseKey)?.get('h-1-b'))).toEqual([
      [{ from: null, until: '2016-06' }],
      [{ from: '2016-06', until: '2016-12' }],
    ]);
  });
});

describe('a list of members whom a case dropped, or took in, while it goes on (S-20)', () => {
  const exited = { exits: [anExit(2016, '2016-11-15')] };
  const household = (covered: readonly string[], ...events: readonly HouseholdEvent[]) =>
    aHousehold({
      registration: exited,
      cases: [aCase(covered, '2015-01')],
      covered: coveredMonths(recorded(enrolled, ...events)),
    });

  it('has their household: they were covered in a month from that of the exit to the freeze', () => {
    const events = [removed('2016-12-31', 'h-1-a'), removed('2016-12-31', 'h-1-b'), added('2016-12-31', 'p-aunt')];
    const aunt = aHousehold({ householdId: 'h-2', people: ['p-aunt'] });
    expect(exitListLines([household(['p-aunt'], ...events), aunt], aScope())).toMatchObject([
      {
        person: 'h-1-a',
        coveredMembers: 0,
        cases: [{ caseKey, monthlyBenefitFen: 13_950, atExit: 'ACTIVE', atFreeze: 'NOT_COVERED' }],
      },
      { person: 'h-1-b', coveredMembers: 0, cases: [{ caseKey, atYearEnd: 'ACTIVE' }] },
    ]);
  });
  it('has the case on the line of the one who was dropped too', () => {
    const lines = exitListLines([household(['h-1-a'], told('2017-01-31', 'h-1-b', false))], aScope());
    expect(
      lines.map(({ person, coveredMembers, cases }) => [person, coveredMembers, cases.map(({ atFreeze }) => atFreeze)]),
    ).toEqual([
      ['h-1-a', 1, ['ACTIVE']],
      ['h-1-b', 1, ['NOT_COVERED']],
    ]);
  });
  it('leaves out whom the case dropped before the exit, and whom it took in after the freeze', () => {
    const before = [removed('2016-10-31', 'h-1-a'), removed('2016-10-31', 'h-1-b')];
    expect(exitListLines([household([], ...before)], aScope())).toEqual([]);
    const after = aScope({ freezeOn: '2017-07-05' });
    expect(exitListLines([household(['h-1-a'], ...before, added('2017-06-30', 'h-1-a'))], after)).toEqual([]);
  });
});
