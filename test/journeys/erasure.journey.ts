import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@xianjie/testing';
import { placesWith } from '../faults/whole-hub';
import { Witness } from '../faults/witness';
import { aFamily, dibaoRows, registryRows } from './families';
import { Offices } from './offices';
import { RunningHub } from './running-hub';

jest.setTimeout(300_000);

const COUNTY = '530124';
const YEAR = 2016;
const [theirs, others] = [aFamily({ county: COUNTY, no: 1, size: 3 }), aFamily({ county: COUNTY, no: 2 })];
const erased = theirs.members[0]!;
const relative = theirs.members[1]!;
const EXITED = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };

type Card = Readonly<{
  card: Readonly<{ registration: Readonly<{ members: readonly Readonly<{ person: string; relation: string }>[] }> }>;
}>;
type Accesses = Readonly<{
  accesses: readonly Readonly<{ what?: string; type: string; operator: string; purpose: string | null }>[];
}>;

describe('a person who asks to be erased', () => {
  let hub: RunningHub;
  let offices: Offices;
  let witness: Witness;
  let person: string;
  const registry = () => [...registryRows(theirs, EXITED), ...registryRows(others, EXITED)];
  const show = (version: number) => offices.list(COUNTY, YEAR, version);
  const rootOf = async () =>
    (await hub.call<{ versions: readonly { root: string; stage: string }[] }>(`/exit-lists/${COUNTY}/${YEAR}`)).body.versions;
  const NOWHERE = { tables: [], topics: [], files: [], kept: [] };

  beforeAll(async () => {
    hub = await RunningHub.start();
    offices = new Offices(hub);
    witness = new Witness(hub);
    await offices.sends('poverty', '2016-12-31', registry());
    await offices.sends('dibao', '2017-01-05', [...dibaoRows(theirs), ...dibaoRows(others)]);
    await offices.acts(COUNTY, YEAR, '2017-03-20', 'build', 'freeze', 'sign');
    const { id } = await offices.household(theirs.户编号);
    const asked = { headers: { 'x-purpose': encodeURIComponent('信访复核') } };
    const { body } = await hub.call<Card>(`/households/${id}`, asked);
    person = body.card.registration.members.find(({ relation }) => relation === '户主')!.person;
    await witness.settled();
    // What the offices sent is theirs: the hub's own copies are what is looked at.
    for (const file of [1, 2]) rmSync(join(hub.dir, `${file === 1 ? 'poverty' : 'dibao'}-${file}.csv`));
  });
  afterAll(async () => {
    await witness?.close();
    await hub?.stop();
  });

  it('stands until then in the kept files alone, and on the list that is shown', async () => {
    expect(await placesWith(hub, witness, [erased.姓名, erased.证件号码])).toEqual({
      ...NOWHERE,
      kept: ['poverty-1.csv', 'dibao-2.csv'],
    });
    expect((await show(1)).map((row) => row['姓名'])).toContain(erased.姓名);
  });

  it('is erased, also when intake is killed in the middle', async () => {
    const before = await rootOf();
    const intake = hub.addresses.processes['intake'] as number;
    const erasing = () =>
      hub.call<object>(`/persons/${person}/erase`, { method: 'POST', body: { reason: '本人申请', by: 'u-7' } });
    const first = erasing().catch(() => null);
    await new Promise((next) => setTimeout(next, 25));
    process.kill(intake, 'SIGKILL');
    await first;
    const done = await eventually(
      'the erasure',
      () => erasing().catch(() => ({ status: 0, body: {} })),
      ({ status }) => status === 200,
      {
        withinMs: 60_000,
      },
    );
    expect(done.body).toMatchObject({ erased: { person, reason: '本人申请', by: 'u-7', files: [{ rows: 1 }, { rows: 1 }] } });
    const again = await hub.xianjie('erase', person, '--reason', 'again', '--by', 'u-8', '--json');
    expect(again.json()).toMatchObject({ person, reason: '本人申请', position: (done.body as { position: string }).position });
    expect(await rootOf()).toEqual(before);
  });

  it('stands nowhere from then on: no table, no topic, no file, no kept file', async () => {
    await witness.settled();
    expect(await placesWith(hub, witness, [erased.姓名, erased.证件号码])).toEqual(NOWHERE);
    // What the search relies on: it finds somebody who is there.
    expect((await placesWith(hub, witness, [relative.证件号码])).kept).toHaveLength(2);
  });

  it('is missing from the list, which regenerates all the same and says so', async () => {
    const out = join(hub.dir, 'again.csv');
    const args = ['--county', COUNTY, '--year', String(YEAR), '--version', '1', '--out', out, '--json'];
    const again = await hub.xianjie('exit-list', 'regenerate', ...args);
    expect(again.exitCode).toBe(0);
    expect(again.json()).toMatchObject({ identical: true, firstDifference: null, erasedLines: [{ line: 1, person }] });
    expect(readFileSync(out, 'utf8')).not.toContain(erased.姓名);
    const names = (await show(1)).map((row) => row['姓名']);
    expect(names).toEqual(['〔已删除〕', ...[...theirs.members.slice(1), ...others.members].map(({ 姓名 }) => 姓名)]);
    expect(await hub.xianjie('verify')).toMatchObject({ exitCode: 0 });
    await offices.acts(COUNTY, YEAR, '2017-03-21', 'deliver');
  });

  it('is not kept again when the registries go on listing them', async () => {
    expect(await offices.sends('poverty', '2017-04-30', registry())).toMatchObject({ read: 5, unchanged: 5 });
    const changed = [...registryRows(theirs, { ...EXITED, 脱贫日期: '2016-11-16' }), ...registryRows(others, EXITED)];
    expect(await offices.sends('poverty', '2017-05-31', changed)).toMatchObject({ accepted: 3, unchanged: 2 });
    for (const file of [3, 4]) rmSync(join(hub.dir, `poverty-${file}.csv`));
    await witness.settled();
    expect(await placesWith(hub, witness, [erased.姓名, erased.证件号码])).toEqual(NOWHERE);
    await witness.agreement();
  });

  it('learns who looked, and why', async () => {
    const done = await hub.xianjie('audit', '--person', person, '--json');
    expect(done.exitCode).toBe(0);
    const { accesses } = done.json<Accesses>();
    expect(accesses).toEqual(expect.arrayContaining([expect.objectContaining({ what: 'household-card', purpose: '信访复核' })]));
    expect(new Set(accesses.map(({ what }) => what))).toEqual(
      new Set(['household-search', 'household-card', 'exit-list-document', 'exit-list-regenerated', 'exit-list-delivered']),
    );
    const shown = await hub.xianjie('--purpose', '审计', 'explain', (await offices.household(others.户编号)).id);
    expect(shown.exitCode).toBe(0);
    const all = await hub.xianjie('audit', '--operator', 'operator', '--json');
    expect(all.json<Accesses>().accesses.at(-1)).toMatchObject({ what: 'household-history', purpose: '审计' });
  });
});
