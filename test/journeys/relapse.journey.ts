import { eventually } from '@xianjie/testing';
import { aFamily, dibaoRows, registryRows } from './families';
import { Offices } from './offices';
import type { Problem } from './offices';
import { RunningHub } from './running-hub';

jest.setTimeout(300_000);

const COUNTY = '530124';
const family = aFamily({ county: COUNTY, no: 1, size: 3 });
const registryNo = family.户编号;
// Nothing happens to these: without them a file that changes one household would change the whole county.
const neighbour = aFamily({ county: COUNTY, no: 2 });

type Exit = Readonly<{ exitYear: number; on: string }>;
type Case = Readonly<{ caseKey: string; openReview: string | null; reviewedOn: string | null; status: string }>;
type Card = Readonly<{
  registration: Readonly<{ status: string; relapses: readonly string[]; exits: readonly Exit[] }>;
  cases: readonly Case[];
}>;

describe('a household that leaves poverty, falls back and leaves again', () => {
  let hub: RunningHub;
  let offices: Offices;
  let id: string;

  const card = async (moment = ''): Promise<Card> => (await hub.call<{ card: Card }>(`/households/${id}${moment}`)).body.card;
  const registry = (asOf: string, said: Parameters<typeof registryRows>[1]) =>
    offices.sends('poverty', asOf, [...registryRows(family, said), ...registryRows(neighbour)]);
  const completed = (reviewId: string, caseKey: string, signatory: string) =>
    hub.call<Problem>(`/reviews/${reviewId}/complete`, {
      method: 'POST',
      body: {
        ...{ household: id, caseKey, outcome: 'KEEP', findings: '患病支出大' },
        accountability: { investigator: 'u-village', reviewer: 'u-town', signatory },
      },
    });

  beforeAll(async () => {
    hub = await RunningHub.start();
    offices = new Offices(hub);
    await registry('2016-03-31', { 脱贫属性: '预脱贫', 计划脱贫年度: '2016' });
    await offices.sends('dibao', '2016-04-05', dibaoRows(family));
    id = (await offices.household(registryNo, ({ cases }) => cases.length === 1)).id;
  });
  afterAll(() => hub?.stop());

  it('exits in November', async () => {
    const said = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };
    const counts = await registry('2016-12-31', said);
    expect(counts).toMatchObject({ read: 5, accepted: 3, unchanged: 2, refused: 0, quarantined: 0, waiting: 0 });
    const { registration, cases } = await card();
    expect(registration).toMatchObject({ status: 'EXITED', relapses: [], exits: [{ exitYear: 2016, on: '2016-11-15' }] });
    // An exit from the registry ends no benefit (YN-32): the case goes on until an official decides.
    expect(cases).toMatchObject([{ status: 'ACTIVE', openReview: null }]);
  });

  it('is to be reviewed at once in Yunnan, where no transition is allowed (YN-14)', async () => {
    const [{ caseKey }] = (await card()).cases as [Case];
    const { body } = await hub.call<{ afterExit: object[] }>(`/households/${id}`);
    expect(body.afterExit).toMatchObject([{ caseKey, step: 'REVIEW_NOW', exitedOn: '2016-11-15', withinDays: 30 }]);
    const due = await eventually(
      'the exit among the reviews due',
      async () => (await hub.call<{ reviews: { basis: string }[] }>(`/reviews?division=${COUNTY}&dueBy=2016-12-31`)).body.reviews,
      (reviews) => reviews.some(({ basis }) => basis === 'POVERTY_EXIT'),
    );
    expect(due).toMatchObject([{ household: id, caseKey, basis: 'POVERTY_EXIT', openReview: null }]);
    const accountability = { investigator: 'u-village', reviewer: 'u-town', signatory: 'u-county' };
    const transition = { type: 'StartTransition', caseKey, anchorDate: '2017-01-01', lengthMonths: 6, accountability };
    expect(await hub.call<Problem>(`/households/${id}/decisions`, { method: 'POST', body: transition })).toMatchObject({
      status: 409,
      body: { code: 'transition-not-allowed' },
    });
  });

  it('has its dibao reviewed by officials, who keep it', async () => {
    const [{ caseKey }] = (await card()).cases as [Case];
    await offices.itIs('2017-01-10');
    const opened = await hub.call(`/households/${id}/decisions`, {
      method: 'POST',
      body: { type: 'OpenReview', caseKey, reviewId: 'review-1', basis: 'POVERTY_EXIT', dueOn: '2017-02-09' },
    });
    expect(opened.status).toBe(200);
    const due = await eventually(
      'the review among those due',
      async () =>
        (await hub.call<{ reviews: { openReview: string | null }[] }>(`/reviews?division=${COUNTY}&dueBy=2017-02-28`)).body
          .reviews,
      (reviews) => reviews.some(({ openReview }) => openReview === 'review-1'),
    );
    // An open review is due on the day that was set for it, whatever the cadence says.
    expect(due).toMatchObject([{ household: id, caseKey, dueOn: '2017-02-09' }]);
    expect((await card()).cases).toMatchObject([{ openReview: 'review-1' }]);

    // Whoever investigated does not sign (CR-40).
    expect(await completed('review-1', caseKey, 'u-village')).toMatchObject({
      status: 409,
      body: { code: 'signatory-investigated' },
    });
    expect(await completed('review-1', caseKey, 'u-county')).toMatchObject({ status: 200 });
    expect((await card()).cases).toMatchObject([{ openReview: null, reviewedOn: '2017-01-10', status: 'ACTIVE' }]);
  });

  it('falls back in March, and its line on the list of its exit says so', async () => {
    const said = { 脱贫属性: '返贫', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };
    expect(await registry('2017-03-15', said)).toMatchObject({ accepted: 3, unchanged: 2 });
    expect((await card()).registration).toMatchObject({ status: 'RELAPSED', relapses: ['2017-03-15'] });

    await offices.acts(COUNTY, 2016, '2017-03-28', 'build', 'freeze');
    const rows = (await offices.list(COUNTY, 2016, 1)).filter((row) => row['户编号'] === registryNo);
    expect(rows).toHaveLength(3);
    for (const row of rows)
      expect(row).toMatchObject({
        ...{ 部分: '1', '脱贫属性(冻结时)': '返贫', 返贫日期: '2017-03-15', 脱贫日期: '2016-11-15', 脱贫年度: '2016' },
        ...{ 保障人口数: '3', '低保状态(脱贫时)': '在保', '低保状态(冻结时)': '在保' },
      });
  });

  it('leaves a second time: the card has both exits, each list its own', async () => {
    await registry('2017-06-30', { 脱贫属性: '预脱贫', 计划脱贫年度: '2017' });
    const said = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2017', 脱贫年度: '2017', 脱贫日期: '2017-11-20' };
    await registry('2017-12-31', said);
    expect((await card()).registration).toMatchObject({
      status: 'EXITED',
      relapses: ['2017-03-15'],
      exits: [
        { exitYear: 2016, on: '2016-11-15' },
        { exitYear: 2017, on: '2017-11-20' },
      ],
    });
    await offices.household(registryNo, ({ registryStatus }) => registryStatus === 'EXITED');

    await offices.acts(COUNTY, 2017, '2018-03-20', 'build', 'freeze');
    const [row] = (await offices.list(COUNTY, 2017, 1)).filter((one) => one['户编号'] === registryNo);
    expect(row).toMatchObject({
      部分: '1',
      脱贫年度: '2017',
      脱贫日期: '2017-11-20',
      返贫日期: '',
      '脱贫属性(冻结时)': '已脱贫(享受政策)',
    });
  });

  it('is no reason for a supplement to the list of the first exit, which is regenerated as it was', async () => {
    await offices.acts(COUNTY, 2016, '2018-03-21', 'build');
    expect(await offices.act(COUNTY, 2016, 'freeze', { on: '2018-03-21' })).toMatchObject({
      status: 409,
      body: { code: 'nothing-new' },
    });
    const out = `${hub.dir}/again.csv`;
    const args = ['--county', COUNTY, '--year', '2016', '--version', '1', '--out', out];
    expect(await hub.xianjie('exit-list', 'regenerate', ...args)).toMatchObject({ exitCode: 0 });
  });

  it('can be asked for as it was known before the relapse, and explained in words', async () => {
    expect((await card('?knownOn=2017-01-31')).registration).toMatchObject({
      status: 'EXITED',
      relapses: [],
      exits: [{ exitYear: 2016 }],
    });
    const { stdout } = await hub.xianjie('explain', id);
    const told = [
      'left poverty, counted for 2016',
      'fell back into poverty after its exit of 2016',
      'left poverty, counted for 2017',
    ];
    const places = told.map((sentence) => stdout.indexOf(sentence));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places).toEqual([...places].sort((one, other) => one - other));
    const { stdout: earlier } = await hub.xianjie('explain', id, '--known-on', '2017-01-31');
    expect(told.map((sentence) => earlier.includes(sentence))).toEqual([true, false, false]);
    const { stdout: before } = await hub.xianjie('explain', id, '--effective-on', '2017-11-19');
    expect(told.map((sentence) => before.includes(sentence))).toEqual([true, true, false]);
  });
});
