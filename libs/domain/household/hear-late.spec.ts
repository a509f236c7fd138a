import { aDibaoReport, aRegistryReport, family } from './household.fixture';
import type { RegistryReport } from './reports';

// Files older than the newest (S-4): they add what the newer ones are silent about, and revert nothing.

const said = (asOf: RegistryReport['asOf'], status: RegistryReport['status'], more: Partial<RegistryReport> = {}) =>
  aRegistryReport({ asOf, status, identifiedOn: null, ...more });
const exit2016 = { exitYear: 2016, exitOn: '2016-11-15' } as const;
const exited = said('2016-12-20', 'EXITED', exit2016);

describe('a late exit', () => {
  const relapsed = said('2017-03-20', 'RELAPSED');
  it('of a year that is known, or before one that stood until the relapse, is none', () => {
    const household = () => family(exited, relapsed);
    expect(household().hear(said('2016-11-30', 'EXITED', { exitYear: 2016, exitOn: '2016-10-01' }))).toEqual([]);
    expect(household().hear(said('2016-11-30', 'EXITED', { exitYear: 2015, exitOn: '2015-12-01' }))).toEqual([]);
  });
  it('of the day of the relapse is none', () =>
    expect(family(said('2016-11-15', 'RELAPSED')).hear(said('2016-11-01', 'EXITED', exit2016))).toEqual([]));
});

describe('a late 返贫', () => {
  it('before the exit that stands is a relapse, of no exit that anybody knows', () =>
    expect(family(exited).hear(said('2016-06-30', 'RELAPSED'))).toEqual([
      { type: 'Relapsed', on: '2016-06-30', exitYear: null, previousExitEvent: null },
    ]));
  it('with the exit before it is the relapse of that exit', () =>
    expect(family(exited).hear(said('2016-06-30', 'RELAPSED', { exitYear: 2015, exitOn: '2015-11-01' }))).toMatchObject([
      { type: 'Relapsed', exitYear: null },
      { type: 'PovertyExited', exitYear: 2015, on: '2015-11-01' },
    ]));
  it.each<[string, RegistryReport, RegistryReport]>([
    ['no newer exit', said('2017-03-20', 'POOR'), said('2016-06-30', 'RELAPSED')],
    ['the exit of its own row after it', exited, said('2016-06-30', 'RELAPSED', exit2016)],
    [
      'the exit of its own row the one that stands',
      said('2017-03-20', 'EXITED', { exitYear: 2016, exitOn: '2017-01-10' }),
      said('2016-12-20', 'RELAPSED', { exitYear: 2016, exitOn: '2016-06-01' }),
    ],
    ['another status', exited, said('2016-06-30', 'POOR')],
  ])('is none with %s', (_, newest, late) => expect(family(newest).hear(late)).toEqual([]));
});

describe('a late plan', () => {
  const late = (newest: RegistryReport, plannedYear: number, asOf: RegistryReport['asOf'] = '2016-06-30') => {
    const household = family(newest);
    const events = household.hear(said(asOf, 'PLANNED', { plannedYear }));
    expect(household.state.registration?.status).toBe(newest.status);
    return events;
  };
  const planned = (targetYear: number) => ({ type: 'ExitPlanned', on: '2016-06-30', targetYear });
  const failed = (targetYear: number, on: string) => ({ type: 'ExitNotAchieved', on, targetYear, reason: null });
  it('gives way to the stage of the newest file: at the end of its year, at that file’s day, or at its own', () => {
    expect(late(said('2017-03-20', 'POOR'), 2016)).toEqual([planned(2016), failed(2016, '2016-12-31')]);
    expect(late(said('2016-09-30', 'POOR'), 2016)).toEqual([planned(2016), failed(2016, '2016-09-30')]);
    expect(late(said('2017-03-20', 'POOR'), 2015)).toEqual([planned(2015), failed(2015, '2016-06-30')]);
  });
  it('before an exit that stands changes nothing of it', () => expect(late(exited, 2016)).toEqual([planned(2016)]));
  it('that is known is none; one beside a known one is', () => {
    const newest = said('2016-09-30', 'PLANNED', { plannedYear: 2017 });
    expect(late(newest, 2017)).toEqual([]);
    expect(late(newest, 2016)).toContainEqual(planned(2016));
  });
});

it('a late file of dibao says what was verified and reviewed, and nothing of the case as it stands now', () =>
  expect(
    family(aDibaoReport({ asOf: '2016-06-30' })).hear(
      aDibaoReport({ asOf: '2016-05-31', monthlyBenefitFen: 1, class: 'B', members: [], reviewedOn: '2016-05-20' }),
    ),
  ).toMatchObject([{ type: 'ReviewCompleted', on: '2016-05-20' }]));
