import { aCaseMember, aDibaoReport, aRegistryReport, CASE, dibaoAbsent, family } from './household.fixture';
import type { CaseStatus, DibaoReport } from './reports';
import { benefitIn, isCoveredIn } from './state';

// Every pair of successive 状态 that two snapshots of civil affairs can show (S-1, S-2, S-6, S-10).

const said = (status: CaseStatus, asOf: DibaoReport['asOf']) =>
  aDibaoReport({
    asOf,
    status,
    stoppedFrom: status === 'STOPPED' ? '2016-05' : null,
    stopReason: status === 'STOPPED' ? 'INCOME_OVER' : null,
  });
const told = (from: CaseStatus, to: CaseStatus) => {
  const household = family(said(from, '2016-05-31'));
  const events = household.hear(said(to, '2016-06-30'));
  return { events: events.map(({ type }) => type), status: household.state.cases[CASE]?.status };
};

describe('two snapshots of one case', () => {
  it.each<[CaseStatus, CaseStatus, string[]]>([
    ['ACTIVE', 'ACTIVE', []],
    ['ACTIVE', 'TRANSITION', ['TransitionStarted']],
    ['ACTIVE', 'SUSPENDED', ['DibaoSuspended']],
    ['ACTIVE', 'STOPPED', ['DibaoWithdrawn']],
    ['TRANSITION', 'ACTIVE', ['TransitionEnded']],
    ['TRANSITION', 'TRANSITION', []],
    ['TRANSITION', 'SUSPENDED', ['DibaoSuspended']],
    ['TRANSITION', 'STOPPED', ['TransitionEnded', 'DibaoWithdrawn']],
    ['SUSPENDED', 'ACTIVE', ['DibaoResumed']],
    ['SUSPENDED', 'TRANSITION', ['TransitionStarted']],
    ['SUSPENDED', 'SUSPENDED', []],
    ['SUSPENDED', 'STOPPED', ['DibaoWithdrawn']],
    ['STOPPED', 'ACTIVE', ['DibaoCorrected']],
    ['STOPPED', 'TRANSITION', ['DibaoCorrected', 'TransitionStarted']],
    ['STOPPED', 'SUSPENDED', ['DibaoCorrected', 'DibaoSuspended']],
    ['STOPPED', 'STOPPED', []],
  ])('%s then %s records %j', (from, to, events) => expect(told(from, to)).toEqual({ events, status: to }));

  it.each<[CaseStatus, string[]]>([
    ['ACTIVE', ['DibaoEnrolled']],
    ['TRANSITION', ['DibaoEnrolled', 'TransitionStarted']],
    ['SUSPENDED', ['DibaoEnrolled', 'DibaoSuspended']],
    ['STOPPED', ['DibaoEnrolled', 'DibaoWithdrawn']],
  ])('first seen as %s records %j', (status, events) => expect(family(said(status, '2016-05-31')).types()).toEqual(events));
});

