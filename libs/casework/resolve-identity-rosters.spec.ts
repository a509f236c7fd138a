import { LogUnavailable, StreamMovedOn } from '@xianjie/log';
import { v7 } from 'uuid';
import { books, valueOf } from './books';
import type { ErasureNote, Whereabouts } from './books';
import { Desk, aCase, aRegistration, villager } from './casework.fixture';
import type { Villager } from './casework.fixture';
import { failing } from './failing-log.fixture';
import { ResolveIdentity } from './resolve-identity';
import type { SettleReview } from './resolve-identity';

const wei = villager('韦大山', 1);
const huang = villager('黄秀英', 2);
const slipOf = ({ name, idNo }: Villager) => ({
  name,
  idNo: idNo!.slice(0, 16) + String((Number(idNo![16]) + 2) % 10) + idNo![17],
});
const slip = slipOf(huang);

/** The case knows the person; the registration lists them under a mistyped number. */
const inDoubt = async (listed: readonly Villager[] = [slip, wei], paid: readonly Villager[] = [huang]) => {
  const desk = new Desk();
  const registration = aRegistration('1', listed);
  const members = registration.members.map((member) => ({ ...member, phone: '13800000000' }));
  await desk.hearInTurn([aCase('9', paid), { ...registration, members }]);
  const [review] = await new ResolveIdentity(desk.parts).list('45', { status: 'open' });
  const asked = (said: Partial<SettleReview> = {}): SettleReview => ({
    ...{ id: review!.id, shard: '45', verdict: 'same', candidate: null, on: '2016-05-02', actor: 'u-1', token: 'office' },
    ...{ commandId: v7(), ...said },
  });
  const settle = (said: Partial<SettleReview> = {}) => new ResolveIdentity(desk.parts).settle(asked(said));
  const [was, meant] = [review!.person, review!.candidates[0]!.person];
  const registered = async () => (await desk.file(review!.household)).state.registration!;
  return { desk, review: review!, asked, settle, was, meant, registered };
};

describe('a member of a registration in doubt', () => {
  it('answered "same", is the person meant: as head, with name, number and phone under that person’s key', async () => {
    const { desk, review, settle, was, meant, registered } = await inDoubt();
    expect((await registered()).head).toBe(was);
    expect(await settle()).toMatchObject({ outcome: 'accepted', households: expect.arrayContaining([review.household]) });
    const { head, members } = await registered();
    expect([head, Object.keys(members)]).toEqual([meant, expect.not.arrayContaining([was])]);
    const { name, idNo, phone, provisional, relation } = members[meant]!;
    expect([provisional, relation]).toEqual([false, '户主']);
    expect([name.person, idNo!.person, phone!.person]).toEqual([meant, meant, meant]);
    expect(await desk.parts.vault.open([name, idNo!, phone!])).toEqual([slip.name, slip.idNo, '13800000000']);
    expect(await desk.households()).toEqual(['1: 451422/RURAL/9/2016-01']);
  });

  it('leaves the head alone who is somebody else', async () => {
    const { settle, registered, desk, review } = await inDoubt([wei, slip]);
    const { head } = await registered();
    await settle();
    expect((await registered()).head).toBe(head);
    expect((await desk.events(review.household)).map(({ type }) => type)).not.toContain('HeadChanged');
  });

  it('answered "different", is in doubt no more, and nothing else changes', async () => {
    const { desk, review, settle, was, registered } = await inDoubt();
    const { head, members } = await registered();
    await settle({ verdict: 'different' });
    expect(await registered()).toMatchObject({ head, members: { [was]: { ...members[was], provisional: false } } });
    expect((await desk.events(review.household)).find(({ type }) => type === 'MemberCorrected')).toMatchObject({
      ...{ person: was, was: null, changed: ['provisional'], caseMember: null },
    });
    expect(await desk.households()).toHaveLength(2);
  });

  it('who stands there under both numbers is listed once', async () => {
    const { desk, review, settle, was, meant, registered } = await inDoubt([wei, huang, slip], [wei]);
    await settle();
    expect(Object.keys((await registered()).members)).toHaveLength(2);
    expect((await registered()).members).toHaveProperty(meant);
    expect(await desk.events(review.household)).toContainEqual({
      ...{ type: 'MemberRemoved', on: '2016-05-02', caseKey: null, person: was, cause: 'identity-review' },
    });
  });

  it('who stands in a case under both numbers is listed in it once, under the sound one', async () => {
    const { desk, review, settle, was, meant } = await inDoubt([wei], [wei, huang, slip]);
    await settle();
    const [spell] = Object.values((await desk.file(review.household)).state.cases);
    const [listed, ...more] = spell!.members.filter(({ person }) => person === meant);
    expect([more, spell!.members.map(({ person }) => person)]).toEqual([[], expect.not.arrayContaining([was])]);
    expect(await desk.parts.vault.open([listed!.idNo!])).toEqual([huang.idNo]);
  });
});

