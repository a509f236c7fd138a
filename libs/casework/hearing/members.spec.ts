import { Desk, aCase, aRegistration, villager } from '../casework.fixture';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const slip = { ...huang, idNo: `${huang.idNo!.slice(0, 16)}${(Number(huang.idNo![16]) + 1) % 10}${huang.idNo![17]}` };

/** The second member of a case, by person, as two files list it. */
const seconds = async (before: typeof wei, after: typeof wei) => {
  const desk = new Desk();
  const persons: string[] = [];
  for (const [second, asOf] of [[before, '2016-03-31'] as const, [after, '2016-06-30'] as const]) {
    const [heard] = await desk.hear(aCase('9', [wei, second], { asOf }));
    persons.push(Object.values((await desk.file(heard!.household)).state.cases)[0]!.members[1]!.person);
  }
  return persons;
};

describe('the row of the next file (S-10, S-11)', () => {
  it.each([
    ['with the same number', huang],
    ['one slip away from it', slip],
    ['without a number', { ...huang, idNo: null }],
  ])('of the same name and record, %s, is the same person', async (_, after) => {
    const [one, two] = await seconds(huang, after);
    expect(two).toBe(one);
  });

  it('that brings the number which was missing is the same person', async () => {
    const [one, two] = await seconds({ ...huang, idNo: null }, huang);
    expect(two).toBe(one);
  });

  it('of the same name with quite another number is another person', async () => {
    const [one, two] = await seconds(huang, { ...villager('某', 17), name: huang.name });
    expect(two).not.toBe(one);
  });

  it('of the same name, where the number before failed its check digit, is the same person under whatever number comes', async () => {
    const [one, two] = await seconds(slip, { ...villager('某', 17), name: huang.name });
    expect(two).toBe(one);
  });

  it('of another name without a number is another person', async () => {
    const [one, two] = await seconds({ ...huang, idNo: null }, { name: '黄秀兰', idNo: null });
    expect(two).not.toBe(one);
  });
});

it('of two namesakes without numbers each stays who they were, by 人编号', async () => {
  const desk = new Desk();
  const unnumbered = { ...huang, idNo: null };
  const report = aRegistration('1', [wei, unnumbered, unnumbered]);
  const byNumber = async (household: string | null) =>
    Object.fromEntries(
      Object.values((await desk.file(household)).state.registration!.members).map(({ memberNo, person }) => [memberNo, person]),
    );
  const [first] = await desk.hear(report);
  const before = await byNumber(first!.household);
  const [head, second, third] = report.members;
  const [again] = await desk.hear({ ...report, asOf: '2016-06-30', members: [head!, third!, second!] });
  expect(await byNumber(again!.household)).toEqual(before);
  expect(new Set(Object.values(before)).size).toBe(3);
});
