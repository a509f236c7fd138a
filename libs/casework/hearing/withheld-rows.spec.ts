import { Desk, aCase, aRegistration, villager } from '../casework.fixture';

// A row in quarantine counts as present (S-6): what it would have said is not known, so nothing follows from its silence.

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const son = villager('韦小山', 3);
const lu = villager('陆建国', 4);

type Report = ReturnType<typeof aRegistration> | ReturnType<typeof aCase>;
/** The same rows without the first, which waits. */
const firstWithheld = <R extends Report>(report: R): R => ({ ...report, members: report.members.slice(1), withheldRows: 1 });

describe('the row of a head in quarantine', () => {
  it('leaves the household its head', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, huang]));
    const { head } = (await desk.file(heard!.household)).state.registration!;
    await desk.hear(firstWithheld(aRegistration('1', [wei, huang], { asOf: '2016-06-30' })));
    expect((await desk.file(heard!.household)).state.registration).toMatchObject({ head });
    expect((await desk.events(heard!.household)).map(({ type }) => type)).not.toContain('HeadChanged');
  });

  it('still hears of another head whom the rows name', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, huang]));
    const named = { asOf: '2016-06-30', headName: huang.name } as const;
    await desk.hear(firstWithheld(aRegistration('1', [wei, huang], named)));
    expect((await desk.events(heard!.household)).map(({ type }) => type)).toContain('HeadChanged');
  });

  it('leaves a case its applicant, its account and its household', async () => {
    const desk = new Desk();
    const [, , heard] = await desk.hearInTurn([aRegistration('1', [wei]), aRegistration('2', [lu]), aCase('9', [wei, lu])]);
    const before = await desk.households();
    const events = (await desk.events(heard!.household)).length;
    await desk.hear(firstWithheld(aCase('9', [wei, lu], { asOf: '2016-06-30' })));
    expect(await desk.households()).toEqual(before);
    expect((await desk.events(heard!.household)).slice(events)).toEqual([]);
  });
});

describe('a household all of whose known members are in quarantine', () => {
  const born = { asOf: '2016-06-30' } as const;

  it('is still the household of its number, and the newcomer joins it', async () => {
    const desk = new Desk();
    const [heard] = await desk.hearInTurn([aRegistration('1', [wei]), aCase('9', [wei])]);
    await desk.hear(firstWithheld(aRegistration('1', [wei, son], born)));
    expect(await desk.households()).toEqual(['1: 451422/RURAL/9/2016-01']);
    const { registration } = (await desk.file(heard!.household)).state;
    expect(registration).toMatchObject({ removedOn: null });
    expect(Object.keys(registration!.members)).toHaveLength(2);
  });

  it('is another one where fewer rows wait than it had members: the number went to somebody else', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, huang]));
    const [other] = await desk.hear(firstWithheld(aRegistration('1', [son, lu], born)));
    expect(other!.household).not.toBe(heard!.household);
  });
});
