import { doubleChanges, doubledIn, standingOf } from './doubles';
import type { Elsewhere } from './doubles';
import { step } from './evolve';
import { CASE, aCaseMember, aDibaoReport, aRegistryReport, family, registryAbsent } from './household.fixture';
import type { Household } from './state';

const ON = '2016-06-30';
const nowhere: Elsewhere = { registrations: [], cases: [], coveredIn: [] };
const elsewhere = (said: Partial<Elsewhere>) => new Map([['p-1', { ...nowhere, ...said }] as const]);
const after = (known: Household, said: Partial<Elsewhere>): Household =>
  doubleChanges(known, elsewhere(said), ON).reduce(
    (state, event) => step(state, event, { eventId: null, county: '451422' }),
    known,
  );

describe('one person in two registered households (CR-03)', () => {
  const { state } = family(aRegistryReport());

  it('is a difference of each, which names the other', () =>
    expect(doubleChanges(state, elsewhere({ registrations: ['451422/8', '451422/7'] }), ON)).toEqual([
      {
        type: 'DifferenceFound',
        on: ON,
        differenceId: 'CR-03:p-1',
        ruleId: 'CR-03',
        severity: 'ERROR',
        caseKey: null,
        persons: ['p-1'],
        households: [],
        detail: 'one person, also registered in 451422/7, 451422/8',
      },
    ]));

  it('is recorded once, and closes when the other lists them no more', () => {
    const open = after(state, { registrations: ['451422/7'] });
    expect(doubledIn(open)).toEqual(['p-1']);
    expect(doubleChanges(open, elsewhere({ registrations: ['451422/7'] }), ON)).toEqual([]);
    expect(doubleChanges(open, elsewhere({}), ON)).toMatchObject([
      { type: 'DifferenceResolved', ruleId: 'CR-03', settledBy: null },
    ]);
  });

  it('stays open when the report speaks of other persons, and when nobody looked elsewhere', () => {
    const open = after(state, { registrations: ['451422/7'] });
    expect(doubleChanges(open, new Map([['p-2', nowhere]]), ON)).toEqual([]);
    const household = family(aRegistryReport());
    household.record(doubleChanges(household.state, elsewhere({ registrations: ['451422/7'] }), ON));
    household.hear(aDibaoReport());
    expect(Object.keys(household.state.differences)).toContain('CR-03:p-1');
  });

  it('is none for a household that the registry has removed', () => {
    const household = family(aRegistryReport());
    household.hear(registryAbsent(ON));
    expect(standingOf(household.state, 'p-1')).toEqual({ registrations: [], cases: [] });
    expect(doubleChanges(household.state, elsewhere({ registrations: ['451422/7'] }), ON)).toEqual([]);
  });

  it('is not opened again once an official has settled it', () => {
    const open = after(state, { registrations: ['451422/7'] });
    const settled = step(
      open,
      {
        type: 'DifferenceResolved',
        on: ON,
        differenceId: 'CR-03:p-1',
        ruleId: 'CR-03',
        remedyEvent: null,
        settledBy: 'u-7',
        reason: 'moves in May',
      },
      { eventId: null, county: '451422' },
    );
    expect(doubleChanges(settled, elsewhere({ registrations: ['451422/7'] }), ON)).toEqual([]);
    // The other household may still have its own open: this one's next change looks there.
    expect(doubledIn(settled)).toEqual(['p-1']);
  });
});

describe('one person covered by two open cases (CR-04)', () => {
  const other = '451422/URBAN/8/2016-01';

  it('is a difference of each household that covers them', () => {
    const { state } = family(aDibaoReport());
    expect(doubleChanges(state, elsewhere({ cases: [other] }), ON)).toMatchObject([
      { ruleId: 'CR-04', severity: 'BLOCK', caseKey: CASE, persons: ['p-1'], detail: `one person, also covered by ${other}` },
    ]);
  });

  it('is one, too, when both cases are in this household', () => {
    const { state } = family(aDibaoReport(), aDibaoReport({ caseKey: other, caseNo: '8', programme: 'URBAN' }));
    expect(doubleChanges(state, elsewhere({}), ON)).toMatchObject([{ ruleId: 'CR-04', differenceId: 'CR-04:p-1' }]);
  });

  it.each([
    ['stands in the case uncovered', { members: [aCaseMember('p-1', { covered: false })] }],
    ['had a case that is stopped', { status: 'STOPPED', stoppedFrom: '2016-03' } as const],
  ])('is none for somebody who %s', (_, said) =>
    expect(doubleChanges(family(aDibaoReport(said)).state, elsewhere({ cases: [other] }), ON)).toEqual([]),
  );
});

describe('a member who is covered by the case of another household (CR-25)', () => {
  const covered = { cases: ['451422/RURAL/8/2016-01'], coveredIn: ['h-8'] };
  const { state } = family(aRegistryReport());

  it('is a difference of the household that is registered, which names where the case lives', () =>
    expect(doubleChanges(state, elsewhere(covered), ON)).toMatchObject([
      {
        ...{ ruleId: 'CR-25', severity: 'WARNING', caseKey: covered.cases[0], persons: ['p-1'], households: ['h-8'] },
        detail: 'registered here, covered in another household by 451422/RURAL/8/2016-01',
      },
    ]));

  it('outlasts what is heard of the household’s own cases, and ends with the other’s', () => {
    const household = family(aRegistryReport());
    household.record(doubleChanges(household.state, elsewhere(covered), ON));
    household.hear(aDibaoReport({ members: [aCaseMember('p-2')] }));
    expect(Object.keys(household.state.differences)).toEqual(['CR-25:p-1']);
    expect(doubledIn(household.state)).toEqual(['p-1']);
    expect(doubleChanges(household.state, elsewhere({}), ON)).toMatchObject([
      { type: 'DifferenceResolved', differenceId: 'CR-25:p-1' },
    ]);
  });

  it('is none for a household that the registry does not list', () =>
    expect(doubleChanges(family(aDibaoReport()).state, elsewhere(covered), ON)).toMatchObject([{ ruleId: 'CR-04' }]));
});
