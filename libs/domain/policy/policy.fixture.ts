import type { PolicyLayer, PolicyPack, PolicyRules } from './policy-pack';

// Two provinces' rules, for specs of decisions; the files themselves are tested where they are read (libs/casework).

const rules: PolicyRules = {
  afterExit: { rule: 'REVIEW', reviewWithinDays: 30 },
  transition: null,
  reviewCadenceMonths: { byClass: { A: 12, B: 6, C: 3 }, otherwise: 12 },
  exitList: { dueOn: '03-31', programmes: ['RURAL'], supplementsUntil: null, itemsDueWithinDays: 60 },
  departuresThreshold: 0.02,
  withdrawalReasons: ['INCOME_OVER', 'POVERTY_EXIT_VERIFIED', 'VOLUNTARY', 'TRANSITION_ENDED'],
  verificationValidMonths: 6,
  classScheme: { id: 'abc', codes: {} },
};

export const yunnan: PolicyPack = { id: 'yunnan', version: '2016', layers: ['yunnan@2016'], ...rules };
export const guangxi: PolicyPack = {
  ...rules,
  ...{ id: 'guangxi', version: '2016', layers: ['guangxi@2016'] },
  afterExit: { rule: 'TRANSITION_ALLOWED', reviewWithinDays: null },
  transition: { minMonths: 6, maxMonths: 12, anchor: 'DECISION', exitPaths: ['发展产业', '转移就业'] },
};

export const aLayer = (said: Partial<PolicyLayer> = {}): PolicyLayer => ({
  id: 'national',
  version: '1',
  title: 'for a spec',
  source: 'for a spec',
  division: '',
  validFrom: '2014-01-01',
  validTo: null,
  rules,
  ...said,
});
