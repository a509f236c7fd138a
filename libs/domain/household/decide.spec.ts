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
  registered,
  resuming,
  reviewing,
  starting,
  stopped,
  suspended,
  suspending,
  withdrawing,
} from './decisions.fixture';
import { aDibaoReport, aRegistryReport, CASE, dibaoAbsent, family, given } from './household.fixture';
import type { HouseholdEvent } from './household.events';

// Every row of the dibao case's transition table that is decided in the hub (domain.md 4.1), and what each stage refuses.

describe('opening a review', () => {
  it('puts an active case under review, citing the policy pack', () =>
    given(active)
      .when(opening, yunnan)
      .thenRecords({ type: 'ReviewOpened', reviewId: 'r-1', policyPack: { id: 'yunnan', version: '2016' } }));
  it('again is nothing new', () => given(active, reviewing).when(opening, yunnan).thenRecordsNothing());
  it('beside another open review is refused', () =>
    given(active, reviewing)
      .when({ ...opening, reviewId: 'r-2' }, yunnan)
      .thenRefuses('another-review-open'));
  it('of a stopped case is refused', () => given(stopped).when(opening, yunnan).thenRefuses('case-stopped'));
  it('of a case nobody knows is refused', () => given(registered).when(opening, yunnan).thenRefuses('unknown-case'));
});

describe('completing a review', () => {
  it('KEEP leaves the case as it is', () =>
    given(active, reviewing).when(completing({}), yunnan).thenRecords({ type: 'ReviewCompleted', outcome: 'KEEP' }));
  it('ADJUST changes the benefit', () =>
    given(active, reviewing)
      .when(
        completing({ outcome: 'ADJUST', adjust: { monthlyBenefitFen: 15000, effectiveMonth: '2017-05', trigger: 'INCOME' } }),
        yunnan,
      )
      .thenRecords(
        { type: 'ReviewCompleted' },
        { type: 'BenefitChanged', direction: 'DECREASE', oldFen: 20000, newFen: 15000, trigger: 'INCOME' },
      ));
  it('TRANSITION starts one where the pack allows it', () =>
    given(exited, active, reviewing)
      .when(completing({ outcome: 'TRANSITION', transition: { anchorDate: '2017-04-30', lengthMonths: 10 } }), guangxi)
      .thenRecords({ type: 'ReviewCompleted' }, { type: 'TransitionStarted', endsOn: '2018-02-28', reviewId: 'r-1' }));
  it('STOP withdraws, and counts as the review that CR-12 asks for', () =>
    given(exited, active, reviewing)
      .when(completing({ outcome: 'STOP', stop: { reason: 'POVERTY_EXIT_VERIFIED', stoppedFrom: '2017-05' } }), yunnan)
      .thenRecords(
        { type: 'ReviewCompleted' },
        { type: 'DibaoWithdrawn', stoppedFrom: '2017-05', on: '2017-05-01' },
        { type: 'HouseholdLinked', linkClass: 'NONE' },
      ));
  it.each(['ADJUST', 'TRANSITION', 'STOP'] as const)('%s without what follows is refused', (outcome) =>
    given(exited, active, reviewing).when(completing({ outcome }), guangxi).thenRefuses('follow-up-missing'),
  );
  it('that nobody opened is refused', () => given(active).when(completing({}), yunnan).thenRefuses('review-not-open'));
  it('twice is nothing new', () =>
    given(active, reviewing, { ...completing({}), type: 'ReviewCompleted', policyPack: null })
      .when(completing({}), yunnan)
      .thenRecordsNothing());
  it('with a benefit of nothing is refused: that is a withdrawal (CR-21)', () =>
    given(active, reviewing)
      .when(
        completing({ outcome: 'ADJUST', adjust: { monthlyBenefitFen: 0, effectiveMonth: '2017-05', trigger: 'INCOME' } }),
        yunnan,
      )
      .thenRefuses('benefit-not-positive'));
});

