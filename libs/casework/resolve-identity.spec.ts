import { checkCharacterOf } from '@xianjie/domain';
import { v7 } from 'uuid';
import { Desk, aCase, aRegistration, villager } from './casework.fixture';
import { LogIdentityReviews } from './identity-reviews';
import { ResolveIdentity } from './resolve-identity';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const slip = { name: huang.name, idNo: huang.idNo!.slice(0, 16) + String((Number(huang.idNo![16]) + 2) % 10) + huang.idNo![17] };
const registration = aRegistration('1', [wei, huang]);
const dibao = aCase('9', [slip]);

const aDesk = async () => {
  const desk = new Desk();
  await desk.hearInTurn([registration, dibao]);
  const resolving = new ResolveIdentity(desk.parts);
  const [review] = await resolving.list('45', { status: 'open' });
  const settle = (verdict: 'same' | 'different', commandId = v7()) =>
    resolving.settle({ id: review!.id, shard: '45', verdict, candidate: null, on: '2016-05-02', actor: 'u-1', commandId });
  return { desk, resolving, review: review!, settle };
};

describe('an identity review', () => {
  it('shows who is in doubt and who might be meant, and counts for its county', async () => {
    const { desk, resolving, review } = await aDesk();
    expect(review.people.map(({ names, idNos }) => [...names, ...idNos])).toEqual([
      [huang.name, slip.idNo],
      [huang.name, huang.idNo],
    ]);
    const reviews = new LogIdentityReviews(desk.parts.log);
    expect([await reviews.openIn(['451422']), await reviews.openIn(['450123'])]).toEqual([1, 0]);
    const asked = async (county: string) => (await resolving.list('45', { counties: [county] })).map(({ id }) => id);
    expect([await asked('451422'), await asked('450123')]).toEqual([[review.id], []]);
  });

  it('answered "same" makes the case part of the household of the person meant, and stays so', async () => {
    const { desk, review, settle } = await aDesk();
    expect(await desk.households()).toEqual(['1: ', '–: 451422/RURAL/9/2016-01']);
    expect(await settle('same')).toMatchObject({ outcome: 'accepted' });
    expect(await desk.households()).toEqual(['1: 451422/RURAL/9/2016-01']);
    expect(await desk.hear(dibao)).toMatchObject([{ status: 'unchanged' }]);
    const { state } = await desk.file(review.household);
    expect(Object.values(state.cases)[0]!.members).toMatchObject([{ person: review.candidates[0]!.person, provisional: false }]);
  });

  it('answered "same" keeps the value as typed under the key of the person meant', async () => {
    const { desk, review, settle } = await aDesk();
    await settle('same');
    const { state } = await desk.file(review.household);
    const [member] = Object.values(state.cases)[0]!.members;
    expect(member!.idNo!.person).toBe(review.candidates[0]!.person);
    await desk.parts.vault.destroyKeys([review.person]);
    expect(await desk.parts.vault.open([member!.idNo!])).toEqual([slip.idNo]);
  });

  it('answered "different" leaves two persons and asks no more', async () => {
    const { desk, resolving, review, settle } = await aDesk();
    expect(await settle('different')).toMatchObject({ outcome: 'accepted' });
    const { state } = await desk.file(review.household);
    expect(Object.values(state.cases)[0]!.members).toMatchObject([{ person: review.person, provisional: false }]);
    expect(Object.keys(state.differences)).not.toContain(review.id);
    expect(await desk.hear(dibao)).toMatchObject([{ status: 'unchanged' }]);
    expect(await resolving.list('45', { status: 'open' })).toEqual([]);
    // Nor when another comes whose number is one slip away.
    const namesake = { name: huang.name, idNo: slip.idNo.slice(0, 17) + checkCharacterOf(slip.idNo.slice(0, 17)) };
    await desk.hear(aRegistration('2', [namesake]));
    expect((await resolving.list('45')).map(({ status }) => status)).toEqual(['different']);
  });

  it('is answered once', async () => {
    const { settle } = await aDesk();
    await settle('same');
    expect(await settle('same')).toEqual({ outcome: 'accepted', events: 0, households: [] });
    expect(await settle('different')).toEqual({ outcome: 'refused', because: 'review-already-settled' });
  });

  it('answers the same command again as it did at first, and no other under it', async () => {
    const { desk, review, settle } = await aDesk();
    const recorded = async () => (await desk.parts.log.head('45')).number;
    const before = await recorded();
    const first = await settle('same', 'identity:1');
    const events = (await recorded()) - before;
    expect(first).toMatchObject({ outcome: 'accepted', events, households: expect.arrayContaining([review.household]) });
    expect(await settle('same', 'identity:1')).toEqual(first);
    expect(await settle('same', 'identity:2')).toEqual({ outcome: 'accepted', events: 0, households: [] });
    expect(await settle('different', 'identity:1')).toEqual({ outcome: 'refused', because: 'idempotency-key-reused' });
    expect([await settle('same', 'identity:1'), await recorded()]).toEqual([first, before + events]);
  });

  it('is answered with one person: "same" as another candidate later is another answer', async () => {
    const desk = new Desk();
    const namesake = { name: huang.name, idNo: slip.idNo.slice(0, 17) + checkCharacterOf(slip.idNo.slice(0, 17)) };
    await desk.hearInTurn([registration, aRegistration('2', [namesake]), dibao]);
    const resolving = new ResolveIdentity(desk.parts);
    const [review] = await resolving.list('45', { status: 'open' });
    const [first, second] = review!.candidates.map(({ person }) => person);
    const same = (candidate: string | undefined) =>
      resolving.settle({
        ...{ id: review!.id, shard: '45', verdict: 'same', candidate: candidate ?? null, on: '2016-05-02', actor: 'u-1' },
        commandId: v7(),
      });
    expect(await same(undefined)).toEqual({ outcome: 'refused', because: 'candidate-missing' });
    expect(await same(first)).toMatchObject({ outcome: 'accepted' });
    expect(await same(first)).toEqual({ outcome: 'accepted', events: 0, households: [] });
    expect(await same(second)).toEqual({ outcome: 'refused', because: 'review-already-settled' });
  });

  describe('of two rows without a number, who are one registered person', () => {
    const unnumbered = { ...huang, idNo: null };
    const li = villager('李小山', 5);
    const twoInDoubt = async () => {
      const desk = new Desk();
      await desk.hearInTurn([aCase('8', [wei, unnumbered]), aCase('9', [li, unnumbered]), aRegistration('1', [huang])]);
      const resolving = new ResolveIdentity(desk.parts);
      const open = await resolving.list('45', { status: 'open' });
      const [first, second] = [
        open.find(({ candidates }) => candidates.length === 1)!,
        open.find(({ candidates }) => candidates.length === 2)!,
      ];
      const same = (id: string, candidate: string) =>
        resolving.settle({
          ...{ id, shard: '45', verdict: 'same', candidate, on: '2016-05-02', actor: 'u-1', commandId: v7() },
        });
      const coveredIn = async (household: string) =>
        Object.values((await desk.file(household)).state.cases).flatMap(({ members }) => members.map(({ person }) => person));
      return { desk, resolving, first, second, same, coveredIn, registered: first.candidates[0]!.person };
    };

    it('they are asked for page by page', async () => {
      const { resolving } = await twoInDoubt();
      const page = async (query: object) => (await resolving.list('45', query)).map(({ id }) => id);
      const [first, second, ...others] = await page({});
      expect(others).toEqual([]);
      expect(await page({ limit: 1 })).toEqual([first]);
      expect(await page({ limit: 1, after: first })).toEqual([second]);
      expect(await page({ after: second })).toEqual([]);
    });

    it('the second is the registered person also when it is said to be the first, which was said to be that person', async () => {
      const { resolving, first, second, same, coveredIn, registered } = await twoInDoubt();
      await same(first.id, registered);
      const [shown] = await resolving.list('45', { status: 'open' });
      expect(shown!.candidates.map(({ person }) => person)).toEqual([registered]);
      expect(await same(second.id, first.person)).toMatchObject({ outcome: 'accepted' });
      expect(await coveredIn(second.household)).toContain(registered);
      expect(await coveredIn(second.household)).not.toContain(first.person);
      expect(await same(second.id, registered)).toEqual({ outcome: 'accepted', events: 0, households: [] });
    });

    it('said to be each other they are one, and no circle', async () => {
      const { desk, resolving, first, second, same, coveredIn, registered } = await twoInDoubt();
      await same(second.id, first.person);
      expect(await same(first.id, registered)).toMatchObject({ outcome: 'accepted' });
      for (const household of [first.household, second.household])
        expect((await coveredIn(household)).filter((person) => person === registered).length).toBeGreaterThan(0);
      expect(await resolving.list('45', { status: 'open' })).toEqual([]);
      expect(await desk.differences('CR-04')).not.toEqual([]);
    });
  });

  it('answered "same" in both directions changes nothing the second time', async () => {
    const desk = new Desk();
    const unnumbered = { ...huang, idNo: null };
    await desk.hear(aCase('8', [wei, unnumbered]), aCase('9', [villager('李小山', 5), unnumbered]));
    const resolving = new ResolveIdentity(desk.parts);
    const open = await resolving.list('45', { status: 'open' });
    const answers = [];
    for (const { id } of open)
      answers.push(
        await resolving.settle({
          ...{ id, shard: '45', verdict: 'same', candidate: null, on: '2016-05-02', actor: 'u-1', commandId: v7() },
        }),
      );
    expect(answers).toHaveLength(2);
    const persons = new Set<string>();
    for (const household of new Set(open.map((one) => one.household)))
      for (const { members } of Object.values((await desk.file(household)).state.cases))
        for (const member of members) persons.add(member.person);
    expect(persons.size).toBe(3);
    expect(await resolving.list('45', { status: 'open' })).toEqual([]);
  });
});
