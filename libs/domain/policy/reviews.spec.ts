import { aCaseMember, aDibaoReport, aRegistryReport, CASE, family, registryAbsent } from '../household/household.fixture';
import type { HouseholdEvent } from '../household/household.events';
import { guangxi, yunnan } from './policy.fixture';
import { afterExit, nextReviewDue, reviewsDue } from './reviews';

describe('after the same exit of the same family', () => {
  const exit = aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });
  const exited = family(exit, aDibaoReport()).state;

  it('Yunnan reviews at once (YN-14)', () =>
    expect(afterExit(exited, () => yunnan)).toEqual([
      { caseKey: CASE, step: 'REVIEW_NOW', exitedOn: '2016-11-15', exitEvent: 'e-2', withinDays: 30, transition: null },
    ]));

  it('Guangxi may let it into a transition of 6 to 12 months (GX-14)', () =>
    expect(afterExit(exited, () => guangxi)).toMatchObject([
      { step: 'MAY_ENTER_TRANSITION', transition: { minMonths: 6, maxMonths: 12 } },
    ]));

  it('each case follows the county that pays it (YN-24), also where its family is registered in another', () => {
    const packOf = (county: string) => (county === '530124' ? yunnan : guangxi);
    const paidBy = (county: string) => family(exit, aDibaoReport({ county })).state;
    expect(afterExit(paidBy('530124'), packOf)).toMatchObject([{ step: 'REVIEW_NOW' }]);
    expect(afterExit(paidBy('451422'), packOf)).toMatchObject([{ step: 'MAY_ENTER_TRANSITION' }]);
    expect(reviewsDue(paidBy('530124'), packOf, '2016-12-15')).toMatchObject([{ basis: 'POVERTY_EXIT' }]);
    expect(reviewsDue(paidBy('451422'), packOf, '2016-12-15').some(({ basis }) => basis === 'POVERTY_EXIT')).toBe(false);
    expect(afterExit(paidBy('451422'), () => null)).toEqual([]);
  });

  it('a review on its very day came before the news of it; one the day after did not', () => {
    const reviewed = (reviewedOn: '2016-11-15' | '2016-11-16') =>
      afterExit(family(exit, aDibaoReport({ asOf: '2016-12-31', reviewedOn })).state, () => yunnan);
    expect([reviewed('2016-11-15').length, reviewed('2016-11-16').length]).toEqual([1, 0]);
  });

  it('a province that reviews offers no transition, whatever its pack says of them', () =>
    expect(afterExit(exited, () => ({ ...yunnan, transition: guangxi.transition }))).toMatchObject([
      { step: 'REVIEW_NOW', transition: null },
    ]));

  it.each([
    ['a relapse', [exit, aRegistryReport({ status: 'RELAPSED', asOf: '2017-03-31' }), aDibaoReport()]],
    ['a stop', [exit, aDibaoReport({ status: 'STOPPED', stoppedFrom: '2016-12', asOf: '2016-12-31' })]],
    ['a review since', [exit, aDibaoReport({ reviewedOn: '2016-12-20', asOf: '2016-12-31' })]],
    ['no exit', [aRegistryReport(), aDibaoReport()]],
    ['a transition begun', [exit, aDibaoReport({ status: 'TRANSITION' })]],
    ['the removal from the registry', [exit, aDibaoReport(), registryAbsent('2017-03-31')]],
  ])('asks nothing after %s', (_, reports) => expect(afterExit(family(...reports).state, () => yunnan)).toEqual([]));
});