describe('a verification that the register reports', () => {
  const heard = (verifiedOn: '2016-12-10' | '2016-12-09') =>
    aDibaoReport({ asOf: '2016-12-31', verificationReportNo: 'V9', verifiedOn });
  const withdraw = withdrawing({ on: '2017-06-10', reason: 'POVERTY_EXIT_VERIFIED', stoppedFrom: '2017-07' });

  it('holds as long as the pack says, like one of the hub (CR-12, CR-18)', () => {
    given(exited, heard('2016-12-10'))
      .when(withdraw, yunnan)
      .thenRecords({ type: 'DibaoWithdrawn' }, { type: 'HouseholdLinked' });
    given(exited, heard('2016-12-09')).when(withdraw, yunnan).thenRefuses('verification-expired');
  });
  it('holds for ever where the pack says nothing', () =>
    given(exited, heard('2016-12-09'))
      .when(withdraw, { ...yunnan, verificationValidMonths: null })
      .thenRecords({ type: 'DibaoWithdrawn' }, { type: 'HouseholdLinked' }));
});

describe('a transition', () => {
  it('starts after an exit in Guangxi and ends by its length', () =>
    given(exited, active)
      .when(starting(), guangxi)
      .thenRecords({ type: 'TransitionStarted', lengthMonths: 6, endsOn: '2017-10-10' }));
  it.each([6, 12])('of %i months is within the pack', (lengthMonths) =>
    given(exited, active).when(starting({ lengthMonths }), guangxi).thenRecords({ type: 'TransitionStarted', lengthMonths }),
  );
  it.each([5, 13, 14, 6.5, Number.NaN])('of %d months is refused (CR-10)', (lengthMonths) =>
    given(exited, active).when(starting({ lengthMonths }), guangxi).thenRefuses('transition-length-outside-policy'),
  );
  it('is refused in Yunnan, where the same family is reviewed', () =>
    given(exited, active).when(starting(), yunnan).thenRefuses('transition-not-allowed'));
  it('without an exit is refused', () =>
    given(registered, active).when(starting(), guangxi).thenRefuses('transition-needs-exit'));
  it('is for exits by support policy alone; of an unknown path nothing is forbidden (GX-14)', () => {
    const by = (exitPath: string | null) => ({ ...exited, exitPath });
    given(by('社会保障兜底'), active).when(starting(), guangxi).thenRefuses('transition-not-for-this-exit');
    given(by('转移就业'), active).when(starting(), guangxi).thenRecords({ type: 'TransitionStarted' });
    given(by(null), active).when(starting(), guangxi).thenRecords({ type: 'TransitionStarted' });
  });
  it('of a suspended case is refused', () => given(exited, suspended).when(starting(), guangxi).thenRefuses('case-suspended'));
  it('of a stopped case is refused', () => given(exited, stopped).when(starting(), guangxi).thenRefuses('case-stopped'));
  it('of another length beside a running one is refused', () =>
    given(exited, inTransition).when(starting(), guangxi).thenRefuses('case-in-transition'));
  it('asked for twice is nothing new', () => {
    const started: HouseholdEvent = { ...starting(), type: 'TransitionStarted', endsOn: '2017-10-10', policyPack: null };
    given(exited, active, started).when(starting(), guangxi).thenRecordsNothing();
  });
  it('ends in a withdrawal', () =>
    given(exited, inTransition)
      .when(ending('WITHDRAW', '2017-05'), guangxi)
      .thenRecords(
        { type: 'TransitionEnded', outcome: 'WITHDRAW' },
        { type: 'DibaoWithdrawn', reason: 'TRANSITION_ENDED' },
        { type: 'HouseholdLinked' },
      ));
  it('ends in the benefit restored', () =>
    given(exited, inTransition).when(ending('RESTORE'), guangxi).thenRecords({ type: 'TransitionEnded', outcome: 'RESTORE' }));
  it('that is over already restores nothing', () => given(exited, active).when(ending('RESTORE'), guangxi).thenRecordsNothing());
  it('does not end where none runs', () => {
    given(exited, active).when(ending('WITHDRAW', '2017-05'), guangxi).thenRefuses('case-not-in-transition');
    given(exited, stopped).when(ending('RESTORE'), guangxi).thenRefuses('case-stopped');
  });
  it('does not end in a withdrawal without its month', () =>
    given(exited, inTransition).when(ending('WITHDRAW'), guangxi).thenRefuses('follow-up-missing'));
});

