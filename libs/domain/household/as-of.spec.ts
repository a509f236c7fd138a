import type { LocalDate } from '../values';
import { effectiveBy } from './as-of';
import { foldHousehold } from './evolve';
import { CASE, aDibaoReport, aRegistryReport, dibaoAbsent, family } from './household.fixture';
import type { Family } from './household.fixture';
import type { HouseholdEvent, RecordedHouseholdEvent } from './household.events';
import type { RegistryReport } from './reports';

const recorded = (version: number, event: HouseholdEvent): RecordedHouseholdEvent => ({
  ...{ eventId: `e-${version}`, event, county: '530124', version },
});
const events = [
  recorded(1, { type: 'ExitPlanned', on: '2016-01-01', targetYear: 2016 }),
  recorded(2, { type: 'ExitPlanned', on: '2016-06-30', targetYear: 2017 }),
  recorded(3, { type: 'ExitPlanned', on: '2016-07-01', targetYear: 2018 }),
  recorded(4, { type: 'EventRetracted', on: '2017-01-05', ofEvent: 'e-1', reason: 'undo' }),
];
const versions = (by: Parameters<typeof effectiveBy>[1]) => effectiveBy(events, by).map(({ version }) => version);

describe('what is effective by a day (S-9)', () => {
  it('is what is dated until then, that day included, and every retraction', () =>
    expect([versions('2016-06-30'), versions('2016-06-29'), versions('2015-12-31')]).toEqual([[1, 2, 4], [1, 4], [4]]));
  it('is everything where no day is asked for', () =>
    expect([versions(null), versions(undefined)]).toEqual([
      [1, 2, 3, 4],
      [1, 2, 3, 4],
    ]));
});

describe('what was on a day, by what is known since', () => {
  const onDay = ({ stream }: Family, by: LocalDate) => foldHousehold(effectiveBy(stream, by));
  const standing = (told: Family, ...days: readonly LocalDate[]) =>
    days.map((by) => {
      const { registration } = onDay(told, by);
      return [registration?.status, ...(registration?.exits.map(({ on }) => on) ?? [])];
    });
  const exited = (asOf: LocalDate, exitOn: LocalDate): RegistryReport =>
    aRegistryReport({ asOf, status: 'EXITED', exitYear: Number(exitOn.slice(0, 4)), exitOn });
  const poor = (asOf: LocalDate) => aRegistryReport({ asOf });

  it('an exit that was taken back never was, on no day (S-5)', () => {
    const told = family(poor('2015-12-31'), exited('2016-12-31', '2016-12-01'), poor('2017-06-30'));
    expect(standing(told, '2016-11-30', '2016-12-31', '2017-06-30')).toEqual([['POOR'], ['POOR'], ['POOR']]);
  });

  it('an exit of another day is one from that day on, whether that is earlier or later (S-5)', () => {
    const earlier = family(poor('2015-12-31'), exited('2016-12-31', '2016-12-21'), exited('2017-02-28', '2016-11-04'));
    expect(standing(earlier, '2016-11-03', '2016-11-04')).toEqual([['POOR'], ['EXITED', '2016-11-04']]);
    const later = family(poor('2015-12-31'), exited('2016-12-31', '2016-12-21'), exited('2017-02-28', '2017-01-10'));
    expect(standing(later, '2016-12-31', '2017-01-10')).toEqual([['POOR'], ['EXITED', '2017-01-10']]);
  });

  it('the last word on an exit counts, and one that was itself retracted does not (S-5, S-9)', () => {
    const told = family(
      ...[poor('2015-12-31'), exited('2016-12-31', '2016-12-21'), exited('2017-02-28', '2016-11-04'), poor('2017-06-30')],
    );
    expect(standing(told, '2016-11-30', '2016-12-31')).toEqual([['POOR'], ['POOR']]);
    const last = told.stream.findLast(({ event }) => event.type === 'ExitCorrected')?.eventId ?? '';
    told.record([{ type: 'EventRetracted', on: '2017-07-05', ofEvent: last, reason: 'undo' }]);
    expect(standing(told, '2016-11-03', '2016-11-30')).toEqual([['POOR'], ['EXITED', '2016-11-04']]);
  });

  it('a case that is back in its file covered all the while: its departure is cancelled (S-6)', () => {
    const told = family(aDibaoReport(), dibaoAbsent('2016-06-30'), aDibaoReport({ asOf: '2016-08-31' }));
    expect(told.types()).toEqual(expect.arrayContaining(['DibaoLeftFile', 'DibaoReturnedToFile']));
    expect(onDay(told, '2016-07-31').cases[CASE]?.leftFile).toBeNull();
  });
});
