import { guangxi, yunnan } from '../policy/policy.fixture';
import {
  act,
  active,
  completing,
  ending,
  exited,
  inTransition,
  on,
  opening,
  reviewing,
  starting,
  stopped,
} from './decisions.fixture';
import { resuming, suspended, suspending, withdrawing } from './decisions.fixture';
import { aDibaoReport, CASE, dibaoAbsent, given } from './household.fixture';
import type { HouseholdEvent } from './household.events';
import type { HouseholdReport } from './reports';

// The days, months and words on which a decision turns from yes to no.

const citing = (pack: { id: string; version: string }) => ({ policyPack: { id: pack.id, version: pack.version } });

describe('a review', () => {
  const adjusting = (monthlyBenefitFen: number, effectiveMonth: '2014-12' | '2015-01' | '2017-05') =>
    completing({ outcome: 'ADJUST', adjust: { monthlyBenefitFen, effectiveMonth, trigger: 'INCOME' } });
  it('cites the pack it was completed under, and is not opened again', () => {
    given(active, reviewing).when(completing({}), yunnan).thenRecords(citing(yunnan));
    const completed: HouseholdEvent = { ...completing({}), type: 'ReviewCompleted', policyPack: null };
    given(active, reviewing, completed).when(opening, yunnan).thenRecordsNothing();
  });
  it('raises a benefit; the same amount changes nothing', () => {
    given(active, reviewing)
      .when(adjusting(25_000, '2017-05'), yunnan)
      .thenRecords(
        { type: 'ReviewCompleted' },
        { type: 'BenefitChanged', direction: 'INCREASE', oldFen: 20_000, newFen: 25_000 },
      );
    given(active, reviewing).when(adjusting(20_000, '2017-05'), yunnan).thenRecords({ type: 'ReviewCompleted' });
  });
  it('changes a benefit from its first month on, not before it, and none that has stopped', () => {
    given(active, reviewing)
      .when(adjusting(15_000, '2015-01'), yunnan)
      .thenRecords({ type: 'ReviewCompleted' }, { type: 'BenefitChanged', effectiveMonth: '2015-01' });
    given(active, reviewing).when(adjusting(15_000, '2014-12'), yunnan).thenRefuses('stop-before-start');
    const stoppedSince = aDibaoReport({ asOf: '2017-03-31', status: 'STOPPED', stoppedFrom: '2017-02' });
    given(active, reviewing, stoppedSince).when(adjusting(15_000, '2017-05'), yunnan).thenRefuses('case-stopped');
  });
});

describe('a change of the benefit', () => {
  it('is measured against the amount of its first month, whatever a later month has', () =>
    given(active, reviewing, aDibaoReport({ asOf: '2017-06-30', monthlyBenefitFen: 30_000 }))
      .when(
        completing({ outcome: 'ADJUST', adjust: { monthlyBenefitFen: 25_000, effectiveMonth: '2017-05', trigger: 'INCOME' } }),
        yunnan,
      )
      .thenRecords({ type: 'ReviewCompleted' }, { type: 'BenefitChanged', direction: 'INCREASE', oldFen: 20_000 }));
});

describe('a suspension', () => {
  const since: HouseholdEvent = { ...suspending, type: 'DibaoSuspended', on: '2017-05-01' };
  it('of the month that runs holds from the day of the decision', () => {
    given(active)
      .when({ ...suspending, effectiveMonth: '2017-04' }, yunnan)
      .thenRecords({ type: 'DibaoSuspended', on });
    given(suspended)
      .when({ ...resuming, effectiveMonth: '2017-04' }, yunnan)
      .thenRecords({ type: 'DibaoResumed', on });
  });
  it('does not end before it begins', () => {
    given(active, since)
      .when({ ...resuming, effectiveMonth: '2017-04' }, yunnan)
      .thenRefuses('before-last-stage');
    given(active, since).when(resuming, yunnan).thenRecords({ type: 'DibaoResumed', on: '2017-05-01' });
  });
});

describe('a verification', () => {
  const verifying = (completedOn: '2017-04-10' | '2014-12-01', verificationReportNo = 'V1') =>
    ({ type: 'CompleteVerification', ...act, verificationReportNo, completedOn, findings: null }) as const;
  it('of the day of the decision counts; a pack that says nothing sets no end', () =>
    given(active)
      .when(verifying(on), { ...yunnan, verificationValidMonths: null })
      .thenRecords({ type: 'VerificationCompleted', completedOn: on, validUntil: null }));
  it('that is known, by number and day, is nothing new', () => {
    given(active).when(verifying('2014-12-01'), yunnan).thenRecordsNothing();
    given(active).when(verifying('2014-12-01', 'V2'), yunnan).thenRecords({ verificationReportNo: 'V2' });
  });
});

