import { Desk, aCase, aRegistration, villager } from '../casework.fixture';
import { ResolveIdentity } from '../resolve-identity';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const slip = { ...huang, idNo: `${huang.idNo!.slice(0, 16)}${(Number(huang.idNo![16]) + 1) % 10}${huang.idNo![17]}` };
const unnumbered = { ...huang, idNo: null };

const asked = async (...reports: Parameters<Desk['hearInTurn']>[0]) => {
  const desk = new Desk();
  await desk.hearInTurn(reports);
  const reviews = new ResolveIdentity(desk.parts);
  const [review, ...others] = await reviews.list('45');
  expect(others).toEqual([]);
  const difference = async () =>
    Object.values((await desk.file(review!.household)).state.differences).find(({ ruleId }) => /CR-0[12]/.test(ruleId));
  return { desk, reviews, review: review!, difference };
};

describe('a question about who somebody is (S-11)', () => {
  const registered = aRegistration('1', [wei, huang]);

  it.each([
    ['check-digit', 'CR-02', 'the identity number fails its check digit', [registered, aCase('9', [slip])]],
    [
      'no-number',
      'CR-01',
      'no identity number, and somebody of that name is known there',
      [registered, aCase('9', [unnumbered])],
    ],
    [
      ...(['unrelated-name', 'CR-01', 'the identity number is known under an unrelated name'] as const),
      [registered, aCase('9', [{ ...huang, name: '陆建国' }])],
    ],
    [
      ...(['no-number', 'CR-01', 'no identity number, and somebody of that name is known there'] as const),
      [aCase('9', [unnumbered]), registered],
    ],
  ])('%s is a difference %s: %s', async (reason, ruleId, detail, reports) => {
    const { review, difference } = await asked(...reports);
    expect(review).toMatchObject({ reason, status: 'open', county: '451422' });
    const persons = [review.person, ...review.candidates.map(({ person }) => person)];
    expect(persons).toHaveLength(2);
    expect(await difference()).toMatchObject({ ruleId, detail, persons, severity: 'ERROR' });
  });

  it('that an official answered with "different" is not asked again when somebody else might be meant', async () => {
    const { desk, reviews, review } = await asked(registered, aCase('9', [slip]));
    const answer = { verdict: 'different', candidate: null, on: '2016-05-02', actor: 'u-1', commandId: 'answer' } as const;
    await reviews.settle({ id: review.id, shard: '45', ...answer });
    await desk.hear(aCase('8', [unnumbered], { asOf: '2016-06-30' }));
    const found = (await reviews.list('45')).find(({ id }) => id === review.id);
    expect(found).toMatchObject({ status: 'different', settledBy: 'u-1' });
    expect(found!.candidates).toEqual(review.candidates);
  });

  it.each([
    ['case first', [aCase('9', [wei, unnumbered]), registered]],
    ['registration first', [registered, aCase('9', [wei, unnumbered])]],
  ])('about a row without a number waits for its answer, %s (T5)', async (_, reports) => {
    const { review, difference } = await asked(...reports);
    expect(review).toMatchObject({ status: 'open', reason: 'no-number' });
    expect(await difference()).toMatchObject({ ruleId: 'CR-01', persons: [review.person, review.candidates[0]!.person] });
  });

  const elsewhere = [aRegistration('1', [wei]), aCase('9', [wei, unnumbered]), aRegistration('2', [huang])];

  it('stands where the person in doubt stands, and lives on while others of the household meant change', async () => {
    const { desk, reviews, review } = await asked(...elsewhere);
    expect((await desk.file(review.household)).state.registration?.registryNo).toBe('1');
    await desk.hear(aRegistration('2', [huang, villager('黄小宝', 3)], { asOf: '2016-06-30' }));
    expect(await reviews.list('45')).toMatchObject([{ status: 'open' }]);
  });

  it.each([
    ['their number is told', aCase('9', [wei, huang], { asOf: '2016-06-30' })],
    ['they are listed no more', aCase('9', [wei], { asOf: '2016-06-30' })],
  ])('ends when %s', async (_, report) => {
    const { desk, reviews } = await asked(...elsewhere);
    await desk.hear(report);
    expect(await reviews.list('45')).toMatchObject([{ status: 'superseded' }]);
    expect(await desk.differences('CR-01')).toEqual([]);
  });
});
