import { Desk, aCase, aRegistration, anItem, villager } from './casework.fixture';
import { HouseholdReader } from './household-reader';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const unverified = aCase('8', [wei], { verificationReportNo: null, verifiedOn: null });

describe('what explains a difference', () => {
  const desked = async () => {
    const desk = new Desk();
    const [registered] = await desk.hear(aRegistration('1', [wei, huang]));
    await desk.reports.hear([anItem(unverified, { importId: 'i-2' })]);
    const reader = new HouseholdReader(desk.parts.log, desk.parts.codec);
    const household = registered!.household!;
    const state = async () => (await reader.load(household))!;
    const typesWith = async (differenceId: string, version: number): Promise<readonly string[]> =>
      (await reader.foundWith([{ household, version, differenceId }]))[0]!.map(({ type }) => type);
    return { desk, state, typesWith };
  };
  const found = 'reconciliation.difference-found';

  it('are the facts that were recorded with it, and the finding', async () => {
    const { state, typesWith } = await desked();
    const { version, state: card } = await state();
    const [differenceId] = Object.keys(card.differences);
    expect(differenceId).toMatch(/^CR-18:/);
    expect(await typesWith(differenceId!, version)).toEqual(['dibao.enrolled', 'household.linked', found]);
  });

  it('are none of a difference that the household’s stream does not tell of by then', async () => {
    const { state, typesWith } = await desked();
    const { version, state: card } = await state();
    const [differenceId] = Object.keys(card.differences);
    expect(await typesWith(differenceId!, 1)).toEqual([]);
    expect(await typesWith('CR-24:nothing', version)).toEqual([]);
  });

  it('are those of the finding that stands, when an earlier one was taken back', async () => {
    const { desk, state, typesWith } = await desked();
    const first = await state();
    const [differenceId] = Object.keys(first.state.differences);
    await desk.reports.retractImport('i-2');
    const { version: without } = await state();
    expect(await typesWith(differenceId!, without)).toEqual([]);
    await desk.hear({ ...unverified, asOf: '2016-06-30' });
    const { version } = await state();
    expect((await typesWith(differenceId!, version)).slice(-1)).toEqual([found]);
    expect(await typesWith(differenceId!, first.version)).toContain('dibao.enrolled');
  });
});