describe('payment', () => {
  it('is suspended and resumed from a month on', () => {
    given(active).when(suspending, yunnan).thenRecords({ type: 'DibaoSuspended', on: '2017-05-01', effectiveMonth: '2017-05' });
    given(suspended).when(resuming, yunnan).thenRecords({ type: 'DibaoResumed', on: '2017-05-01' });
  });
  it('suspended or resumed twice is nothing new', () => {
    given(suspended).when(suspending, yunnan).thenRecordsNothing();
    given(active).when(resuming, yunnan).thenRecordsNothing();
  });
  it('is not suspended in a transition, nor after a stop; nor resumed there', () => {
    given(inTransition).when(suspending, yunnan).thenRefuses('case-in-transition');
    given(stopped).when(suspending, yunnan).thenRefuses('case-stopped');
    given(inTransition).when(resuming, yunnan).thenRefuses('case-not-suspended');
    given(stopped).when(resuming, yunnan).thenRefuses('case-stopped');
  });
  it('is not suspended from before the stage that holds', () =>
    given(suspended, aDibaoReport({ asOf: '2017-06-30' }))
      .when(suspending, yunnan)
      .thenRefuses('before-last-stage'));
});

describe('a withdrawal', () => {
  it.each([
    ['an active', active, ['DibaoWithdrawn']],
    ['a suspended', suspended, ['DibaoWithdrawn']],
    ['a transition', inTransition, ['TransitionEnded', 'DibaoWithdrawn']],
  ])('ends %s case', (_, history, types) =>
    given(history)
      .when(withdrawing(), yunnan)
      .thenRecords(...types.map((type) => ({ type }))),
  );
  it('asked for twice is nothing new; another month is refused', () => {
    given(stopped)
      .when(withdrawing({ stoppedFrom: '2016-02' }), yunnan)
      .thenRecordsNothing();
    given(stopped).when(withdrawing(), yunnan).thenRefuses('case-stopped');
  });
  it('because of the poverty exit alone is refused (CR-12)', () =>
    given(exited, active)
      .when(withdrawing({ reason: 'POVERTY_EXIT' }), yunnan)
      .thenRefuses('poverty-exit-is-no-reason'));
  it('for a reason the pack does not know is refused', () =>
    given(active)
      .when(withdrawing({ reason: 'OTHER' }), yunnan)
      .thenRefuses('reason-not-in-policy'));
  it('before the benefit began is refused', () =>
    given(active)
      .when(withdrawing({ stoppedFrom: '2014-12' }), yunnan)
      .thenRefuses('stop-before-start'));

  const verified = withdrawing({ reason: 'POVERTY_EXIT_VERIFIED' });
  const checked = (verifiedOn: '2016-11-15' | '2016-11-16' | '2017-03-01') =>
    aDibaoReport({ asOf: '2017-03-31', verificationReportNo: 'V2', verifiedOn });
  it('citing the exit needs a verification newer than it (CR-12, YN-32)', () => {
    given(exited, active).when(verified, yunnan).thenRefuses('verification-older-than-exit');
    given(exited, checked('2016-11-15')).when(verified, yunnan).thenRefuses('verification-older-than-exit');
    given(exited, checked('2016-11-16'))
      .when(verified, yunnan)
      .thenRecords({ type: 'DibaoWithdrawn', verificationReportNo: 'V2' }, { type: 'HouseholdLinked' });
  });
  it('citing the exit accepts a review newer than it', () =>
    given(exited, aDibaoReport({ asOf: '2017-03-31', reviewedOn: '2017-01-20' }))
      .when(verified, yunnan)
      .thenRecords({ type: 'DibaoWithdrawn' }, { type: 'HouseholdLinked' }));
  it('citing an exit that is not there, or no longer, is refused', () => {
    given(registered, active).when(verified, yunnan).thenRefuses('no-exit');
    given(exited, aRegistryReport({ status: 'RELAPSED', asOf: '2017-03-31' }), checked('2017-03-01'))
      .when(verified, yunnan)
      .thenRefuses('no-exit');
  });
  it('citing a verification past its validity is refused', () => {
    const old: HouseholdEvent = {
      type: 'VerificationCompleted',
      ...{
        on: '2016-11-20',
        caseKey: CASE,
        verificationReportNo: 'V3',
        completedOn: '2016-11-20',
        validUntil: '2017-01-20',
        findings: null,
      },
    };
    given(exited, active, old).when(verified, yunnan).thenRefuses('verification-expired');
  });
});

