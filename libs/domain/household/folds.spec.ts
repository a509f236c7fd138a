import { aCaseMember, aDibaoReport, aRegistryMember, aRegistryReport, CASE, Family, family, signed } from './household.fixture';
import type { HouseholdEvent } from './household.events';
import { foldHousehold } from './evolve';

/** Events as decisions or corrections would record them; only what the fold asks of them is told. */
const event = (type: HouseholdEvent['type'], on: string, said: object = {}) =>
  ({ type, on, caseKey: CASE, ...said }) as unknown as HouseholdEvent;
const spellAfter = (...events: readonly HouseholdEvent[]) => family(aDibaoReport()).record(events).state.cases[CASE]!;
const withdrawn = (stoppedFrom: string) => event('DibaoWithdrawn', `${stoppedFrom}-01`, { stoppedFrom, accountability: signed });
const corrected = (said: object) => event('DibaoCorrected', '2016-12-31', { grantedFrom: '2015-01', mode: 'TIER', ...said });

describe('the stages of a case', () => {
  const suspended = event('DibaoSuspended', '2016-07-01');
  it('end with its stop: none after it is reached, those from its day on fall away', () => {
    expect(spellAfter(withdrawn('2016-06'), suspended)).toMatchObject({
      status: 'STOPPED',
      stages: [{ status: 'ACTIVE' }, { status: 'STOPPED' }],
    });
    for (const month of ['2016-06', '2016-07'])
      expect(spellAfter(suspended, withdrawn(month)).stages).toEqual([
        { from: '2015-01-01', status: 'ACTIVE' },
        { from: `${month}-01`, status: 'STOPPED' },
      ]);
    expect(spellAfter(suspended, withdrawn('2016-08')).stages.map(({ status }) => status)).toEqual([
      'ACTIVE',
      'SUSPENDED',
      'STOPPED',
    ]);
  });
  it('stop once: a corrected month takes the place of the other, none opens the case again, unsaid leaves it', () => {
    expect(spellAfter(withdrawn('2016-06'), corrected({ stoppedFrom: '2016-09' })).stages).toEqual([
      { from: '2015-01-01', status: 'ACTIVE' },
      { from: '2016-09-01', status: 'STOPPED' },
    ]);
    expect(spellAfter(withdrawn('2016-06'), corrected({ stoppedFrom: null }))).toMatchObject({
      status: 'ACTIVE',
      stoppedFrom: null,
      stopSignatory: null,
    });
    const left = spellAfter(withdrawn('2016-06'), corrected({}));
    expect(left).toMatchObject({ status: 'STOPPED', stoppedFrom: '2016-06', stopSignatory: signed.signatory });
    expect(spellAfter(withdrawn('2016-06'), corrected({ stoppedFrom: '2016-06' }))).toEqual(left);
  });
  it('return to ACTIVE when a transition ends in restoring, not when it ends in a stop that is yet to come', () => {
    const ended = (outcome: string) =>
      spellAfter(
        event('TransitionStarted', '2016-06-01', { endsOn: '2016-12-01' }),
        event('TransitionEnded', '2016-12-01', { outcome }),
      );
    expect([ended('RESTORE').status, ended('WITHDRAW').status]).toEqual(['ACTIVE', 'TRANSITION']);
    expect(ended('WITHDRAW').transitionEndsOn).toBeNull();
  });
});

describe('a corrected start', () => {
  const raised = [
    event('BenefitChanged', '2015-03-31', { effectiveMonth: '2015-03', newFen: 1 }),
    event('BenefitChanged', '2016-01-31', { effectiveMonth: '2016-01', newFen: 2 }),
  ];
  const amounts = (grantedFrom: string) =>
    spellAfter(...raised, corrected({ grantedFrom })).amounts.map(({ from, fen }) => `${from} ${fen}`);
  it('moves what held from the old one; what began in between is kept after it', () => {
    expect(amounts('2014-06')).toEqual(['2014-06 20000', '2015-03 1', '2016-01 2']);
    expect(amounts('2015-06')).toEqual(['2015-06 20000', '2015-06 1', '2016-01 2']);
    expect(spellAfter(corrected({ grantedFrom: '2015-06' }))).toMatchObject({
      classes: [{ from: '2015-06-01' }],
      stages: [{ from: '2015-06-01' }],
    });
  });
});

describe('a late fact of a case', () => {
  it('of its class leaves the class of today', () => {
    const classed = (on: string, name: string) => event('ClassChanged', on, { class: name });
    const spell = spellAfter(classed('2016-06-30', 'B'), classed('2016-03-31', 'C'));
    expect(spell).toMatchObject({ class: 'B', classes: [{ class: 'A' }, { from: '2016-03-31', class: 'C' }, { class: 'B' }] });
  });
  it('of a verification counts unless an older one', () => {
    const verified = (completedOn: string, verificationReportNo: string) =>
      spellAfter(event('VerificationCompleted', completedOn, { completedOn, verificationReportNo, validUntil: null }))
        .verificationReportNo;
    expect([verified('2014-11-30', 'V0'), verified('2014-12-01', 'V2'), verified('2014-12-02', 'V3')]).toEqual([
      'V1',
      'V2',
      'V3',
    ]);
  });
  it('of another review closes not the one that is open', () => {
    const opened = event('ReviewOpened', '2016-05-01', { reviewId: 'r-1', dueOn: '2016-06-01' });
    const completed = (reviewId: string | null) => spellAfter(opened, event('ReviewCompleted', '2016-05-10', { reviewId }));
    const stillOpen = { openReview: 'r-1', reviewDueOn: '2016-06-01', completedReview: null, reviewedOn: '2016-05-10' };
    expect([completed(null), completed('r-2')]).toMatchObject([stillOpen, stillOpen]);
    expect(completed('r-1')).toMatchObject({ openReview: null, openReviewOn: null, reviewDueOn: null, completedReview: 'r-1' });
    // Nor does a review without an id close none.
    expect(spellAfter(event('ReviewCompleted', '2016-05-10', { reviewId: null }))).toMatchObject({ completedReview: null });
  });
});