describe('a case', () => {
  it('is enrolled from its start month, and its stage at first sight holds from there', () => {
    const { stream, state } = family(aDibaoReport({ status: 'SUSPENDED' }));
    expect(stream[0]?.event).toMatchObject({ type: 'DibaoEnrolled', on: '2015-01-01', monthlyBenefitFen: 20000 });
    expect(state.cases[CASE]?.stages).toEqual([{ from: '2015-01-01', status: 'SUSPENDED' }]);
  });

  it('is covered up to the month before 停发年月', () => {
    const spell = family(said('STOPPED', '2016-06-30')).state.cases[CASE]!;
    expect([isCoveredIn(spell, '2016-04'), isCoveredIn(spell, '2016-05')]).toEqual([true, false]);
  });

  it('pays the new amount from the month of the file on', () => {
    const household = family(aDibaoReport());
    expect(household.hear(aDibaoReport({ asOf: '2016-07-31', monthlyBenefitFen: 25000 }))).toEqual([
      {
        type: 'BenefitChanged',
        ...{ on: '2016-07-31', caseKey: CASE, direction: 'INCREASE', oldFen: 20000, newFen: 25000 },
        ...{ effectiveMonth: '2016-07', trigger: 'REPORTED' },
      },
    ]);
    const spell = household.state.cases[CASE]!;
    expect([benefitIn(spell, '2016-06'), benefitIn(spell, '2016-07')]).toEqual([20000, 25000]);
  });

  it('changes class, members, account and place, each as a fact of its own', () => {
    const moved = aDibaoReport({
      asOf: '2016-06-30',
      division: '530124001002',
      class: 'B',
      members: [aCaseMember('p-1'), aCaseMember('p-2', { covered: false })],
      account: { bank: '农村信用社', number: null, holder: null },
    });
    expect(family(aDibaoReport()).hear(moved)).toMatchObject([
      { type: 'HouseholdMoved', caseKey: CASE, toDivision: '530124001002' },
      { type: 'MemberCorrected', caseKey: CASE, person: 'p-2', changed: ['covered'] },
      { type: 'DibaoCorrected', bank: '农村信用社' },
      { type: 'ClassChanged', was: 'A', class: 'B' },
    ]);
  });

  it('with another start month of the same spell is corrected, not enrolled again', () => {
    const household = family(aDibaoReport());
    expect(household.hear(aDibaoReport({ asOf: '2016-06-30', grantedFrom: '2015-03' }))).toMatchObject([
      { type: 'DibaoCorrected', grantedFrom: '2015-03' },
    ]);
    expect(household.state.cases[CASE]).toMatchObject({ grantedFrom: '2015-03', amounts: [{ from: '2015-03' }] });
  });

  it('with another stop month is corrected; the stop itself is not recorded twice', () => {
    const household = family(said('STOPPED', '2016-06-30'));
    const later = aDibaoReport({ asOf: '2016-07-31', status: 'STOPPED', stoppedFrom: '2016-07' });
    expect(household.hear(later)).toMatchObject([{ type: 'DibaoCorrected', stoppedFrom: '2016-07' }]);
    expect(household.state.cases[CASE]?.status).toBe('STOPPED');
  });

  it('that starts again after a stop is a second spell of the same household', () => {
    const again = aDibaoReport({ asOf: '2016-12-31', caseKey: 'RURAL:D1:2016-10', grantedFrom: '2016-10' });
    const { state } = family(said('STOPPED', '2016-06-30'), again);
    expect(Object.values(state.cases).map(({ status }) => status)).toEqual(['STOPPED', 'ACTIVE']);
  });

  it('that leaves the file was last covered in its month; back with the same start, the departure is cancelled', () => {
    const household = family(aDibaoReport(), dibaoAbsent('2016-04-30'));
    expect(household.state.cases[CASE]).toMatchObject({ leftFile: '2016-04' });
    expect(Object.keys(household.state.differences)).toEqual([`S-6:${CASE}`]);
    const back = household.hear(aDibaoReport({ asOf: '2016-06-30' }));
    expect(back).toMatchObject([{ type: 'DibaoReturnedToFile', cancelsEvent: 'e-2' }, { type: 'DifferenceResolved' }]);
    expect(household.state.cases[CASE]?.leftFile).toBeNull();
  });

  it('that had stopped is expected to leave the file', () =>
    expect(family(said('STOPPED', '2016-06-30')).hear(dibaoAbsent('2016-07-31'))).toEqual([]));

  it('reports a new verification and a new review by their own days', () =>
    expect(
      family(aDibaoReport()).hear(
        aDibaoReport({ asOf: '2016-06-30', verificationReportNo: 'V2', verifiedOn: '2016-06-01', reviewedOn: '2016-06-20' }),
      ),
    ).toMatchObject([
      { type: 'VerificationCompleted', on: '2016-06-01', verificationReportNo: 'V2' },
      { type: 'ReviewCompleted', on: '2016-06-20', outcome: null, reviewId: null },
    ]));
});

