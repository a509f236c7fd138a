import {
  aCaseMember,
  aDibaoReport,
  aRegistryReport,
  CASE,
  dibaoAbsent,
  family,
  registryAbsent,
} from '../household/household.fixture';
import type { HouseholdEvent } from '../household/household.events';
import type { DibaoReport, HouseholdReport } from '../household/reports';
import { householdCard } from './household-card';
import { overlapOf } from './overlap';
import { viewRowsOf } from './view-rows';

const exited = aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });
const relapsed = aRegistryReport({ status: 'RELAPSED', asOf: '2017-03-31' });
const again = aRegistryReport({ status: 'EXITED', exitYear: 2017, exitOn: '2017-11-15', asOf: '2017-12-31' });
const fellAgain = aRegistryReport({ status: 'RELAPSED', asOf: '2018-03-31' });
const poverty = (...reports: readonly HouseholdReport[]) => viewRowsOf(family(...reports).state).poverty;

describe('the row of a registration', () => {
  it('says where it stands now', () =>
    expect(poverty(exited, relapsed, again, fellAgain, registryAbsent('2018-06-30'))).toEqual({
      ...{ registryNo: '5301240001', county: '530124', division: '530124001001', status: 'RELAPSED', identifiedOn: '2014-01-01' },
      ...{
        plannedYear: null,
        exitYear: 2017,
        exitOn: '2017-11-15',
        relapsedOn: '2018-03-31',
        removedOn: '2018-06-30',
        members: 2,
      },
    }));
  it('has no exit, relapse or end before the first', () =>
    expect(poverty(aRegistryReport())).toMatchObject({
      status: 'POOR',
      exitYear: null,
      exitOn: null,
      relapsedOn: null,
      removedOn: null,
    }));
  it('names the last plan until it is settled, by an exit of its year or by not being achieved', () => {
    const planned = (plannedYear: number, asOf: '2016-01-31' | '2016-06-30') =>
      aRegistryReport({ status: 'PLANNED', plannedYear, asOf });
    const failed = aRegistryReport({ status: 'POOR', plannedYear: 2016, notExitedReason: '因病', asOf: '2017-01-31' });
    expect(poverty(planned(2017, '2016-01-31'), planned(2016, '2016-06-30'))).toMatchObject({ plannedYear: 2016 });
    expect(poverty(planned(2016, '2016-01-31'), exited)).toMatchObject({ plannedYear: null });
    expect(poverty(planned(2017, '2016-01-31'), exited)).toMatchObject({ plannedYear: 2017 });
    expect(poverty(planned(2016, '2016-01-31'), failed)).toMatchObject({ plannedYear: null });
    expect(poverty(planned(2017, '2016-06-30'), failed)).toMatchObject({ plannedYear: null });
  });
  it('shows the year that is planned for until the plan is dropped, and again when it is planned for a second time', () => {
    const planned = aRegistryReport({ asOf: '2015-06-30', status: 'PLANNED', plannedYear: 2016 });
    const dropped = aRegistryReport({ asOf: '2015-09-30' });
    expect(poverty(planned)).toMatchObject({ status: 'PLANNED', plannedYear: 2016 });
    expect(poverty(planned, dropped)).toMatchObject({ status: 'POOR', plannedYear: null });
    expect(poverty(planned, dropped, { ...planned, asOf: '2016-02-28' })).toMatchObject({ status: 'PLANNED', plannedYear: 2016 });
  });
});

describe('the row of a case', () => {
  it('says where it stands now', () => {
    const members = [aCaseMember('p-1'), aCaseMember('p-2', { covered: false })];
    const household = family(
      aDibaoReport({ members }),
      aDibaoReport({ members, asOf: '2016-06-30', monthlyBenefitFen: 25_000, class: 'B', reviewedOn: '2016-06-20' }),
      aDibaoReport({ members, asOf: '2016-09-30', monthlyBenefitFen: 26_000, class: 'B', reviewedOn: '2016-06-20' }),
      dibaoAbsent('2016-10-31'),
    );
    household.record([
      {
        type: 'ReviewOpened',
        on: '2016-11-01',
        caseKey: CASE,
        reviewId: 'r-1',
        dueOn: '2016-12-01',
      } as unknown as HouseholdEvent,
    ]);
    expect(viewRowsOf(household.state).cases).toEqual([
      {
        ...{
          caseKey: CASE,
          caseNo: 'D1',
          programme: 'RURAL',
          county: '530124',
          division: '530124001001',
          status: 'ACTIVE',
          class: 'B',
        },
        ...{ monthlyBenefitFen: 26_000, grantedFrom: '2015-01', stoppedFrom: null, leftFile: '2016-10', covered: 1 },
        ...{ openReview: 'r-1', reviewDueOn: '2016-12-01', reviewedOn: '2016-06-20' },
      },
    ]);
  });
});

