import { eventually } from '@xianjie/testing';
import { aFamily, dibaoRows, registryRows } from './families';
import { Offices } from './offices';
import type { Problem } from './offices';
import { RunningHub } from './running-hub';

jest.setTimeout(300_000);

// What relapse.journey.ts tells of a family in Yunnan, in Guangxi: the same exit, another pack (GX-14, YN-14).
const COUNTY = '451422';
const family = aFamily({ county: COUNTY, no: 1, size: 3 });
const EXITED = {
  脱贫属性: '已脱贫(享受政策)',
  计划脱贫年度: '2016',
  脱贫年度: '2016',
  脱贫日期: '2016-11-15',
  脱贫路径: '发展产业',
};
const accountability = { investigator: 'u-village', reviewer: 'u-town', signatory: 'u-county' };

describe('a family that leaves poverty in Guangxi', () => {
  let hub: RunningHub;
  let offices: Offices;
  let id: string;
  let caseKey: string;
  type Card = Readonly<{
    card: Readonly<{ cases: readonly Readonly<{ caseKey: string; status: string; transitionEndsOn: string | null }>[] }>;
    afterExit: readonly object[];
  }>;
  const card = async () => (await hub.call<Card>(`/households/${id}`)).body;
  const decided = (body: object, headers = {}) =>
    hub.call<Problem>(`/households/${id}/decisions`, { method: 'POST', body, headers });

  beforeAll(async () => {
    hub = await RunningHub.start({ province: '45' });
    offices = new Offices(hub);
    await offices.sends('poverty', '2016-12-31', registryRows(family, EXITED));
    await offices.sends('dibao', '2017-01-05', dibaoRows(family, { 保障类别: 'A', 复核日期: '2016-10-01' }));
    ({ id } = await offices.household(family.户编号, ({ cases }) => cases.length === 1));
    ({ caseKey } = (await card()).card.cases[0]!);
  });
  afterAll(() => hub?.stop());

  it('may enter a transition of six to twelve months, and is asked for no review at once', async () => {
    expect((await card()).afterExit).toMatchObject([
      { caseKey, step: 'MAY_ENTER_TRANSITION', exitedOn: '2016-11-15', transition: { minMonths: 6, maxMonths: 12 } },
    ]);
    const { body } = await hub.call<{ reviews: object[] }>(`/reviews?division=${COUNTY}&dueBy=2016-12-31`);
    expect(body.reviews).toEqual([]);
  });

  it.each([5, 14])('is refused one of %i months (CR-10)', async (lengthMonths) =>
    expect(
      await decided({ type: 'StartTransition', caseKey, anchorDate: '2017-01-01', lengthMonths, accountability }),
    ).toMatchObject({
      status: 409,
      body: { code: 'transition-length-outside-policy' },
    }),
  );

  it('enters one of six months by an official’s decision, under the token that it came with', async () => {
    await offices.itIs('2017-01-10');
    const start = { type: 'StartTransition', caseKey, anchorDate: '2017-01-01', lengthMonths: 6, accountability };
    expect(await decided(start, { 'x-xianjie-official': 'u-7' })).toMatchObject({ status: 200 });
    const [spell] = (await card()).card.cases;
    expect(spell).toMatchObject({ status: 'TRANSITION', transitionEndsOn: '2017-07-01' });
    const { body } = await hub.call<{ events: { type: string; source: string }[] }>(`/households/${id}/events`);
    expect(body.events.find(({ type }) => type === 'dibao.transition-started')).toMatchObject({
      source: 'official:u-7?token=operator',
    });
    // Nothing more is asked for while it lasts.
    expect((await card()).afterExit).toEqual([]);
    await eventually(
      'the case in transition in the views',
      async () => (await hub.call<{ households: { cases: { status: string }[] }[] }>(`/households?division=${COUNTY}`)).body,
      ({ households }) => households[0]?.cases[0]?.status === 'TRANSITION',
    );
  });

  it('shows a case without a verification as a difference, with the events that explain it (CR-18)', async () => {
    const other = aFamily({ county: COUNTY, no: 2 });
    await offices.sends('dibao', '2017-01-11', dibaoRows(other, { 核对报告编号: '', 核对日期: '' }), '--changes');
    type Found = Readonly<{ ruleId: string; events: readonly Readonly<Record<string, unknown>>[] }>;
    const found = await eventually(
      'the difference in the views',
      async () =>
        (await hub.call<{ discrepancies: readonly Found[] }>(`/discrepancies?rule=CR-18&division=${COUNTY}&status=open`)).body
          .discrepancies,
      ({ length }) => length === 1,
    );
    expect(found[0]?.events.map(({ type, said }) => [type, said])).toEqual([
      ['dibao.enrolled', expect.stringContaining(`dibao case ${other.低保证号}`)],
      ['dibao.review-completed', expect.any(String)],
      ['reconciliation.difference-found', expect.stringContaining('CR-18')],
    ]);
    for (const event of found[0]?.events ?? []) expect(event).not.toHaveProperty('event');
  });
});
