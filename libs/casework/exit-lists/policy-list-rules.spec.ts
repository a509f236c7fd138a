import { divisionTable } from '@xianjie/domain';
import type { Division, PolicyLayer } from '@xianjie/domain';
import { PolicyListRules } from './policy-list-rules';

const county = (code: string, said: Partial<Division> = {}): Division => ({
  ...{ code, name: code, level: 'county', parent: '530100', validFrom: null, validTo: null, successor: null },
  ...said,
});
const divisions = divisionTable([
  county('530122', { validTo: '2016-12-01', successor: '530115' }),
  county('530115', { validFrom: '2016-12-01' }),
  county('530124'),
]);
const layer = (id: string, division: string, rules: object): PolicyLayer =>
  ({ id, version: '1', title: id, source: id, division, validFrom: '2014-01-01', validTo: null, rules }) as PolicyLayer;
const everything = {
  afterExit: { rule: 'REVIEW', reviewWithinDays: null },
  transition: null,
  reviewCadenceMonths: { byClass: {}, otherwise: 12 },
  exitList: { dueOn: '04-15', programmes: ['RURAL', 'URBAN'], supplementsUntil: '06-30', itemsDueWithinDays: 45 },
  departuresThreshold: 0.02,
  withdrawalReasons: [],
  verificationValidMonths: null,
  classScheme: { id: 'national', codes: {} },
};
const packs = [
  { layer: layer('national', '', everything), contentHash: 'aa' },
  { layer: layer('guangxi', '45', {}), contentHash: 'bb' },
  { layer: layer('yunnan', '53', { exitList: { ...everything.exitList, dueOn: '03-31' } }), contentHash: 'cc' },
];

describe('the rules of a county’s list', () => {
  const rules = new PolicyListRules(packs, divisions, 'dd');

  it('come from the packs that hold for it, which are named with their hashes', async () =>
    expect(await rules.rulesFor('530124', '2017-03-20')).toEqual({
      ...{ county: '530124', countyLineage: ['530124'], divisionTableHash: 'dd', dueBy: '03-31', itemDays: 45 },
      ...{ supplementsUntil: '06-30', programmes: ['RURAL', 'URBAN'], policyPack: { id: 'yunnan', version: '1' } },
      policyPacks: [
        { id: 'national', version: '1', contentHash: 'aa' },
        { id: 'yunnan', version: '1', contentHash: 'cc' },
      ],
    }));

  it('name the county by its code of that day, whichever of its codes is given', async () => {
    for (const given of ['530122', '530115']) {
      expect(await rules.rulesFor(given, '2017-03-20')).toMatchObject({ county: '530115' });
      expect(await rules.rulesFor(given, '2016-06-01')).toMatchObject({ county: '530122' });
      expect([...(await rules.rulesFor(given, '2017-03-20')).countyLineage].sort()).toEqual(['530115', '530122']);
    }
  });

  it('are 31 March and rural dibao where no pack says anything', async () =>
    expect(await new PolicyListRules([], divisions, null).rulesFor('530124', '2017-03-20')).toMatchObject({
      ...{ dueBy: null, supplementsUntil: null, itemDays: null, programmes: ['RURAL'], policyPack: null, policyPacks: [] },
    }));

  it('do not exist for a county that nobody knows', () =>
    expect(rules.rulesFor('999999', '2017-03-20')).rejects.toThrow('999999 is not in the division table'));
});
