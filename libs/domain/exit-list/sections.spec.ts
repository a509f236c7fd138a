import type { Registration } from '../household/state';
import type { LocalDate } from '../values';
import { aHousehold, aPlan, anExit } from './household.fixture';
import { plannedYearOf, reasonNotExited, wasPlannedIn } from './sections';

const registration = (said: Partial<Registration>): Registration => aHousehold({ registration: said }).household.registration!;

describe('a plan for the year that held in the year (S-20)', () => {
  const early = aPlan(2016, '2015-03-01');
  const lastDay = aPlan(2016, '2016-12-31');
  const march = aPlan(2016, '2016-03-01');
  const failedOn = (on: LocalDate, reason: string | null = null) => ({ targetYear: 2016, on, reason });
  it.each<[boolean, string, Partial<Registration>]>([
    [true, 'made on its last day', { plans: [lastDay] }],
    [true, 'named, as not achieved, by the file of its last day', { plans: [lastDay], notAchieved: [failedOn('2016-12-31')] }],
    [false, 'dropped on the day it was made', { plans: [march], notAchieved: [failedOn('2016-03-01')] }],
    [
      true,
      'named, with why it was not achieved, by a file in the year',
      { plans: [march], notAchieved: [failedOn('2016-03-01', '收入未达标')] },
    ],
    [true, 'dropped the day after', { plans: [march], notAchieved: [failedOn('2016-03-02')] }],
    [false, 'dropped on 1 January', { plans: [early], notAchieved: [failedOn('2016-01-01', '收入未达标')] }],
    [true, 'first named when the year was over', { plans: [aPlan(2016, '2017-02-28')] }],
    [
      true,
      'first named, as not achieved, when it was over',
      { plans: [aPlan(2016, '2017-02-28')], notAchieved: [failedOn('2017-02-28')] },
    ],
    [false, 'of another year', { plans: [aPlan(2017, '2016-03-01')] }],
    [false, 'put off on the day of 2017 on which it was made', { plans: [aPlan(2016, '2017-02-28'), aPlan(2017, '2017-02-28')] }],
    [false, 'put off on the day it was made', { plans: [aPlan(2016, '2016-03-01'), aPlan(2017, '2016-03-01')] }],
    [false, 'put off on 1 January', { plans: [early, aPlan(2017, '2016-01-01')] }],
    [true, 'put off on 2 January', { plans: [early, aPlan(2017, '2016-01-02')] }],
    [false, 'removed on 1 January', { plans: [early], removedOn: '2016-01-01' }],
    [true, 'made after an exit', { plans: [aPlan(2016, '2016-03-01')], exits: [anExit(2014, '2014-11-01')] }],
    [false, 'ended by an exit on its own day', { plans: [aPlan(2016, '2016-03-01')], exits: [anExit(2015, '2016-03-01')] }],
  ])('%s: %s', (holds, _, said) => expect(wasPlannedIn(registration(said), 2016)).toBe(holds));

  it.each<[boolean, LocalDate]>([
    [false, '2015-10-31'],
    [true, '2015-11-01'],
    [true, '2016-12-31'],
    [false, '2017-01-01'],
  ])('%s: after an exit of 2015-11-01 with a relapse on %s', (holds, day) =>
    expect(wasPlannedIn(registration({ plans: [early], exits: [anExit(2015, '2015-11-01')], relapses: [day] }), 2016)).toBe(
      holds,
    ),
  );
});

describe('what a line says of plans', () => {
  const plans = [aPlan(2015, '2014-01-01'), aPlan(2016, '2015-01-01'), aPlan(2017, '2016-10-01')];
  it('the list’s year if it was ever planned, else the last plan, else none', () => {
    expect(plannedYearOf(registration({ plans }), 2016)).toBe(2016);
    expect(plannedYearOf(registration({ plans: plans.slice(0, 1) }), 2016)).toBe(2015);
    expect(plannedYearOf(registration({ plans: [plans[0]!, plans[2]!] }), 2016)).toBe(2017);
    expect(plannedYearOf(registration({}), 2016)).toBeNull();
  });
  it('why the exit of the list’s year was not achieved: the last reason given for that year', () => {
    const said = (targetYear: number, on: LocalDate, reason: string) => ({ targetYear, on, reason });
    const notAchieved = [
      ...[said(2016, '2016-11-01', '收入不达标'), said(2016, '2016-12-31', '住房不达标'), said(2017, '2017-01-02', '饮水不达标')],
    ];
    expect(reasonNotExited(registration({ notAchieved }), 2016)).toBe('住房不达标');
    expect(reasonNotExited(registration({ notAchieved }), 2015)).toBeNull();
  });
});