describe('a transition', () => {
  it('cites the pack that allows it; one that names no path allows any', () => {
    given(exited, active).when(starting(), guangxi).thenRecords(citing(guangxi));
    const anyPath = { ...guangxi, transition: { ...guangxi.transition!, exitPaths: null } };
    given({ ...exited, exitPath: '社会保障兜底' }, active)
      .when(starting(), anyPath)
      .thenRecords({ type: 'TransitionStarted' });
  });
  it('that ended in a stop is not ended again; another month, or restoring, is refused', () => {
    given(stopped)
      .when({ ...ending('WITHDRAW'), stoppedFrom: '2016-02' }, guangxi)
      .thenRecordsNothing();
    given(stopped).when(ending('WITHDRAW', '2017-05'), guangxi).thenRefuses('case-stopped');
    given(stopped)
      .when({ ...ending('RESTORE'), stoppedFrom: '2016-02' }, guangxi)
      .thenRefuses('case-stopped');
  });
  it('stops no earlier than the benefit began', () =>
    given(exited, { ...inTransition, grantedFrom: '2017-06' })
      .when({ ...ending('WITHDRAW', '2017-05'), on: '2017-06-10' }, guangxi)
      .thenRefuses('stop-before-start'));
  it('may stop in the very month in which it began', () =>
    given(exited, { ...inTransition, grantedFrom: '2017-05' })
      .when({ ...ending('WITHDRAW', '2017-05'), on: '2017-06-10' }, guangxi)
      .thenRecords({ type: 'TransitionEnded' }, { type: 'DibaoWithdrawn', stoppedFrom: '2017-05' }, { type: 'HouseholdLinked' }));
  it('does not end before it begins', () => {
    const later = aDibaoReport({ asOf: '2017-04-30', status: 'TRANSITION' });
    given(exited, active, later).when(ending('RESTORE'), guangxi).thenRefuses('before-last-stage');
    given(exited, active, later).when(ending('WITHDRAW', '2017-05'), guangxi).thenRefuses('before-last-stage');
  });
  it('is over with a withdrawal', () =>
    given(inTransition)
      .when(withdrawing(), yunnan)
      .thenRecords({ type: 'TransitionEnded', outcome: 'WITHDRAW' }, { type: 'DibaoWithdrawn' }));
});

describe('a withdrawal', () => {
  it('from the first month is one of a benefit never paid', () =>
    given(active)
      .when(withdrawing({ stoppedFrom: '2015-01' }), yunnan)
      .thenRecords({ type: 'DibaoWithdrawn' }));
  it('answers the absence from the file (S-6)', () =>
    given(active, dibaoAbsent('2016-12-31'))
      .when(withdrawing(), yunnan)
      .thenRecords({ type: 'DibaoWithdrawn' }, { type: 'DifferenceResolved', ruleId: 'S-6' }));

  const verified = withdrawing({ reason: 'POVERTY_EXIT_VERIFIED' });
  const refused = (
    history: HouseholdReport | HouseholdEvent,
    because: 'no-exit' | 'verification-older-than-exit' | 'verification-expired',
  ) => given(exited, active, history).when(verified, yunnan).thenRefuses(because);
  const accepted = (history: HouseholdReport | HouseholdEvent) =>
    given(exited, active, history).when(verified, yunnan).thenRecords({ type: 'DibaoWithdrawn' }, { type: 'HouseholdLinked' });
  it('citing the exit of a household that no registry lists is refused', () =>
    given(active).when(verified, yunnan).thenRefuses('no-exit'));
  it('citing the exit asks for a review after its day, until the day of the decision (CR-12)', () => {
    const reviewedOn = (day: '2016-11-15' | '2016-11-16' | '2017-04-10' | '2017-04-11') =>
      aDibaoReport({ asOf: '2017-05-31', reviewedOn: day });
    refused(reviewedOn('2016-11-15'), 'verification-older-than-exit');
    accepted(reviewedOn('2016-11-16'));
    accepted(reviewedOn(on));
    refused(reviewedOn('2017-04-11'), 'verification-older-than-exit');
  });
  it('citing the exit asks for a verification until the day of the decision (CR-12)', () => {
    const verifiedOn = (day: '2017-04-10' | '2017-04-11') =>
      aDibaoReport({ asOf: '2017-05-31', verificationReportNo: 'V2', verifiedOn: day });
    accepted(verifiedOn(on));
    refused(verifiedOn('2017-04-11'), 'verification-older-than-exit');
    given(exited, aDibaoReport({ verificationReportNo: null, verifiedOn: null }))
      .when(verified, yunnan)
      .thenRefuses('verification-older-than-exit');
  });
  it('citing a verification is good until its last day', () => {
    const validUntil = (day: '2017-04-09' | '2017-04-10' | null): HouseholdEvent => ({
      ...{ type: 'VerificationCompleted', on: '2016-11-20', caseKey: CASE, verificationReportNo: 'V3' },
      ...{ completedOn: '2016-11-20', validUntil: day, findings: null },
    });
    refused(validUntil('2017-04-09'), 'verification-expired');
    accepted(validUntil(on));
    accepted(validUntil(null));
  });
});

it('no suspension and no settled difference without a reason', () => {
  given(active)
    .when({ ...suspending, reason: '' }, yunnan)
    .thenRefuses('no-reason');
  given(aDibaoReport({ verificationReportNo: null, verifiedOn: null }))
    .when(
      { type: 'SettleDifference', on, differenceId: `CR-18:${CASE}`, settledBy: 'u-1', reason: '', remedyEvent: null },
      yunnan,
    )
    .thenRefuses('no-reason');
});
