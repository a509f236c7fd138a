import { Desk, aCase, aRegistration, villager } from '../casework.fixture';

// A file of changes speaks for its own rows only (S-6): one row of a family, mended, says nothing of its other members.

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const son = villager('韦小山', 3);
const lu = villager('陆建国', 4);

type Report = ReturnType<typeof aRegistration> | ReturnType<typeof aCase>;
const later = { asOf: '2016-06-30' } as const;
/** Only the rows of these places. */
const rowsOf = <R extends Report>(report: R, ...places: readonly number[]): R => ({
  ...report,
  members: places.map((place) => report.members[place]),
  isChanges: true,
});

describe('a file of changes', () => {
  it('leaves a registration the members and the head of whom it has no row', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, huang, son]));
    const before = (await desk.file(heard!.household)).state.registration!;
    await desk.hear(rowsOf(aRegistration('1', [wei, huang, son], later), 1));
    const after = (await desk.file(heard!.household)).state.registration!;
    expect(Object.keys(after.members).toSorted()).toEqual(Object.keys(before.members).toSorted());
    expect(after.head).toBe(before.head);
  });

  it('changes the member of whom it has one', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, huang]));
    const said = aRegistration('1', [wei, huang], later);
    await desk.hear(rowsOf({ ...said, members: said.members.map((member) => ({ ...member, health: '残疾' })) }, 1));
    const { members } = (await desk.file(heard!.household)).state.registration!;
    expect(
      Object.values(members)
        .map(({ memberNo, health }) => `${memberNo} ${health}`)
        .toSorted(),
    ).toEqual(['01 健康', '02 残疾']);
  });

  it('leaves a case its covered members, its applicant and its account', async () => {
    const desk = new Desk();
    const [, heard] = await desk.hearInTurn([aRegistration('1', [wei, huang]), aCase('9', [wei, huang])]);
    const events = (await desk.events(heard!.household)).length;
    await desk.hear(rowsOf(aCase('9', [wei, huang], later), 1));
    expect((await desk.events(heard!.household)).slice(events)).toEqual([]);
  });

  it('takes a newcomer into the household of the number', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, huang]));
    await desk.hear(rowsOf(aRegistration('1', [wei, huang, son], later), 2));
    const { registration } = (await desk.file(heard!.household)).state;
    expect(registration).toMatchObject({ removedOn: null });
    expect(Object.keys(registration!.members)).toHaveLength(3);
  });

  it('makes another household of a number that went to a family with a head of its own', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, huang]));
    const [other] = await desk.hear(rowsOf(aRegistration('1', [son, lu], later), 0, 1));
    expect(other!.household).not.toBe(heard!.household);
  });

  it('is not the whole household: a snapshot with these rows alone says that the others have left', async () => {
    const desk = new Desk();
    const [heard] = await desk.hear(aRegistration('1', [wei, huang]));
    await desk.hear(rowsOf(aRegistration('1', [wei, huang], later), 0));
    await desk.hear(aRegistration('1', [wei], { asOf: '2016-07-31' }));
    expect(Object.keys((await desk.file(heard!.household)).state.registration!.members)).toHaveLength(1);
  });
});