describe('the spans of persons', () => {
  const place = { county: '530124', division: '530124001001' };
  it('are those of the registration while it stands, and of covered members of each case', () =>
    expect(
      viewRowsOf(
        family(aRegistryReport(), aDibaoReport({ members: [aCaseMember('p-1'), aCaseMember('p-2', { covered: false })] })).state,
      ).spans,
    ).toEqual([
      { person: 'p-1', system: 'registry', programme: null, ...place, from: '2014-01-01', to: null },
      { person: 'p-2', system: 'registry', programme: null, ...place, from: '2014-01-01', to: null },
      { person: 'p-1', system: 'dibao', programme: 'RURAL', ...place, from: '2015-01-01', to: null },
    ]));
  it('end with the removal', () =>
    expect(viewRowsOf(family(aRegistryReport(), registryAbsent('2016-06-30')).state).spans).toMatchObject([
      { to: '2016-06-30' },
      { to: '2016-06-30' },
    ]));

  const end = (said: Partial<DibaoReport>, ...later: readonly HouseholdReport[]) =>
    viewRowsOf(family(aDibaoReport({ members: [aCaseMember('p-1')], ...said }), ...later).state).spans[0]?.to;
  it.each([
    ['the stop', end({ stoppedFrom: '2016-06' }), '2016-06-01'],
    ['the month after the file was left', end({}, dibaoAbsent('2016-04-30')), '2016-05-01'],
    ['the file, if left before the stop', end({ stoppedFrom: '2016-09' }, dibaoAbsent('2016-04-30')), '2016-05-01'],
    ['the turn of the year', end({}, dibaoAbsent('2016-12-31')), '2017-01-01'],
  ])('end with %s', (_, to, day) => expect(to).toBe(day));
  it('end with the stop, if it comes before the last month in the file', () => {
    const household = family(aDibaoReport({ members: [aCaseMember('p-1')] }), dibaoAbsent('2016-06-30'));
    household.record([
      {
        type: 'DibaoWithdrawn',
        on: '2016-05-01',
        caseKey: CASE,
        stoppedFrom: '2016-05',
        accountability: {},
      } as unknown as HouseholdEvent,
    ]);
    expect(viewRowsOf(household.state).spans).toMatchObject([{ to: '2016-05-01' }]);
  });
  it('count from their first day to the day before their end', () => {
    const spans = viewRowsOf(family(aDibaoReport({ stoppedFrom: '2016-06' })).state).spans;
    const days = ['2014-12-31', '2015-01-01', '2016-05-31', '2016-06-01'] as const;
    expect(days.map((day) => overlapOf(spans, day).dibao)).toEqual([0, 2, 2, 0]);
  });
});

it('a household merged into another leaves no row (S-13)', () => {
  const merged = {
    type: 'HouseholdMerged',
    on: '2016-06-30',
    role: 'SUPERSEDED',
    other: 'h-2',
    otherVersion: 1,
    cases: [],
  } as const;
  expect(viewRowsOf(family(aRegistryReport(), aDibaoReport()).record([merged]).state)).toEqual({
    poverty: null,
    cases: [],
    spans: [],
  });
});

describe('a card', () => {
  const card = householdCard(
    family(
      aRegistryReport({ members: [...aRegistryReport().members].toReversed() }),
      ...['RURAL:B:2015-01', 'RURAL:A:2015-01'].map((caseKey) =>
        aDibaoReport({
          caseKey,
          members: [aCaseMember('p-9'), aCaseMember('p-1')],
          verificationReportNo: null,
          verifiedOn: null,
        }),
      ),
      exited,
    ).state,
  );
  it('shows members in order of their ids, without what is sealed', () => {
    expect(card.registration?.members.map(({ person, ...said }) => [person, Object.keys(said)])).toEqual([
      ['p-1', ['memberNo', 'sex', 'relation', 'ethnicity', 'health', 'labour', 'provisional']],
      ['p-2', ['memberNo', 'sex', 'relation', 'ethnicity', 'health', 'labour', 'provisional']],
    ]);
    expect(card.cases[0]?.members).toEqual([
      { person: 'p-1', sex: '男', relation: '户主', covered: true, provisional: false },
      { person: 'p-9', sex: '男', relation: '户主', covered: true, provisional: false },
    ]);
  });
  it('shows exits without their events, cases and differences in order', () => {
    expect(card.registration?.exits).toEqual([{ exitYear: 2016, on: '2016-11-15', decidedOn: '2016-11-15' }]);
    expect(card.cases.map(({ caseKey }) => caseKey)).toEqual(['RURAL:A:2015-01', 'RURAL:B:2015-01']);
    expect(card.differences.map(({ differenceId }) => differenceId)).toEqual([
      ...['CR-18:RURAL:A:2015-01', 'CR-18:RURAL:B:2015-01', 'CR-25:RURAL:A:2015-01', 'CR-25:RURAL:B:2015-01'],
    ]);
    expect(card.differences[0]).toEqual({
      ...{ differenceId: 'CR-18:RURAL:A:2015-01', ruleId: 'CR-18', severity: 'BLOCK' },
      detail: 'enrolled without the number and date of a verification report',
    });
  });
});