describe('a stage decided in the hub', () => {
  const decided = { investigator: 'u-1', reviewer: null, signatory: 'u-2' };
  const suspension = { type: 'DibaoSuspended', caseKey: CASE, reason: 'UNREACHABLE', accountability: decided } as const;

  it('stands when the file of a day before it still shows the case as it was', () => {
    const household = family(aDibaoReport()).record([{ ...suspension, on: '2016-07-10', effectiveMonth: '2016-07' }]);
    expect(household.hear(aDibaoReport({ asOf: '2016-06-30' }))).toEqual([]);
    expect(household.state.cases[CASE]?.status).toBe('SUSPENDED');
  });

  it('of a coming month stands until then: the register still shows the case as it is', () => {
    const household = family(aDibaoReport()).record([{ ...suspension, on: '2016-08-01', effectiveMonth: '2016-08' }]);
    expect(household.hear(aDibaoReport({ asOf: '2016-07-31' }))).toEqual([]);
    expect(household.hear(aDibaoReport({ asOf: '2016-08-31' }))).toMatchObject([{ type: 'DibaoResumed', on: '2016-08-31' }]);
  });
});

describe('a difference', () => {
  const unverified = aDibaoReport({ verificationReportNo: null, verifiedOn: null });

  it('opens on an enrolment heard without a verification report, and closes when one is heard (CR-18)', () => {
    const household = family(unverified);
    expect(household.state.differences[`CR-18:${CASE}`]).toMatchObject({ ruleId: 'CR-18', severity: 'BLOCK' });
    const events = household.hear(aDibaoReport({ asOf: '2016-06-30', verificationReportNo: 'V9', verifiedOn: '2016-06-01' }));
    expect(events.map(({ type }) => type)).toEqual(['VerificationCompleted', 'DifferenceResolved']);
    expect(household.state.differences).toEqual({});
  });

  it.each([
    ['has no day', { verificationReportNo: 'V1', verifiedOn: null }],
    ['has no number', { verificationReportNo: null, verifiedOn: '2016-03-01' as const }],
    ['is dated after the file', { verificationReportNo: 'V1', verifiedOn: '2016-04-01' as const }],
  ])('opens too when the report %s', (_, half) =>
    expect(Object.keys(family(aDibaoReport(half)).state.differences)).toEqual([`CR-18:${CASE}`]),
  );

  it('opens when a case is in transition while the registry says not exited, and closes with the exit (CR-12b)', () => {
    const household = family(aRegistryReport(), aDibaoReport({ status: 'TRANSITION' }));
    expect(Object.keys(household.state.differences)).toEqual([`CR-12b:${CASE}`]);
    household.hear(aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2016-05-01', asOf: '2016-06-30' }));
    expect(household.state.differences).toEqual({});
  });

  it('opens when a case covers persons outside the registered family (CR-24, CR-25)', () => {
    const wide = aDibaoReport({ members: [aCaseMember('p-1'), aCaseMember('p-2'), aCaseMember('p-9')] });
    const { differences, linkClass } = family(aRegistryReport(), wide).state;
    expect(differences[`CR-25:${CASE}`]).toMatchObject({ persons: ['p-9'] });
    expect(differences[`CR-24:${CASE}`]).toMatchObject({ detail: 'covers 3 of 2 registered members' });
    expect(linkClass).toBe('CROSS');
  });
});

describe('the link of the two registries', () => {
  const second = aDibaoReport({ caseKey: 'RURAL:D2:2015-01', caseNo: 'D2', members: [aCaseMember('p-2')] });

  it.each([
    ['FULL', [aDibaoReport()]],
    ['PARTIAL', [aDibaoReport({ members: [aCaseMember('p-1')] })]],
    ['SPLIT', [aDibaoReport({ members: [aCaseMember('p-1')] }), second]],
    ['NONE', [aDibaoReport({ members: [aCaseMember('p-8')] })]],
    ['NONE', [said('STOPPED', '2016-06-30')]],
  ])('is %s', (linkClass, reports) => {
    expect(family(aRegistryReport(), ...reports).state.linkClass).toBe(linkClass);
    expect(family(...reports, aRegistryReport()).state.linkClass).toBe(linkClass);
  });

  it('names the persons on both rosters', () =>
    expect(family(aRegistryReport(), aDibaoReport()).stream.at(-1)?.event).toEqual({
      type: 'HouseholdLinked',
      on: '2016-03-31',
      linkClass: 'FULL',
      links: ['p-1', 'p-2'].map((person) => ({ person, caseKey: CASE })),
    }));
});
