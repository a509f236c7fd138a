import { aDibaoReport, CASE, family } from './household.fixture';
import type { HouseholdEvent } from './household.events';
import type { DibaoReport } from './reports';

/** A case verified as V1 on 2014-12-01 and reviewed on 2016-03-01. */
const known = aDibaoReport({ reviewedOn: '2016-03-01' });
const heard = (said: Partial<DibaoReport>, ...before: readonly HouseholdEvent[]) =>
  family(known)
    .record(before)
    .hear({ ...known, asOf: '2016-06-30', ...said });

describe('核对 by its own day', () => {
  it.each<[string, Partial<DibaoReport>, number]>([
    ['the same number and day says nothing', {}, 0],
    ['the same number on a newer day is another', { verifiedOn: '2016-06-01' }, 1],
    ['another number on the same day is another', { verificationReportNo: 'V2' }, 1],
    ['an older day says nothing', { verificationReportNo: 'V0', verifiedOn: '2014-11-30' }, 0],
    ['a day after the file’s says nothing (CR-18)', { verificationReportNo: 'V2', verifiedOn: '2016-07-01' }, 0],
    ['a number without a day says nothing', { verificationReportNo: 'V2', verifiedOn: null }, 0],
  ])('%s', (_, said, events) => expect(heard(said).filter(({ type }) => type === 'VerificationCompleted')).toHaveLength(events));
});

describe('复核日期', () => {
  const reviews = (reviewedOn: DibaoReport['reviewedOn'], ...before: readonly HouseholdEvent[]) =>
    heard({ reviewedOn }, ...before).map((event) => (event.type === 'ReviewCompleted' ? [event.on, event.reviewId] : event.type));
  const opened = {
    ...{ type: 'ReviewOpened', on: '2016-05-10', caseKey: CASE, reviewId: 'r-1', basis: 'CADENCE', basisEvent: null },
    ...{ dueOn: '2016-06-10', policyPack: null, openedBy: 'u-1' },
  } as HouseholdEvent;
  it('newer than the last one is a review; the same day, an older one and none are not', () => {
    expect(reviews('2016-03-02')).toEqual([['2016-03-02', null]]);
    expect([reviews('2016-03-01'), reviews('2016-02-29'), reviews(null)]).toEqual([[], [], []]);
  });
  it('from the day on which a review was opened completes that review', () => {
    expect(reviews('2016-05-10', opened)).toEqual([['2016-05-10', 'r-1']]);
    expect(reviews('2016-05-09', opened)).toEqual([['2016-05-09', null]]);
  });
});