describe('a review is due', () => {
  const classed = (said: Parameters<typeof aDibaoReport>[0]) => family(aDibaoReport(said)).state;

  it.each([
    ['A', '2016-01-01'],
    ['B', '2015-07-01'],
    ['C', '2015-04-01'],
    ['二类', '2016-01-01'],
  ])('for class %s on %s, from the start of the benefit', (className, due) =>
    expect(nextReviewDue(classed({ class: className }).cases[CASE]!, yunnan)).toBe(due),
  );

  it('from the last review, clamped at the end of the month', () =>
    expect(nextReviewDue(classed({ class: 'B', reviewedOn: '2015-08-31' }).cases[CASE]!, yunnan)).toBe('2016-02-29'));

  it('lists the cases past due on a day, oldest first, and no stopped one', () => {
    const stopped = aDibaoReport({ caseKey: 'x', status: 'STOPPED', stoppedFrom: '2016-01' });
    const other = aDibaoReport({ caseKey: 'y', class: 'C', members: [aCaseMember('p-2')] });
    const { state } = family(aDibaoReport({ class: 'B' }), other, stopped);
    expect(reviewsDue(state, () => yunnan, '2015-12-31').map(({ caseKey }) => caseKey)).toEqual(['y', CASE]);
    expect(reviewsDue(state, () => yunnan, '2015-05-01').map(({ caseKey }) => caseKey)).toEqual(['y']);
  });

  it('are due within days of an exit where the pack says so (YN-14), and by cadence alone where it does not (GX-14)', () => {
    const exited = aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });
    const reviewed = aDibaoReport({ class: 'A', reviewedOn: '2016-10-01', asOf: '2016-12-31' });
    const { state } = family(exited, reviewed);
    const { county, division } = state.cases[CASE]!;
    const due = { county, division, caseKey: CASE, dueOn: '2016-12-15', openReview: null, basis: 'POVERTY_EXIT' };
    expect(reviewsDue(state, () => yunnan, '2016-12-15')).toEqual([due]);
    expect(reviewsDue(state, () => yunnan, '2016-12-14')).toEqual([]);
    expect(reviewsDue(state, () => guangxi, '2016-12-31')).toEqual([]);
    // Somebody has looked since the exit.
    const { state: after } = family(exited, { ...reviewed, reviewedOn: '2016-12-20' });
    expect(reviewsDue(after, () => yunnan, '2017-06-01')).toEqual([]);
  });

  const opened = (dueOn: '2017-05-10' | null) =>
    ({
      ...{ type: 'ReviewOpened', on: '2016-12-20', caseKey: CASE, reviewId: 'r-1', basis: 'POVERTY_EXIT', basisEvent: null },
      ...{ dueOn, policyPack: null, openedBy: 'u-1' },
    }) as HouseholdEvent;
  const exit = aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });

  it('by the day set for it while one is open, whatever cadence or exit would ask', () => {
    const { state } = family(exit, aDibaoReport()).record([opened('2017-05-10')]);
    const { county, division } = state.cases[CASE]!;
    expect(nextReviewDue(state.cases[CASE]!, yunnan)).toBe('2017-05-10');
    expect(reviewsDue(state, () => yunnan, '2017-05-09')).toEqual([]);
    expect(reviewsDue(state, () => yunnan, '2017-05-10')).toEqual([
      { county, division, caseKey: CASE, dueOn: '2017-05-10', openReview: 'r-1', basis: 'CADENCE' },
    ]);
  });
  it('as before where no day was set for the one that is open', () => {
    const { state } = family(exit, aDibaoReport()).record([opened(null)]);
    expect(nextReviewDue(state.cases[CASE]!, yunnan)).toBe('2016-01-01');
    expect(reviewsDue(state, () => yunnan, '2016-12-31')).toMatchObject([{ openReview: 'r-1', basis: 'POVERTY_EXIT' }]);
  });
  it('never of a case that has stopped, nor of a class for which the pack sets none (CR-22)', () => {
    expect(nextReviewDue(classed({ status: 'STOPPED', stoppedFrom: '2016-01' }).cases[CASE]!, yunnan)).toBeNull();
    const silent = { ...yunnan, reviewCadenceMonths: { byClass: { A: 12 }, otherwise: null } };
    const { state } = family(exit, aDibaoReport({ class: 'B' }));
    expect(nextReviewDue(state.cases[CASE]!, silent)).toBeNull();
    expect(reviewsDue(classed({ class: 'B' }), () => silent, '2020-01-01')).toEqual([]);
    // An exit asks for one all the same (YN-14).
    expect(reviewsDue(state, () => silent, '2016-12-15')).toMatchObject([{ dueOn: '2016-12-15', basis: 'POVERTY_EXIT' }]);
  });
  it('on the earlier of both days; the exit is the reason from its day on', () => {
    const { state } = family(exit, aDibaoReport({ class: 'A' }));
    const due = (on: '2016-12-14' | '2016-12-15') => reviewsDue(state, () => yunnan, on);
    expect(due('2016-12-14')).toMatchObject([{ dueOn: '2016-01-01', basis: 'CADENCE' }]);
    expect(due('2016-12-15')).toMatchObject([{ dueOn: '2016-01-01', basis: 'POVERTY_EXIT' }]);
  });
});
