import type { LocalDate, YearMonth } from '../values';
import type { Span } from './covered-months';
import { coverageIn } from './coverage';
import { grantedOver, lastCoveredIn, standingFor, standingOn } from './covering';
import { aCase, aHousehold, aMember } from './household.fixture';

const window = { from: '2016-11', until: '2017-03' } as const;
const stage = (from: LocalDate, status: 'TRANSITION' | 'SUSPENDED' | 'STOPPED') => ({ from, status });

describe('the last month in which a case covers (S-20)', () => {
  it.each([
    ['the window’s end while it is open', {}, '2017-03'],
    ['the month before the stop', { stoppedFrom: '2017-02' }, '2017-01'],
    ['the window’s end when it stops only later', { stoppedFrom: '2017-07' }, '2017-03'],
    ['the last month in its file (S-6)', { leftFile: '2016-12' }, '2016-12'],
    ['the earlier of the two: left its file first', { leftFile: '2016-12', stoppedFrom: '2017-03' }, '2016-12'],
    ['the earlier of the two: stopped first', { leftFile: '2017-03', stoppedFrom: '2017-01' }, '2016-12'],
    ['the window’s first month', { stoppedFrom: '2016-12' }, '2016-11'],
    ['none when it stopped before the window', { stoppedFrom: '2016-11' }, null],
    ['none when it stopped in the month it began', { grantedFrom: '2017-01', stoppedFrom: '2017-01' }, null],
  ] as const)('is %s', (_, said, month) => expect(lastCoveredIn(aCase(['p-1'], '2015-01', said), window)).toBe(month));

  it('is whose amount counts, not that of a later stop', () => {
    const amounts = [
      { from: '2015-01', fen: 100 },
      { from: '2017-04', fen: 900 },
    ] as const;
    const over = (stoppedFrom: YearMonth, spans: readonly Span[] = [{ from: null, until: null }]) =>
      grantedOver({ spell: aCase(['p-1'], '2015-01', { stoppedFrom, amounts }), spans }, window, '2017-03-20').monthlyBenefitFen;
    expect([over('2017-07'), over('2016-11'), over('2017-07', [{ from: '2017-04', until: null }])]).toEqual([100, 0, 0]);
  });
});

describe('how a case stands on a day', () => {
  it.each([
    ['2016-12-31', 'NOT_YET', { grantedFrom: '2017-01' }],
    ['2017-01-01', 'ACTIVE', { grantedFrom: '2017-01' }],
    ['2017-02-28', 'ACTIVE', { stoppedFrom: '2017-03' }],
    ['2017-03-01', 'STOPPED', { stoppedFrom: '2017-03' }],
    ['2017-02-28', 'ACTIVE', { leftFile: '2017-02' }],
    ['2017-03-01', 'LEFT_FILE', { leftFile: '2017-02' }],
    // Its stop is what ended it, as long as it was in the file.
    ['2017-03-01', 'STOPPED', { stoppedFrom: '2017-03', leftFile: '2017-03' }],
    ['2017-03-01', 'STOPPED', { stoppedFrom: '2017-02', leftFile: '2017-05' }],
  ] as const)('%s: %s, %j', (day, standing, said) => expect(standingOn(aCase(['p-1'], '2015-01', said), day)).toBe(standing));

  it('is by its stage from the stage’s own day on', () => {
    const tapering = aCase(['p-1'], '2015-01', { stages: [stage('2017-03-20', 'TRANSITION')] });
    expect([standingOn(tapering, '2017-03-19'), standingOn(tapering, '2017-03-20')]).toEqual(['ACTIVE', 'TRANSITION']);
  });
  it('is the stage before a stop that is decided but still pays the month', () => {
    const stages = [stage('2016-06-01', 'SUSPENDED'), stage('2017-03-10', 'STOPPED')];
    expect(standingOn(aCase(['p-1'], '2015-01', { stages, stoppedFrom: '2017-04' }), '2017-03-20')).toBe('SUSPENDED');
  });
});

it('a case is printed with the class of the last month in which it covered this person, as with its amount (S-20)', () => {
  const classes = [
    { from: '2015-01-01', class: 'B' },
    { from: '2017-02-28', class: 'A' },
    { from: '2017-03-25', class: 'C' },
  ] as const;
  const over = (until: YearMonth | null) =>
    grantedOver(
      { spell: aCase(['p-1'], '2015-01', { classes, class: 'C' }), spans: [{ from: null, until }] },
      window,
      '2017-03-20',
    ).class;
  expect([over('2017-01'), over('2017-02'), over(null)]).toEqual(['B', 'A', 'A']);
});

describe('how a case stands for somebody whom it no longer covers, or not yet (S-20)', () => {
  const covering = {
    spell: aCase(['p-2'], '2015-01', { stoppedFrom: '2017-03' }),
    spans: [{ from: '2016-03', until: '2016-12' }] as const,
  };
  it.each([
    ['2016-02-29', 'NOT_COVERED'],
    ['2016-03-01', 'ACTIVE'],
    ['2016-12-31', 'ACTIVE'],
    ['2017-01-01', 'NOT_COVERED'],
    ['2017-03-01', 'STOPPED'],
  ] as const)('%s: %s', (day, standing) => expect(standingFor(covering, day)).toBe(standing));
});

describe('who is covered', () => {
  const covering = (households: Parameters<typeof coverageIn>[0], person: string) =>
    coverageIn(households, ['RURAL']).casesOf(person).length;
  it('is not a member whom the case names as not covered', () => {
    const spell = aCase(['p-1', 'p-2'], '2015-01');
    const members = spell.members.map((member) => ({ ...member, covered: member.person === 'p-1' }));
    const households = [aHousehold({ cases: [{ ...spell, members }] })];
    expect([covering(households, 'p-1'), covering(households, 'p-2')]).toEqual([1, 0]);
  });
  it('counts a case of a household without a registration, and none that another household took over (S-10)', () => {
    const unregistered = { household: { registration: null }, cases: [aCase(['h-1-a'], '2015-01')] };
    const merged = { household: { supersededBy: 'h-1' }, cases: [aCase(['h-1-a'], '2015-01')] };
    expect(covering([aHousehold(), aHousehold({ householdId: 'h-2', ...unregistered })], 'h-1-a')).toBe(1);
    expect(covering([aHousehold(), aHousehold({ householdId: 'h-2', ...merged })], 'h-1-a')).toBe(0);
  });

  describe('though on no registration, on a case that lives in the household', () => {
    const covered = (uncovered: string, of: Parameters<typeof aHousehold>[0] = {}) => {
      const spell = aCase(['stranger', uncovered], '2015-01');
      const members = spell.members.map((member) => ({ ...member, covered: member.person === 'stranger' }));
      const household = aHousehold({ former: ['daughter'], cases: [{ ...spell, members }], ...of });
      const { unregisteredIn } = coverageIn([household], ['RURAL']);
      return unregisteredIn(household).map(({ person }) => person);
    };
    it('is the household’s where the case names a member of it, or somebody in doubt (S-11)', () =>
      expect([covered('h-1-a'), covered('p-doubtful')]).toEqual([['stranger'], ['stranger']]));
    it('is the household’s where a row of its registration is in doubt (S-11)', () => {
      const inDoubt = { members: { 'p-new': aMember('p-new', '01', { provisional: true }) } };
      expect(covered('other', { registration: inDoubt })).toEqual(['stranger']);
    });
    it('is another family’s where the case came with somebody who has left the registration, or the case (S-10)', () =>
      expect([covered('daughter'), covered('other')]).toEqual([[], []]));
  });
});
