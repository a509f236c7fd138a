import { aRegistryReport, family } from './household.fixture';
import type { RegistryReport } from './reports';

const said = (asOf: RegistryReport['asOf'], status: RegistryReport['status'], more: Partial<RegistryReport> = {}) =>
  aRegistryReport({ asOf, status, identifiedOn: null, ...more });
const exit2016 = { exitYear: 2016, exitOn: '2016-11-15' } as const;
const exited = said('2016-12-20', 'EXITED', exit2016);
const types = (events: readonly Readonly<{ type: string }>[]) => events.map(({ type }) => type);

describe('the exit that stands', () => {
  const heard = (more: Partial<RegistryReport>) => family(exited).hear(said('2017-03-20', 'EXITED', more));
  it('is left alone by a row that says neither year nor day of it', () => expect(heard({})).toEqual([]));
  it('is corrected by another year alone, to the last day of that year (S-2)', () =>
    expect(heard({ exitYear: 2015 })).toMatchObject([
      { type: 'ExitCorrected', to: { exitYear: 2015, on: '2015-12-31', decidedOn: null }, reason: null },
    ]));
  it('is corrected by another day alone', () =>
    expect(heard({ exitOn: '2016-12-01' })).toMatchObject([
      { type: 'ExitCorrected', to: { exitYear: 2016, on: '2016-12-01', decidedOn: '2016-12-01' } },
    ]));
  it('keeps its day where a row repeats the year alone', () => expect(heard({ exitYear: 2016 })).toEqual([]));
  it('is corrected by policies that go on again after they had ended', () =>
    expect(
      family(exited, said('2017-03-20', 'EXITED_NO_POLICY', exit2016)).hear(said('2017-06-30', 'EXITED', exit2016)),
    ).toMatchObject([{ type: 'ExitCorrected', reason: 'POLICIES_CONTINUE', was: { exitYear: 2016, on: '2016-11-15' } }]));
  it('is named by the end of its policies: the last of several', () => {
    const ended = (...before: readonly RegistryReport[]) => family(...before).hear(said('2018-06-30', 'EXITED_NO_POLICY'));
    expect(ended(exited)).toEqual([{ type: 'PolicyEnded', on: '2018-06-30', exitYear: 2016 }]);
    const again = said('2017-12-20', 'EXITED', { exitYear: 2017, exitOn: '2017-12-01' });
    expect(ended(exited, said('2017-03-20', 'RELAPSED'), again)).toMatchObject([{ type: 'PolicyEnded', exitYear: 2017 }]);
  });
  it('was unplanned when the plan was for another year', () => {
    const planned = (plannedYear: number) => family(said('2016-03-31', 'PLANNED', { plannedYear }));
    expect(planned(2017).hear(exited)).toMatchObject([{ type: 'PovertyExited', unplanned: true }]);
    expect(planned(2016).hear(exited)).toMatchObject([{ type: 'PovertyExited', unplanned: false }]);
  });
});

describe('a 返贫 row', () => {
  const relapsed = said('2017-03-20', 'RELAPSED');
  it('first seen with a year of exit records the exit before the relapse', () =>
    expect(family(said('2016-03-31', 'RELAPSED', { exitYear: 2015 })).types()).toEqual([
      ...['HouseholdEnrolled', 'PovertyExited', 'Relapsed'],
    ]));
  it('that still carries the exit it fell back from says nothing new', () => {
    expect(family(exited, relapsed).hear(said('2017-06-30', 'RELAPSED', exit2016))).toEqual([]);
    // Nor when it has that exit on another day of the year, be it after the relapse.
    const second = [
      ...[said('2015-12-31', 'EXITED', { exitYear: 2015 }), said('2016-03-31', 'RELAPSED')],
      ...[said('2017-03-20', 'EXITED', { exitYear: 2017, exitOn: '2017-02-01' }), said('2017-06-30', 'RELAPSED')],
    ];
    expect(family(...second).hear(said('2017-12-31', 'RELAPSED', { exitYear: 2017, exitOn: '2017-08-01' }))).toEqual([]);
  });
  it('that carries the exit nobody had heard of adds it before the relapse', () => {
    const household = family(relapsed);
    expect(household.hear(said('2017-06-30', 'RELAPSED', exit2016))).toMatchObject([{ type: 'PovertyExited', on: '2016-11-15' }]);
    expect(household.state.registration).toMatchObject({ status: 'RELAPSED', exits: [{ exitYear: 2016, on: '2016-11-15' }] });
    expect(family(said('2016-11-15', 'RELAPSED')).hear(said('2017-06-30', 'RELAPSED', exit2016))).toEqual([]);
  });
  it('that carries an exit since the relapse is a second fall', () =>
    expect(
      types(family(exited, relapsed).hear(said('2018-03-20', 'RELAPSED', { exitYear: 2017, exitOn: '2017-11-01' }))),
    ).toEqual(['PovertyExited', 'Relapsed']));
});