describe('the answer to an identity review', () => {
  it('is a correction by the official, and closes the difference with what was answered', async () => {
    const { desk, review, settle } = await inDoubt();
    const before = (await desk.parts.log.read(review.household)).length;
    await settle();
    const recorded = (await desk.parts.log.read(review.household)).slice(before);
    expect(recorded.map(({ origin, source }) => [origin, source])).toEqual(
      recorded.map(() => ['correction', 'official:u-1?token=office']),
    );
    expect(await desk.events(review.household)).toContainEqual({
      ...{ type: 'DifferenceResolved', on: '2016-05-02', differenceId: review.id, ruleId: expect.any(String) },
      ...{ remedyEvent: null, settledBy: 'u-1', reason: 'same' },
    });
  });

  it('tells where the person meant is to be found from now on', async () => {
    const { desk, review, settle, meant } = await inDoubt();
    await settle();
    const note = (await desk.parts.log.notes(books.person, [meant])).get(meant);
    expect(valueOf<Whereabouts>(note)!.households).toContain(review.household);
    expect((await desk.parts.log.notes(books.erasure, [meant])).size).toBe(0);
  });

  it('erases both where either was erased (S-25)', async () => {
    const { desk, settle, was, meant } = await inDoubt();
    await desk.parts.vault.destroyKeys([was]);
    await settle();
    const note = valueOf<ErasureNote>((await desk.parts.log.notes(books.erasure, [meant])).get(meant));
    expect(note).toEqual({ status: 'begun', persons: [meant, was], reason: 'identity-review', by: 'u-1', on: '2016-05-02' });
  });

  it('is refused to a review that nobody opened', async () => {
    const { settle } = await inDoubt();
    expect(await settle({ id: 'r-nobody' })).toEqual({ outcome: 'refused', because: 'unknown-review' });
    expect(await settle({ candidate: 'p-stranger' })).toEqual({ outcome: 'refused', because: 'candidate-missing' });
  });

  it('is given again when others were first, five times in all, and not after any other fault', async () => {
    const { desk, asked } = await inDoubt();
    const settle = async (...faults: Error[]) => {
      const { log, tried } = failing(desk.parts.log, ...faults);
      const answer = await new ResolveIdentity({ ...desk.parts, log }).settle(asked()).catch((fault: Error) => fault);
      return [answer, tried()] as const;
    };
    const moved = new StreamMovedOn('h', 1, 2);
    expect(await settle(...Array<Error>(5).fill(moved))).toEqual([moved, 5]);
    const defect = new TypeError('a defect');
    expect(await settle(defect)).toEqual([defect, 1]);
    const [answer, tried] = await settle(moved, new LogUnavailable('away'), moved, moved);
    expect([answer, tried]).toMatchObject([{ outcome: 'accepted' }, 5]);
  });
});

describe('an answer that moves a case to another household', () => {
  const [tan, lu, li] = [villager('谭小明', 6), villager('陆建国', 7), villager('李小山', 8)];
  const [moved, urban] = ['451422/RURAL/9/2016-01', '451422/URBAN/7/2016-01'];

  it('has all who are on it compared: where it was, where it goes, and where they stand beside it (CR-04, CR-25)', async () => {
    const desk = new Desk();
    const registrations = [aRegistration('1', [wei, tan]), aRegistration('2', [huang, lu]), aRegistration('3', [li])];
    const cases = [aCase('9', [slip, wei, tan, lu]), aCase('7', [li, lu], { programme: 'URBAN' })];
    await desk.hearInTurn([...registrations, ...cases]);
    expect(await desk.households()).toEqual([`1: ${moved}`, '2: ', `3: ${urban}`]);
    const [review] = await new ResolveIdentity(desk.parts).list('45', { status: 'open' });
    await new ResolveIdentity(desk.parts).settle({
      ...{ id: review!.id, shard: '45', verdict: 'same', candidate: null, on: '2016-05-02', actor: 'u-1', commandId: v7() },
    });
    expect(await desk.households()).toEqual(['1: ', `2: ${moved}`, `3: ${urban}`]);
    expect(await desk.differences('CR-04', 'CR-25')).toEqual([
      `1: CR-25 registered here, covered in another household by ${moved}`,
      `2: CR-04 one person, also covered by ${urban}`,
      '2: CR-25 covers persons outside the registered household',
      `2: CR-25 registered here, covered in another household by ${urban}`,
      `3: CR-04 one person, also covered by ${moved}`,
      '3: CR-25 covers persons outside the registered household',
    ]);
  });
});