describe('the family', () => {
  const both = () => family(aRegistryReport(), aDibaoReport());
  const after = (...events: readonly HouseholdEvent[]) => both().record(events).state;
  const onRoster = (said: object) => ({ registryMember: null, caseMember: null, caseKey: null, was: null, ...said });
  it('takes in, replaces and drops members, each roster by itself', () => {
    const state = after(
      event('MemberAdded', '2016-06-30', onRoster({ registryMember: aRegistryMember('p-3') })),
      event('MemberCorrected', '2016-06-30', onRoster({ registryMember: aRegistryMember('p-4'), was: 'p-2' })),
      event('MemberCorrected', '2016-06-30', onRoster({ caseKey: CASE, caseMember: aCaseMember('p-5'), was: 'p-2' })),
      event('MemberCorrected', '2016-06-30', onRoster({ caseKey: CASE, caseMember: aCaseMember('p-1', { covered: false }) })),
    );
    expect(Object.keys(state.registration!.members).toSorted()).toEqual(['p-1', 'p-3', 'p-4']);
    expect(state.cases[CASE]!.members.map(({ person, covered }) => [person, covered])).toEqual([
      ['p-5', true],
      ['p-1', false],
    ]);
    expect(after(event('MemberRemoved', '2016-06-30', { caseKey: null, person: 'p-1' })).cases[CASE]!.members).toHaveLength(2);
  });
  it('moves: the household, or one case of it; its head changes', () => {
    const moved = (caseKey: string | null) =>
      after(event('HouseholdMoved', '2016-06-30', { caseKey, toCounty: '530111', toDivision: '530111001001' }));
    const there = { county: '530111', division: '530111001001' };
    expect([moved(null).registration, moved(null).cases[CASE]!.county]).toMatchObject([there, '530124']);
    expect([moved(CASE).cases[CASE], moved(CASE).registration!.county]).toMatchObject([there, '530124']);
    expect(after(event('HeadChanged', '2016-06-30', { head: 'p-2' })).registration!.head).toBe('p-2');
  });
  it('knows a death without a day by the day it was recorded', () =>
    expect(after(event('MemberDeceased', '2016-06-30', { person: 'p-2', diedOn: null })).deceased).toEqual({
      'p-2': '2016-06-30',
    }));
  it('has settled a difference only when an official settled it', () => {
    const resolved = (settledBy: string | null) =>
      after(event('DifferenceResolved', '2016-06-30', { differenceId: 'CR-18:x', settledBy })).settled;
    expect([resolved(null), resolved('u-1')]).toEqual([{}, { 'CR-18:x': true }]);
  });

  const spell = { ...both().state.cases[CASE]!, openReview: 'r-1', reviewDueOn: '2016-12-01' };
  const another = { ...spell, caseKey: 'RURAL:D9:2015-01' };
  it('merges: the survivor takes the cases over, the other keeps none and names it (S-13)', () => {
    const merged = (role: string, cases: readonly object[]) =>
      after(event('HouseholdMerged', '2016-06-30', { role, other: 'h-2', cases }));
    const survivor = merged('SURVIVOR', [another]);
    expect(Object.keys(survivor.cases)).toEqual([CASE, another.caseKey]);
    expect(survivor).toMatchObject({ predecessors: ['h-2'], supersededBy: null });
    expect(survivor.cases[another.caseKey]).toMatchObject({ openReview: 'r-1', reviewDueOn: '2016-12-01', caseNo: 'D1' });
    expect(merged('SUPERSEDED', [spell])).toMatchObject({ cases: {}, supersededBy: 'h-2', predecessors: [] });
  });
  it('splits: members and cases go from the one to the other (S-13)', () => {
    const split = (role: string, members: readonly object[], cases: readonly object[]) =>
      after(event('HouseholdSplit', '2016-06-30', { role, other: 'h-2', members, cases }));
    const predecessor = split('PREDECESSOR', [aRegistryMember('p-2')], [spell]);
    expect([Object.keys(predecessor.registration!.members), predecessor.cases, predecessor.predecessors]).toEqual([
      ['p-1'],
      {},
      [],
    ]);
    const successor = split('SUCCESSOR', [aRegistryMember('p-7')], [another]);
    expect(Object.keys(successor.registration!.members)).toEqual(['p-1', 'p-2', 'p-7']);
    expect([Object.keys(successor.cases), successor.predecessors]).toEqual([[CASE, another.caseKey], ['h-2']]);
  });
});

it('an event of a registration or a case that nobody knows changes nothing', () => {
  const nobody = new Family().state;
  const recorded = (one: HouseholdEvent) => [{ eventId: 'e-1', event: one, county: '530124', version: 1 }];
  for (const one of [event('Relapsed', '2016-06-30'), event('DibaoResumed', '2016-06-30'), event('HeadChanged', '2016-06-30')])
    expect(foldHousehold(recorded(one))).toEqual(nobody);
});
