import { Desk, aCase, aRegistration, villager } from '../casework.fixture';

const spelt = (name: string) => [villager('韦大山', 1), villager(name, 2)];

describe('a name with a dot (S-23, domain.md 3.5)', () => {
  const named = async (desk: Desk, household: string | null) => {
    const { registration, cases } = (await desk.file(household)).state;
    const names = [...Object.values(registration?.members ?? {}), ...Object.values(cases).flatMap(({ members }) => members)];
    return desk.parts.vault.open(names.map(({ name }) => name));
  };

  it('is kept by each registry as it spells it, and is one name', async () => {
    const desk = new Desk();
    const [first] = await desk.hear(aRegistration('1', spelt('阿卜杜•拉')));
    await desk.hear(aCase('9', spelt('阿卜杜・拉')));
    expect(await named(desk, first!.household)).toEqual(['韦大山', '阿卜杜•拉', '韦大山', '阿卜杜・拉']);
    expect(await desk.differences('CR-01')).toEqual([]);
    const again = await desk.hear(aRegistration('1', spelt('阿卜杜·拉'), { asOf: '2016-04-30' }));
    expect(again).toMatchObject([{ status: 'unchanged', household: first!.household, events: 0 }]);
  });

  it('is that of the head whom the file names with another dot, and of whoever holds the account', async () => {
    const desk = new Desk();
    const named = { headName: '阿卜杜·拉' };
    await desk.hear(aRegistration('1', spelt('阿卜杜•拉'), named));
    const [heard] = await desk.hear(aCase('9', spelt('阿卜杜．拉'), { ...named, accountHolder: '阿卜杜·拉' }));
    const { registration, cases } = (await desk.file(heard!.household)).state;
    const [spell] = Object.values(cases);
    const person = Object.keys(registration!.members)[1];
    expect([registration!.head, spell!.applicant, spell!.accountHolder?.person]).toEqual([person, person, person]);
  });

  it('without a number is found again under another dot', async () => {
    const desk = new Desk();
    const unnumbered = (name: string) => [villager('韦大山', 1), { name, idNo: null }];
    const [first] = await desk.hear(aRegistration('1', unnumbered('阿卜杜•拉')));
    const again = await desk.hear(aRegistration('1', unnumbered('阿卜杜・拉'), { asOf: '2016-04-30' }));
    expect(again).toMatchObject([{ status: 'unchanged', household: first!.household }]);
  });
});
