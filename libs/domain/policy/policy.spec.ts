import { activatePolicy, evolvePolicies, noPolicies } from './activation';
import { parsePolicyPack } from './parse-policy';
import { aLayer } from './policy.fixture';
import { policyInForce } from './policy-pack';

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
    expect(policyInForce(all.toReversed(), '530100', '2016-12-31')).toMatchObject({ version: '2', departuresThreshold: 0.1 });
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

  const faults = (said: object) => {
    const parsed = parsePolicyPack({ ...aLayer(), ...said });
    return 'errors' in parsed ? parsed.errors : [];
  };
  const transition = { minMonths: 6, maxMonths: 12, anchor: 'EXIT', exitPaths: ['发展产业'] };
  const exitList = { dueOn: '02-28', programmes: ['RURAL', 'URBAN'], supplementsUntil: '12-31', itemsDueWithinDays: 366 };
  it.each<[string, object]>([
    ['no share, a whole one', { rules: { departuresThreshold: 0 } }],
    ['the whole share', { rules: { departuresThreshold: 1 } }],
    ['no rule at all', { rules: {}, validTo: '2016-12-31' }],
    ['each length of a division', { division: '53' }],
    ['that of a prefecture', { division: '5301' }],
    ['that of a county', { division: '530124' }],
    ['a day of no delay, and none set', { rules: { afterExit: { rule: 'REVIEW', reviewWithinDays: 0 } } }],
    ['a year and a day', { rules: { afterExit: { rule: 'REVIEW', reviewWithinDays: 366 } } }],
    ['no day', { rules: { afterExit: { rule: 'TRANSITION_ALLOWED', reviewWithinDays: null } } }],
    ['a transition', { rules: { transition } }],
    ['a transition of one length, after any exit', { rules: { transition: { ...transition, maxMonths: 6, exitPaths: null } } }],
    ['no transition', { rules: { transition: null } }],
    ['a list', { rules: { exitList } }],
    ['no end of supplements', { rules: { exitList: { ...exitList, supplementsUntil: null } } }],
    ['a cadence', { rules: { reviewCadenceMonths: { byClass: { A: 1, B: 60 }, otherwise: null } } }],
    ['a scheme', { rules: { classScheme: { id: 'abc', codes: { 一类: 'A' } } } }],
    ['reasons', { rules: { withdrawalReasons: ['VOLUNTARY'], verificationValidMonths: null } }],
  ])('may say %s', (_, said) => expect(faults(said)).toEqual([]));

  const whole = (least: number, most: number, said: unknown) =>
    `expected a whole number from ${least} to ${most}, got ${JSON.stringify(said)}`;
  it.each<[object, string]>([
    [{ id: '' }, 'id: expected text, got ""'],
    [{ version: 1 }, 'version: expected text, got 1'],
    [{ division: '530' }, `division: expected '', 2, 4 or 6 digits, got "530"`],
    [{ division: 53 }, "division: expected '', 2, 4 or 6 digits, got 53"],
    [{ division: 'x53' }, `division: expected '', 2, 4 or 6 digits, got "x53"`],
    [{ division: '53x' }, `division: expected '', 2, 4 or 6 digits, got "53x"`],
    [{ validTo: 20161231 }, 'validTo: expected a day YYYY-MM-DD, got 20161231'],
    [{ colour: 'red' }, 'colour: no such rule'],
    [{ rules: { colour: 'red' } }, 'rules.colour: no such rule'],
    [{ rules: [] }, 'rules: expected a map'],
    [{ rules: 'none' }, 'rules: expected a map'],
    [{ rules: { departuresThreshold: -0.1 } }, 'rules.departuresThreshold: expected a share from 0 to 1, got -0.1'],
    [{ rules: { departuresThreshold: '0.1' } }, 'rules.departuresThreshold: expected a share from 0 to 1, got "0.1"'],
    [{ rules: { verificationValidMonths: 0 } }, `rules.verificationValidMonths: ${whole(1, 60, 0)}`],
    [{ rules: { verificationValidMonths: 61 } }, `rules.verificationValidMonths: ${whole(1, 60, 61)}`],
    [{ rules: { verificationValidMonths: 1.5 } }, `rules.verificationValidMonths: ${whole(1, 60, 1.5)}`],
    [{ rules: { transition: 6 } }, 'rules.transition: expected a map'],
    [{ rules: { transition: { ...transition, minMonths: 13 } } }, 'rules.transition: minMonths is above maxMonths'],
    [
      { rules: { transition: { ...transition, anchor: 'NOW' } } },
      'rules.transition.anchor: expected EXIT or DECISION, got "NOW"',
    ],
    [{ rules: { transition: { ...transition, exitPaths: [''] } } }, 'rules.transition.exitPaths[0]: expected text, got ""'],
    [{ rules: { exitList: { ...exitList, programmes: [] } } }, 'rules.exitList.programmes: expected a list'],
    [{ rules: { exitList: { ...exitList, programmes: 'RURAL' } } }, 'rules.exitList.programmes: expected a list'],
    [
      { rules: { exitList: { ...exitList, programmes: ['TEKUN'] } } },
      'rules.exitList.programmes[0]: expected RURAL or URBAN, got "TEKUN"',
    ],
    [{ rules: { exitList: { ...exitList, dueOn: '02-29' } } }, 'rules.exitList.dueOn: expected a day MM-DD, got "02-29"'],
    [{ rules: { exitList: { ...exitList, dueOn: 'x02-28' } } }, 'rules.exitList.dueOn: expected a day MM-DD, got "x02-28"'],
    [{ rules: { exitList: { ...exitList, dueOn: '02-28x' } } }, 'rules.exitList.dueOn: expected a day MM-DD, got "02-28x"'],
    [{ rules: { exitList: { ...exitList, dueOn: 228 } } }, 'rules.exitList.dueOn: expected a day MM-DD, got 228'],
    [
      { rules: { reviewCadenceMonths: { byClass: { A: 0 }, otherwise: 12 } } },
      `rules.reviewCadenceMonths.byClass.A: ${whole(1, 60, 0)}`,
    ],
    [{ rules: { reviewCadenceMonths: { byClass: [12], otherwise: 12 } } }, 'rules.reviewCadenceMonths.byClass: expected a map'],
    [
      { rules: { withdrawalReasons: ['POVERTY_EXIT'] } },
      'rules.withdrawalReasons[0]: expected a reason other than POVERTY_EXIT (CR-12), got "POVERTY_EXIT"',
    ],
    [
      { rules: { withdrawalReasons: [7] } },
      'rules.withdrawalReasons[0]: expected a reason other than POVERTY_EXIT (CR-12), got 7',
    ],
  ])('may not say %j', (said, fault) => expect(faults(said)).toEqual([fault]));

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
    for (const layer of [aLayer({ version: '2' }), aLayer({ id: 'yunnan' })])
      expect(activatePolicy(known, { ...command, layer, contentHash: 'b' })).toMatchObject({ events: [{ contentHash: 'b' }] });
  });
});
