import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policyInForce } from '@xianjie/domain';
import { PolicyUnreadable, readPolicies, readPolicy } from './policy-packs';

const folder = join(__dirname, '../../policies');
const inForce = async (county: string, date: `${number}-${number}-${number}`) =>
  policyInForce(
    (await readPolicies(folder)).map(({ layer }) => layer),
    county,
    date,
  );

describe('the policy files of this repository', () => {
  it('review at once in Yunnan, by class every 12, 6 and 3 months (YN-11, YN-14)', async () =>
    expect(await inForce('530124', '2016-12-31')).toMatchObject({
      id: 'yunnan',
      layers: ['national@2014-05-01', 'yunnan@2016-06-01'],
      afterExit: { rule: 'REVIEW' },
      transition: null,
      reviewCadenceMonths: { byClass: { A: 12, B: 6, C: 3 } },
      exitList: { dueOn: '03-31' },
      departuresThreshold: 0.02,
    }));

  it('allow a transition of 6 to 12 months in Guangxi (GX-14)', async () =>
    expect(await inForce('450123', '2016-12-31')).toMatchObject({
      id: 'guangxi',
      afterExit: { rule: 'TRANSITION_ALLOWED' },
      transition: { minMonths: 6, maxMonths: 12 },
      exitList: { dueOn: '03-31' },
    }));

  it('leave Hunan with what holds nationally', async () =>
    expect(await inForce('430124', '2016-12-31')).toMatchObject({ id: 'hunan', transition: null }));
});

describe('a policy file', () => {
  it('that states a rule it must not is refused by name', () =>
    expect(() =>
      readPolicy(
        'x.yaml',
        `{ id: x, version: '1', title: t, source: s, division: '53', validFrom: 2016-01-01, validTo: null,
           rules: { transition: { minMonths: 12, maxMonths: 6, anchor: EXIT, exitPaths: null }, withdrawalReasons: [POVERTY_EXIT], colour: red } }`,
      ),
    ).toThrow(/rules\.colour: no such rule.*rules\.transition: minMonths is above maxMonths.*withdrawalReasons\[0\]/s));

  it('that is no YAML is refused with its name', () => expect(() => readPolicy('y.yaml', 'a: [')).toThrow(PolicyUnreadable));

  it('is hashed by its bytes, so that a freeze can cite it', async () =>
    expect((await readPolicies(folder)).map(({ contentHash }) => contentHash)).toEqual(
      expect.arrayContaining([expect.stringMatching(/^[0-9a-f]{64}$/)]),
    ));
});

describe('a folder of policy files', () => {
  const empty = mkdtempSync(join(tmpdir(), 'policies-'));
  afterAll(() => rmSync(empty, { recursive: true }));

  it.each([
    ['that is not there', join(empty, 'none'), /XIANJIE_POLICY\) cannot be read/],
    ['without a pack', empty, /XIANJIE_POLICY\) holds no \.yaml file/],
  ])('%s is refused by its name', async (_, where, message) => {
    const fault: unknown = await readPolicies(where).catch((one: unknown) => one);
    expect(fault).toBeInstanceOf(PolicyUnreadable);
    expect(fault).toMatchObject({ file: where, message: expect.stringMatching(message) });
  });
});
