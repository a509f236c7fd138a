import { aDibaoReport, CASE, dibaoAbsent, family, signed } from './household.fixture';
import type { HouseholdEvent } from './household.events';
import type { DibaoReport } from './reports';

const heard = (said: Partial<DibaoReport>, before = aDibaoReport()) =>
  family(before).hear({ ...before, asOf: '2016-06-30', ...said });

describe('a fact of the case', () => {
  it.each<[string, Partial<DibaoReport>]>([
    ['mode', { mode: 'GAP' }],
    ['registryFlag', { registryFlag: false }],
    ['applicant', { applicant: 'p-2' }],
    ['grantedFrom', { grantedFrom: '2015-02' }],
  ])('is corrected by itself: %s', (_, said) =>
    expect(heard(said)).toMatchObject([{ type: 'DibaoCorrected', on: '2016-06-30', ...said }]),
  );

  it('lowers the amount from the month of the file on', () =>
    expect(heard({ monthlyBenefitFen: 15_000 })).toMatchObject([
      { type: 'BenefitChanged', direction: 'DECREASE', oldFen: 20_000, newFen: 15_000, effectiveMonth: '2016-06' },
    ]));

  it.each<[DibaoReport['stoppedFrom'], string[]]>([
    ['2016-08', ['BenefitChanged', 'ClassChanged']],
    ['2016-07', []],
    ['2016-06', []],
  ])('of a case stopped from %s is heard in July: %j', (stoppedFrom, types) => {
    const household = family(aDibaoReport({ stoppedFrom }));
    const said = { stoppedFrom, monthlyBenefitFen: 15_000, class: 'B' };
    expect(household.hear(aDibaoReport({ asOf: '2016-07-31', ...said })).map(({ type }) => type)).toEqual(types);
  });
});

describe('a 停保 row without 停发年月', () => {
  const unsaid = (asOf: DibaoReport['asOf'], said: Partial<DibaoReport> = {}) =>
    aDibaoReport({ asOf, status: 'STOPPED', ...said });
  const stoppedFrom = (...reports: readonly DibaoReport[]) => family(...reports).state.cases[CASE]?.stoppedFrom;
  it('stops with the month of the file, not before the benefit began, and not anew with the next file', () => {
    expect(stoppedFrom(aDibaoReport(), unsaid('2016-06-30'))).toBe('2016-06');
    expect(stoppedFrom(unsaid('2016-03-31', { grantedFrom: '2016-05' }))).toBe('2016-05');
    expect(stoppedFrom(unsaid('2016-05-31'), unsaid('2016-06-30'))).toBe('2016-05');
  });
  it('ends a transition in a withdrawal that nobody signed in the hub', () =>
    expect(family(aDibaoReport({ status: 'TRANSITION' })).hear(unsaid('2016-06-30'))).toMatchObject([
      { type: 'TransitionEnded', outcome: 'WITHDRAW', accountability: { investigator: null, reviewer: null, signatory: null } },
      { type: 'DibaoWithdrawn', stoppedFrom: '2016-06' },
    ]));
});

describe('核对 at first sight (CR-18)', () => {
  const verifiedOn = (said: Partial<DibaoReport>) => family(aDibaoReport(said)).state.cases[CASE]?.verifiedOn;
  it('counts on the day of the file, and not without a number', () => {
    expect(verifiedOn({ verifiedOn: '2016-03-31' })).toBe('2016-03-31');
    expect(verifiedOn({ verifiedOn: '2016-04-01' })).toBeNull();
    expect(verifiedOn({ verificationReportNo: null, verifiedOn: '2016-03-01' })).toBeNull();
  });
});

describe('a stop decided in the hub', () => {
  const accountability = { ...signed };
  const withdrawn = (by: typeof accountability | { signatory: null }) =>
    ({
      ...{ type: 'DibaoWithdrawn', on: '2016-06-01', caseKey: CASE, reason: 'VOLUNTARY', stoppedFrom: '2016-06' },
      ...{ decidedOn: null, verificationReportNo: null, reviewId: null, accountability: { ...accountability, ...by } },
    }) as HouseholdEvent;
  const afterOneDecidedInJune = (report: Partial<DibaoReport>) => {
    const past = { ...withdrawn(accountability), on: '2016-04-01', stoppedFrom: '2016-04', decidedOn: '2016-06-10' };
    const household = family(aDibaoReport({ asOf: '2016-04-30' })).record([past as HouseholdEvent]);
    return household.hear(aDibaoReport(report)).map(({ type }) => type);
  };
  it.each<Partial<DibaoReport>>([
    { asOf: '2016-05-31' },
    { asOf: '2016-06-10' },
    { asOf: '2016-05-31', status: 'STOPPED' },
    { asOf: '2016-05-31', stoppedFrom: '2016-07' },
  ])('for a month that is over stands against a file of its day or of one before: %j', (report) =>
    expect(afterOneDecidedInJune(report)).toEqual([]),
  );
  it('falls with a file of a later day that shows the case as open in a month without benefit', () =>
    expect(afterOneDecidedInJune({ asOf: '2016-06-30' })).toContain('DibaoCorrected'));
  const shownOpen = (asOf: DibaoReport['asOf'], by: typeof accountability | { signatory: null } = accountability) =>
    family(aDibaoReport())
      .record([withdrawn(by)])
      .hear(aDibaoReport({ asOf }))
      .filter(({ type }) => type === 'DibaoCorrected');
  it('for a coming month stands while the register still shows the case as open, and falls when it does so in the month itself', () => {
    expect(shownOpen('2016-05-31')).toEqual([]);
    expect(shownOpen('2016-06-30')).toMatchObject([{ stoppedFrom: null }]);
  });
  it('falls at once where the register itself had said it', () =>
    expect(shownOpen('2016-05-31', { signatory: null })).toMatchObject([{ stoppedFrom: null }]));
});

describe('a case that is absent from its file (S-6)', () => {
  const absent = (stoppedFrom: DibaoReport['stoppedFrom'], asOf: DibaoReport['asOf'] = '2016-06-30') =>
    family(aDibaoReport({ stoppedFrom }))
      .hear(dibaoAbsent(asOf))
      .filter(({ type }) => type === 'DibaoLeftFile');
  it('has left it unless its stop has come', () => {
    expect(absent(null)).toMatchObject([{ lastCovered: '2016-06', on: '2016-06-30' }]);
    expect(absent('2016-07')).toHaveLength(1);
    expect([absent('2016-06'), absent('2016-05')]).toEqual([[], []]);
  });
  it('leaves once', () => expect(family(aDibaoReport(), dibaoAbsent('2016-05-31')).hear(dibaoAbsent('2016-06-30'))).toEqual([]));
  it('leaves nothing when nobody knew of it', () => expect(family().hear(dibaoAbsent('2016-06-30'))).toEqual([]));
  it('seen in an older file than the newest says nothing', () =>
    expect(family(aDibaoReport({ asOf: '2016-06-30' })).hear(dibaoAbsent('2016-05-31'))).toEqual([]));
});

describe('a spell first seen in an older file than the newest of its key', () => {
  const late = (said: Partial<DibaoReport>) => {
    const household = family(dibaoAbsent('2016-12-31'));
    return household.hear(aDibaoReport({ asOf: '2016-06-30', ...said })).map(({ type }) => type);
  };
  it('is over, for the newer one no longer has it; a stop of its own ends it already', () => {
    expect(late({})).toEqual(expect.arrayContaining(['DibaoEnrolled', 'DibaoLeftFile']));
    expect(late({ status: 'STOPPED', stoppedFrom: '2016-05' })).not.toContain('DibaoLeftFile');
  });
});
