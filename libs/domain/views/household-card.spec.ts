import { aCaseMember, aDibaoReport, aRegistryReport, dibaoAbsent, family, registryAbsent } from '../household/household.fixture';
import { householdCard } from './household-card';
import { overlapOf } from './overlap';
import { viewRowsOf } from './view-rows';

const exited = aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });
const relapsed = aRegistryReport({ status: 'RELAPSED', asOf: '2017-03-31' });
const planned = aRegistryReport({ status: 'PLANNED', plannedYear: 2016 });
const monitored = aRegistryReport({
  attributes: { ...aRegistryReport().attributes, monitoredType: '脱贫不稳定户', riskRemoved: '否' },
});
const active = aDibaoReport();
const transition = aDibaoReport({ status: 'TRANSITION' });
const withdrawn = aDibaoReport({ status: 'STOPPED', stoppedFrom: '2016-02' });

describe('the composite status (domain.md 4.3)', () => {
  it.each([
    ['REGISTERED', 'NONE', 'CHECK_BACKSTOP', [aRegistryReport()]],
    ['REGISTERED', 'ACTIVE', 'NORMAL', [aRegistryReport(), active]],
    ['REGISTERED', 'TRANSITION', 'CONTRADICTORY', [aRegistryReport(), transition]],
    ['REGISTERED', 'WITHDRAWN', 'CHECK_HARM', [aRegistryReport(), withdrawn]],
    ['PLANNED', 'NONE', 'CHECK_BACKSTOP', [planned]],
    ['PLANNED', 'ACTIVE', 'SECTION_2_CANDIDATE', [planned, active]],
    ['EXITED', 'NONE', 'NORMAL', [exited]],
    ['EXITED', 'ACTIVE', 'REVIEW_OR_TRANSITION', [exited, active]],
    ['EXITED', 'TRANSITION', 'NORMAL', [exited, transition]],
    ['EXITED', 'WITHDRAWN', 'NORMAL', [exited, withdrawn]],
    ['RELAPSED', 'NONE', 'REFERRAL_TO_DIBAO', [exited, relapsed]],
    ['RELAPSED', 'ACTIVE', 'NORMAL', [exited, relapsed, active]],
    ['RELAPSED', 'TRANSITION', 'RESTORE_PROPOSAL', [exited, relapsed, transition]],
    ['RELAPSED', 'WITHDRAWN', 'REFERRAL_TO_DIBAO', [exited, relapsed, withdrawn]],
    ['MONITORED', 'NONE', 'CHECK_ELIGIBILITY', [monitored]],
    ['MONITORED', 'ACTIVE', 'NORMAL', [monitored, active]],
    ['NOT_REGISTERED', 'ACTIVE', 'INCLUSION_CANDIDATE', [active]],
    ['NOT_REGISTERED', 'ACTIVE', 'INCLUSION_CANDIDATE', [aRegistryReport(), active, registryAbsent('2016-06-30')]],
    ['REGISTERED', 'WITHDRAWN', 'CHECK_HARM', [aRegistryReport(), active, dibaoAbsent('2016-06-30')]],
    ['NOT_REGISTERED', 'NONE', 'OUT_OF_SCOPE', []],
  ])('of %s and %s is %s', (registryStage, dibaoStage, attention, reports) =>
    expect(householdCard(family(...reports).state)).toMatchObject({ registryStage, dibaoStage, attention }),
  );

  it('is shown without a name, an identifier or an account', () => {
    const { number, holder } = { number: aCaseMember('p-1').idNo, holder: aCaseMember('p-1').name };
    const card = JSON.stringify(householdCard(family(exited, { ...active, account: { bank: 'X', number, holder } }).state));
    expect(card).not.toContain('box of');
  });
});

describe('the overlap of the two registries', () => {
  const first = family(
    aRegistryReport(),
    aDibaoReport({ members: [aCaseMember('p-1'), aCaseMember('p-2', { covered: false })] }),
  );
  const second = family(aDibaoReport({ caseKey: 'RURAL:D2:2016-01', grantedFrom: '2016-01', members: [aCaseMember('p-9')] }));
  const spans = [first, second].flatMap(({ state }) => viewRowsOf(state).spans);

  it('counts persons, with both denominators', () =>
    expect(overlapOf(spans, '2016-06-30')).toEqual({ registry: 2, dibao: 2, both: 1, ofDibao: 0.5, ofRegistry: 0.5 }));

  it('is of a day and of a division', () => {
    expect(overlapOf(spans, '2015-06-30', ['530126', '530124'])).toMatchObject({ registry: 2, dibao: 1, both: 1, ofDibao: 1 });
    expect(overlapOf(spans, '2016-06-30', ['45'])).toEqual({ registry: 0, dibao: 0, both: 0, ofDibao: null, ofRegistry: null });
  });
});
