import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Sm2Signer, newSm2Key } from '@xianjie/documents';
import { COUNTY, cover, leave, register } from './county.fixture';
import { SetRules } from './office.fixture';
import { OfficeKeyFolder } from './office-key-folder';
import { acknowledge, act, delivered, of, open } from './stages.fixture';
import type { Office } from './stages.fixture';

// Each act folds a county and signs: seconds on a loaded machine.
jest.setTimeout(30_000);

const on = '2017-03-30' as const;
/** Civil affairs' answer to a version, as it should be. */
const answerTo = async ({ lists, civilAffairs }: Office, version: number) => {
  const { statement, seal } = (await lists.acknowledgement({ ...of, on, version }))!;
  const { root, counts } = (await lists.summary(of)).list.versions[version - 1]!;
  const lines = counts.exitedLines + counts.plannedLines;
  return { ...of, on, by: 'u-civil', root, lines, seal, signature: await civilAffairs.sign(statement) };
};
/** Two versions that wait for an answer, the second a supplement. */
const twoDelivered = async () => {
  const office = await delivered();
  const late = await register(office.log, office.vault, { plannedYear: null });
  await cover(office.log, late);
  await leave(office.log, late);
  for (const step of ['build', 'freeze', 'sign', 'deliver'] as const) await office.lists[step](act);
  return office;
};
const stages = async ({ lists }: Office) => (await lists.summary(of)).list.versions.map(({ stage }) => stage);

describe('what civil affairs is to sign', () => {
  it('does not exist before there is a version, nor for one that is not there', async () => {
    const { lists } = await open();
    expect(await lists.acknowledgement({ ...of, on })).toBeNull();
    const office = await delivered();
    expect(await office.lists.acknowledgement({ ...of, on, version: 2 })).toBeNull();
    expect(await office.lists.sign(act)).toMatchObject({ because: 'already-signed' });
  });

  it('does not exist while nothing was sealed', async () => {
    const office = await delivered();
    const loaded = await office.lists.use.streams.load(of.county, of.year);
    office.seals.latest = async () => null;
    expect(await office.lists.use.answer.toBeSigned(loaded, 1, on)).toBeNull();
  });

  it('bears the seal of its day: under that of another day the answer is refused (S-24)', async () => {
    const office = await delivered();
    const asked = await answerTo(office, 1);
    expect(await office.lists.acknowledge({ ...asked, on: '2017-03-31' })).toMatchObject({
      ...{ outcome: 'refused', because: 'unknown-seal', detail: asked.seal.position },
    });
    expect(await office.lists.acknowledge(asked)).toMatchObject({ outcome: 'done', version: 1 });
    expect(await office.lists.sign(act)).toMatchObject({ because: 'already-signed' });
  });
});

describe('an answer to a list', () => {
  it('is refused, with its reason, where there is no list or no such version', async () => {
    const office = await delivered();
    const asked = await answerTo(office, 1);
    const { list } = await office.lists.summary(of);
    expect(await office.lists.acknowledge({ ...asked, version: 7 })).toEqual({
      ...{ outcome: 'refused', because: 'no-such-version', detail: null, list },
    });
    const { lists } = await open();
    expect(await lists.acknowledge(asked)).toMatchObject({ because: 'not-open' });
    expect(await lists.reject({ ...act, reason: '人数不符' })).toMatchObject({ because: 'not-open' });
  });

  it('is about the version that it names, though another has waited longer', async () => {
    const office = await twoDelivered();
    const asked = await answerTo(office, 2);
    expect(await office.lists.acknowledge({ ...asked, version: 2 })).toMatchObject({ outcome: 'done', version: 2 });
    expect(await stages(office)).toEqual(['DELIVERED', 'ACKNOWLEDGED']);
    expect(await office.lists.dispatch({ ...act, version: 1 })).toMatchObject({ outcome: 'refused' });
    expect(await office.lists.dispatch({ ...act, version: 2 })).toMatchObject({ outcome: 'done', version: 2 });
  });

  it('withholds the version that it names', async () => {
    const office = await twoDelivered();
    expect(await office.lists.reject({ ...act, version: 2, reason: '人数不符' })).toMatchObject({ version: 2 });
    expect(await stages(office)).toEqual(['DELIVERED', 'REJECTED']);
  });

  it('is worked through version by version: the next one acknowledged is dispatched next', async () => {
    const office = await twoDelivered();
    for (const version of [1, 2]) {
      const asked = await answerTo(office, version);
      expect(await office.lists.acknowledge(asked)).toMatchObject({ outcome: 'done', version });
    }
    for (const version of [1, 2]) expect(await office.lists.dispatch(act)).toMatchObject({ outcome: 'done', version });
  });
});

describe('the tasks of a version', () => {
  it('are not dispatched from lines that are not those frozen', async () => {
    const office = await delivered();
    await acknowledge(office);
    const loaded = await office.lists.use.streams.load(of.county, of.year);
    const versions = loaded.list.versions.map((version) => ({ ...version, root: 'ff' }));
    const altered = { ...loaded, list: { ...loaded.list, versions } };
    const rules = await office.rules.rulesFor(COUNTY, on);
    expect(await office.lists.use.workThrough.dispatch(altered, rules, { ...act, version: 1 })).toMatchObject({
      ...{ outcome: 'refused', because: 'differs-from-frozen', detail: 'line 0' },
    });
  });

  it('are due so many days after the dispatch as the pack says, and answer with their version', async () => {
    const office = await delivered();
    await acknowledge(office);
    const dispatched = await office.lists.dispatch({ ...act, on: '2017-04-01' });
    expect(dispatched.list.items.map(({ dueOn }) => dueOn)).toEqual(dispatched.list.items.map(() => '2017-05-31'));
    const settled = { ...of, on, itemId: '1-0001', outcome: 'KEPT', reason: '核实', reviewId: null, by: 'u-township' } as const;
    expect(await office.lists.outcome(settled)).toMatchObject({ outcome: 'done', version: 1 });
  });
});

describe('the key of an office', () => {
  const signed = async (codes: readonly string[], strangers: readonly string[]) => {
    const keys = mkdtempSync(join(tmpdir(), 'xianjie-keys-'));
    const rules = new SetRules({ county: '530139', countyLineage: ['530138', '530139', COUNTY] });
    // Opened under the first code, frozen under another, and once known under a third.
    const office = await delivered({ rules, officeKeys: new OfficeKeyFolder(keys) });
    for (const code of codes) writeFileSync(join(keys, `${code}.pem`), office.civilAffairs.publicKeyPem);
    for (const code of strangers) writeFileSync(join(keys, `${code}.pem`), Sm2Signer.fromPem(newSm2Key()).publicKeyPem);
    const answer = await acknowledge(office);
    return answer.outcome === 'refused' ? answer.because : answer.outcome;
  };

  it('is the one under its code of the freeze, whatever lies under others', async () => {
    expect(await signed(['530139'], ['530138', COUNTY])).toBe('done');
    expect(await signed(['530138', COUNTY], ['530139'])).toBe('unknown-office-key');
  });

  it('is looked for under every code that the county has had', async () => {
    expect(await signed(['530138'], [])).toBe('done');
    expect(await signed([], [])).toBe('unknown-office-key');
  });
});
