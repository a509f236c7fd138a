import { aRegistryReport, family } from './household.fixture';
import type { RegistryReport } from './reports';

const said = (
  asOf: RegistryReport['asOf'],
  status: RegistryReport['status'],
  plannedYear: number | null = null,
  reason: string | null = null,
) => aRegistryReport({ asOf, status, plannedYear, notExitedReason: reason });
const heard = (report: RegistryReport, ...before: readonly RegistryReport[]) =>
  family(...before)
    .hear(report)
    .map((event) => ('targetYear' in event ? `${event.type} ${event.targetYear}` : event.type));

describe('a 未脱贫 row with a year planned for', () => {
  const poor = said('2016-03-31', 'POOR');
  it.each<[RegistryReport['asOf'], string | null, string[]]>([
    ['2016-06-30', null, ['ExitPlanned 2016']],
    ['2016-12-30', null, ['ExitPlanned 2016']],
    ['2016-12-31', null, ['ExitPlanned 2016', 'ExitNotAchieved 2016']],
    ['2016-06-30', '因病', ['ExitPlanned 2016', 'ExitNotAchieved 2016']],
  ])('of %s, reason %s, records %j', (asOf, reason, events) =>
    expect(heard(said(asOf, 'POOR', 2016, reason), poor)).toEqual(events),
  );
});

describe('a plan', () => {
  const planned = said('2016-03-31', 'PLANNED', 2016);
  it('without a year is for the year that stands, else for that of the file', () => {
    expect(heard(said('2016-06-30', 'PLANNED'), said('2016-03-31', 'PLANNED', 2017))).toEqual([]);
    expect(heard(said('2016-06-30', 'PLANNED'), said('2016-03-31', 'POOR'))).toEqual(['ExitPlanned 2016']);
  });
  it('made anew within its year is not settled by that (YN-13); from its last day on it has failed', () => {
    expect(heard(said('2016-12-30', 'PLANNED', 2017), planned)).toEqual(['ExitPlanned 2017']);
    expect(heard(said('2016-12-31', 'PLANNED', 2017), planned)).toEqual(['ExitNotAchieved 2016', 'ExitPlanned 2017']);
  });
  it('taken up again is a plan again', () =>
    expect(heard(said('2016-09-30', 'PLANNED', 2016), planned, said('2016-06-30', 'PLANNED', 2017))).toEqual([
      'ExitPlanned 2016',
    ]));
  it('that only the row of the exit names was one all the same', () => {
    const exited = aRegistryReport({ asOf: '2016-12-20', status: 'EXITED', exitYear: 2016, plannedYear: 2016 });
    expect(heard(exited, said('2015-03-31', 'PLANNED', 2015))).toEqual(['ExitPlanned 2016', 'PovertyExited']);
  });
  it('put off and then named as failed, was not achieved, like the one that stood', () =>
    expect(heard(said('2017-01-31', 'POOR', 2016, '因病'), planned, said('2016-09-30', 'PLANNED', 2017))).toEqual([
      ...['ExitNotAchieved 2017', 'ExitNotAchieved 2016'],
    ]));
});

describe('返贫 and a plan', () => {
  const planned = said('2016-03-31', 'PLANNED', 2016);
  const relapsed = said('2017-03-20', 'RELAPSED');
  it('drops the plan made since the relapse before it', () =>
    expect(heard(said('2018-03-20', 'RELAPSED'), relapsed, said('2017-06-30', 'PLANNED', 2017))).toEqual([
      'ExitNotAchieved 2017',
    ]));
  it('settles the plan that its row names, if that one stood', () =>
    expect(family(planned).hear(said('2017-03-20', 'RELAPSED', 2016))).toMatchObject([
      { type: 'ExitNotAchieved', on: '2016-12-31', targetYear: 2016, reason: null },
      { type: 'Relapsed' },
    ]));
  it('settles one put off before only where the row gives the reason', () => {
    const putOff = [planned, said('2016-09-30', 'PLANNED', 2017)];
    expect(heard(said('2017-03-20', 'RELAPSED', 2016), ...putOff)).toEqual(['Relapsed']);
    expect(heard(said('2017-03-20', 'RELAPSED', 2016, '因病'), ...putOff)).toEqual(['ExitNotAchieved 2016', 'Relapsed']);
  });
  it('settles none that ended in an exit, nor one twice', () => {
    const exited = aRegistryReport({ asOf: '2016-12-20', status: 'EXITED', exitYear: 2016 });
    expect(heard(said('2017-06-30', 'RELAPSED', 2016, '因病'), planned, exited, relapsed)).toEqual([]);
    const failed = said('2017-01-31', 'POOR', 2016, '因病');
    expect(heard(said('2017-06-30', 'RELAPSED', 2016, '因病'), planned, failed, relapsed)).toEqual([]);
  });
});
