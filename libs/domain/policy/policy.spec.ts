import { aCaseMember, aDibaoReport, aRegistryReport, CASE, family } from '../household/household.fixture';
import { activatePolicy, evolvePolicies, noPolicies } from './activation';
import { parsePolicyPack } from './parse-policy';
import { aLayer, guangxi, yunnan } from './policy.fixture';
import { policyInForce } from './policy-pack';
import { afterExit, nextReviewDue, reviewsDue } from './reviews';

describe('policy layers', () => {
  const county = aLayer({ id: 'county', division: '530124', validFrom: '2016-06-01', rules: { departuresThreshold: 0.05 } });
  const province = aLayer({ id: 'province', division: '53', rules: { verificationValidMonths: 12, departuresThreshold: 0.03 } });
  const layers = [county, province, aLayer()];

  it('stand over each other from the nation to the county, each stating only what it changes', () =>
    expect(policyInForce(layers, '530124', '2016-12-31')).toMatchObject({
      id: 'county',
      layers: ['national@1', 'province@1', 'county@1'],
      departuresThreshold: 0.05,
      verificationValidMonths: 12,
    }));

  it('hold from their day on, and for their own division', () => {
    expect(policyInForce(layers, '530124', '2016-05-31')?.departuresThreshold).toBe(0.03);
    expect(policyInForce(layers, '450123', '2016-12-31')?.departuresThreshold).toBe(0.02);
  });

  it('of one division give way to the newer, until its end', () => {
    const newer = aLayer({
      id: 'province',
      version: '2',
      division: '53',
      validFrom: '2016-07-01',
      validTo: '2016-12-31',
      rules: { departuresThreshold: 0.1 },
    });
    const all = [newer, ...layers];
    expect(policyInForce(all, '530100', '2016-07-01')).toMatchObject({ version: '2', departuresThreshold: 0.1 });
    expect(policyInForce(all, '530100', '2017-01-01')).toMatchObject({ version: '1', departuresThreshold: 0.03 });
  });

  it('that leave a rule open are no policy', () => expect(policyInForce([county], '530124', '2016-12-31')).toBeNull());

  it('are checked rule by rule', () => {
    expect(parsePolicyPack(aLayer())).toEqual({ layer: aLayer() });
    expect(
      parsePolicyPack({ ...aLayer(), validFrom: '2016-02-30', rules: { departuresThreshold: 2, afterExit: { rule: 'NOW' } } }),
    ).toEqual({
      errors: [
        'validFrom: expected a day YYYY-MM-DD, got "2016-02-30"',
        'rules.afterExit.rule: expected REVIEW or TRANSITION_ALLOWED, got "NOW"',
        'rules.afterExit.reviewWithinDays: expected a whole number from 0 to 366, got nothing',
        'rules.departuresThreshold: expected a share from 0 to 1, got 2',
      ],
    });
    expect(parsePolicyPack(null)).toEqual({ errors: ['policy: expected a map'] });
  });

  it('are activated once; the same version with another content is refused', () => {
    const command = { on: '2016-06-01', layer: aLayer(), contentHash: 'a', content: '…', activatedBy: 'u-1' } as const;
    const first = activatePolicy(noPolicies, command);
    expect(first).toMatchObject({
      outcome: 'accepted',
      events: [{ type: 'PolicyPackActivated', packId: 'national', contentHash: 'a' }],
    });
    const known = first.outcome === 'accepted' ? first.events.reduce(evolvePolicies, noPolicies) : noPolicies;
    expect(activatePolicy(known, command)).toEqual({ outcome: 'accepted', events: [] });
    expect(activatePolicy(known, { ...command, contentHash: 'b' })).toEqual({
      outcome: 'refused',
      because: 'version-has-another-content',
    });
  });
});

describe('after the same exit of the same family', () => {
  const exit = aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });
  const exited = family(exit, aDibaoReport()).state;

  it('Yunnan reviews at once (YN-14)', () =>
    expect(afterExit(exited, yunnan)).toEqual([
      { caseKey: CASE, step: 'REVIEW_NOW', exitedOn: '2016-11-15', exitEvent: 'e-2', withinDays: 30, transition: null },
    ]));

  it('Guangxi may let it into a transition of 6 to 12 months (GX-14)', () =>
    expect(afterExit(exited, guangxi)).toMatchObject([
      { step: 'MAY_ENTER_TRANSITION', transition: { minMonths: 6, maxMonths: 12 } },
    ]));

  it.each([
    ['a relapse', [exit, aRegistryReport({ status: 'RELAPSED', asOf: '2017-03-31' }), aDibaoReport()]],
    ['a stop', [exit, aDibaoReport({ status: 'STOPPED', stoppedFrom: '2016-12', asOf: '2016-12-31' })]],
    ['a review since', [exit, aDibaoReport({ reviewedOn: '2016-12-20', asOf: '2016-12-31' })]],
    ['no exit', [aRegistryReport(), aDibaoReport()]],
  ])('asks nothing after %s', (_, reports) => expect(afterExit(family(...reports).state, yunnan)).toEqual([]));
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
    expect(reviewsDue(state, yunnan, '2015-12-31').map(({ caseKey }) => caseKey)).toEqual(['y', CASE]);
    expect(reviewsDue(state, yunnan, '2015-05-01').map(({ caseKey }) => caseKey)).toEqual(['y']);
  });

  it('are due within days of an exit where the pack says so (YN-14), and by cadence alone where it does not (GX-14)', () => {
    const exited = aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });
    const reviewed = aDibaoReport({ class: 'A', reviewedOn: '2016-10-01', asOf: '2016-12-31' });
    const { state } = family(exited, reviewed);
    const due = { caseKey: CASE, dueOn: '2016-12-15', openReview: null, basis: 'POVERTY_EXIT' };
    expect(reviewsDue(state, yunnan, '2016-12-15')).toEqual([due]);
    expect(reviewsDue(state, yunnan, '2016-12-14')).toEqual([]);
    expect(reviewsDue(state, guangxi, '2016-12-31')).toEqual([]);
    // Somebody has looked since the exit.
    const { state: after } = family(exited, { ...reviewed, reviewedOn: '2016-12-20' });
    expect(reviewsDue(after, yunnan, '2017-06-01')).toEqual([]);
  });
});
