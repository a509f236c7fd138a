import { Desk, aCase, aRegistration, absent, villager } from '../casework.fixture';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const son = villager('韦小山', 3);
const lu = villager('陆建国', 4);
const he = villager('何一', 5);

/** The registrations, then the case, and all again in the other order. */
const homes = async (registrations: readonly ReturnType<typeof aRegistration>[], dibao: ReturnType<typeof aCase>) => {
  const found: (readonly string[])[] = [];
  for (const reports of [
    [...registrations, dibao],
    [dibao, ...registrations.toReversed()],
  ]) {
    const desk = new Desk();
    await desk.hearInTurn(reports);
    found.push(await desk.households());
  }
  expect(found[1]).toEqual(found[0]);
  return found[0];
};

describe('a case whose applicant is not registered (S-10)', () => {
  it('lives where most of its members are registered', async () =>
    expect(await homes([aRegistration('1', [lu]), aRegistration('2', [huang, son])], aCase('9', [wei, lu, huang, son]))).toEqual([
      '1: ',
      '2: 451422/RURAL/9/2016-01',
    ]));

  it('lives, where no registration has more of them, at the lowest number', async () =>
    expect(await homes([aRegistration('2', [huang]), aRegistration('1', [lu])], aCase('9', [wei, huang, lu]))).toEqual([
      '1: 451422/RURAL/9/2016-01',
      '2: ',
    ]));
});

it('of two registrations of one person the one that stands is home, though its number is higher', async () => {
  const desk = new Desk();
  // With so many others on it that the second is no renumbering of it.
  const gone = aRegistration('1', [wei, son, lu]);
  await desk.hearInTurn([gone, absent(gone, '2016-04-30'), aRegistration('2', [wei, huang], { asOf: '2016-06-30' })]);
  await desk.hear(aCase('9', [wei], { asOf: '2016-06-30' }));
  expect(await desk.households()).toEqual(['1: ', '2: 451422/RURAL/9/2016-01']);
});

it('a new number is a renumbering only with at least half of the members of the one that is gone', async () => {
  const renumbered = async (...members: (typeof wei)[]) => {
    const desk = new Desk();
    const old = aRegistration('1', [wei, huang, son, lu]);
    const [before] = await desk.hear(old);
    await desk.hear(absent(old, '2016-06-30'));
    const [after] = await desk.hear(aRegistration('2', members, { asOf: '2016-06-30' }));
    return after!.household === before!.household;
  };
  expect([await renumbered(wei, huang, he), await renumbered(wei, he)]).toEqual([true, false]);
});

it('a number that another county lists with one of the members is the household that has moved there (S-10)', async () => {
  const desk = new Desk();
  const there = { county: '451421', division: '451421100001', recordKey: '451421/1', asOf: '2016-06-30' } as const;
  const [before] = await desk.hear(aRegistration('1', [wei, huang, son]));
  const [after] = await desk.hear(aRegistration('1', [wei, he], there));
  expect(after!.household).toBe(before!.household);
  expect((await desk.file(after!.household)).state.registration).toMatchObject({ registryNo: '1', county: '451421' });
  // Nobody in common: two households that bear one number, each in its county.
  const [others] = await desk.hear(aRegistration('7', [lu]));
  const [strangers] = await desk.hear(aRegistration('7', [villager('何二', 6)], { ...there, recordKey: '451421/7' }));
  expect(strangers!.household).not.toBe(others!.household);
});