describe('every decision', () => {
  const unsigned = { investigator: 'u-1', reviewer: null, signatory: null };
  const selfSigned = { investigator: 'u-1', reviewer: null, signatory: 'u-1' };
  const commands = (accountability: typeof unsigned | typeof selfSigned) =>
    [
      [[exited, active, reviewing], completing({ accountability })],
      [[exited, active], starting({ accountability })],
      [[exited, inTransition], { ...ending('RESTORE'), accountability }],
      [[active], { ...suspending, accountability }],
      [[suspended], { ...resuming, accountability }],
      [[active], withdrawing({ accountability })],
    ] as const;

  it('names who signs (GX-23)', () => {
    for (const [history, command] of commands(unsigned))
      given(...history)
        .when(command, guangxi)
        .thenRefuses('no-signatory');
  });
  it('is signed by another than the one who investigated (CR-40)', () => {
    for (const [history, command] of commands(selfSigned))
      given(...history)
        .when(command, guangxi)
        .thenRefuses('signatory-investigated');
  });
  it('on a household that was merged into another is refused', () => {
    const merged: HouseholdEvent = { type: 'HouseholdMerged', on, role: 'SUPERSEDED', other: 'h-2', otherVersion: 4, cases: [] };
    given(active, merged).when(withdrawing(), yunnan).thenRefuses('household-superseded');
  });
});

describe('a verification', () => {
  const verifying = {
    type: 'CompleteVerification',
    ...act,
    verificationReportNo: 'V7',
    completedOn: '2017-04-01',
    findings: null,
  } as const;
  it('is valid for as long as the pack says', () =>
    given(active)
      .when(verifying, yunnan)
      .thenRecords({ type: 'VerificationCompleted', on: '2017-04-01', validUntil: '2017-10-01' }));
  it('resolves the difference of an unverified enrolment (CR-18)', () =>
    given(aDibaoReport({ verificationReportNo: null, verifiedOn: null }))
      .when(verifying, yunnan)
      .thenRecords({ type: 'VerificationCompleted' }, { type: 'DifferenceResolved', ruleId: 'CR-18', settledBy: null }));
  it('from after the decision is refused', () =>
    given(active)
      .when({ ...verifying, completedOn: '2017-04-11' }, yunnan)
      .thenRefuses('verification-after-decision'));
});

describe('a difference', () => {
  const unverified = aDibaoReport({ verificationReportNo: null, verifiedOn: null });
  const settling = {
    type: 'SettleDifference',
    on,
    differenceId: `CR-18:${CASE}`,
    settledBy: 'u-1',
    reason: 'paper report',
    remedyEvent: null,
  } as const;
  it('settled by an official stays settled while the facts are the same', () => {
    given(unverified)
      .when(settling, yunnan)
      .thenRecords({ type: 'DifferenceResolved', settledBy: 'u-1', reason: 'paper report' });
    const settled: HouseholdEvent = { ...settling, type: 'DifferenceResolved', ruleId: 'CR-18' };
    given(unverified, settled).when(settling, yunnan).thenRecordsNothing();
    given(unverified, settled, aDibaoReport({ ...unverified, asOf: '2017-05-31' }))
      .when(settling, yunnan)
      .thenRecordsNothing();
  });
  it('settled by an official opens again when other facts show it, and can be settled again', () => {
    const left = { ...settling, differenceId: `S-6:${CASE}` } as const;
    const settled: HouseholdEvent = { ...left, type: 'DifferenceResolved', ruleId: 'S-6' };
    const back = aDibaoReport({ asOf: '2016-06-30' });
    const told = family(active, dibaoAbsent('2016-04-30')).record([settled]);
    expect(told.hear(dibaoAbsent('2016-05-31'))).toEqual([]);
    told.hear(back);
    // Absent a second time, after another month: nobody has said anything of that (S-6).
    expect(told.hear(dibaoAbsent('2016-07-31'))).toMatchObject([
      { type: 'DibaoLeftFile', lastCovered: '2016-07' },
      { type: 'DifferenceFound', differenceId: `S-6:${CASE}` },
    ]);
    given(active, dibaoAbsent('2016-04-30'), settled, back, dibaoAbsent('2016-07-31'))
      .when(left, yunnan)
      .thenRecords({ type: 'DifferenceResolved', settledBy: 'u-1' });
  });
  it('that nobody found is refused', () => given(active).when(settling, yunnan).thenRefuses('unknown-difference'));
});

describe('a retraction', () => {
  it('names the event and a reason', () => {
    given(active)
      .when({ type: 'Retract', on, ofEvent: 'e-1', reason: 'import undone' }, yunnan)
      .thenRecords({ type: 'EventRetracted', ofEvent: 'e-1' });
    given(active).when({ type: 'Retract', on, ofEvent: 'e-1', reason: '' }, yunnan).thenRefuses('no-reason');
  });
});
