import type { Sealed } from '@xianjie/domain';
import { ImportAtWork } from '@xianjie/sources';
import { v7 } from 'uuid';
import { Desk, aCase, aRegistration, villager } from '../casework.fixture';
import { ResolveIdentity } from '../resolve-identity';
import { ErasePerson } from './erase-person';
import { NotingPayloads, NotingSources } from './kept-sources.fixture';

const [wei, huang, child] = [villager('韦大山', 1), villager('黄秀英', 2), villager('韦小妹', 3)];
const asked = { reason: '本人申请', by: 'u-7', on: '2017-01-03' as const };

const aDesk = async () => {
  const desk = new Desk();
  const [heard] = await desk.hearInTurn([aRegistration('1', [wei, huang]), aCase('9', [huang, wei])]);
  const household = heard?.household ?? 'nobody';
  const [kept, parked] = [new NotingSources(), new NotingPayloads()];
  const erasing = new ErasePerson(desk.parts, kept, parked);
  const members = async () => Object.values((await desk.file(household)).state.registration?.members ?? {});
  const [, spouse] = await members();
  return { desk, household, kept, parked, erasing, members, person: spouse!.person };
};

/** Every value sealed for somebody in the events of the log from a position on. */
const sealedFor = async ({ parts }: Desk, person: string, after = 0): Promise<readonly Sealed[]> => {
  const found: Sealed[] = [];
  const look = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('box' in value && (value as Sealed).person === person) found.push(value as Sealed);
    else Object.values(value).forEach(look);
  };
  for await (const page of parts.log.readRange('45', after))
    for (const event of page) if (parts.codec.knows(event.type)) look(parts.codec.decode(event));
  return found;
};

describe('erasing a person', () => {
  it('makes unreadable what was sealed for them, and nothing of the family', async () => {
    const { desk, erasing, person, kept, parked, members, household } = await aDesk();
    expect((await desk.parts.vault.open(await sealedFor(desk, person))).filter((text) => text !== null)).not.toHaveLength(0);
    const answer = await erasing.erase({ person, ...asked });
    const event = { type: 'PersonErased', person, persons: [person], households: [household], ...asked };
    expect(answer).toMatchObject({ outcome: 'accepted', event: { ...event, files: [{ hash: person, rows: 1 }] } });
    expect(new Set(await desk.parts.vault.open(await sealedFor(desk, person)))).toEqual(new Set([null]));
    const [head] = await members();
    expect(await desk.parts.vault.open([head!.name])).toEqual([wei.name]);
    expect(kept.buried).toEqual([{ person, names: [huang.name], numbers: [huang.idNo], records: ['1', '9'] }]);
    expect(parked.erased).toEqual([{ households: [household], texts: [huang.name, huang.idNo] }]);
    expect(await desk.parts.log.verify({ shard: '45' })).toBeNull();
  });

  it('is on the hub’s own stream, and asked again answers what was recorded', async () => {
    const { desk, erasing, person } = await aDesk();
    const first = await erasing.erase({ person, ...asked });
    const recorded = await desk.parts.log.read(`person-${person}`);
    expect(recorded).toMatchObject([{ type: 'person.erased', county: '450000', source: 'official:u-7' }]);
    expect(await erasing.erase({ person, ...asked, reason: 'again' })).toEqual(first);
    expect(await desk.parts.log.read(`person-${person}`)).toHaveLength(1);
    expect(await erasing.erase({ person: `p-${v7()}`, ...asked })).toEqual({ outcome: 'refused', because: 'unknown-person' });
  });

  it('takes with it whoever turned out to be the same, before or afterwards', async () => {
    const desk = new Desk();
    const slip = { ...huang, idNo: huang.idNo!.slice(0, 16) + String((Number(huang.idNo![16]) + 2) % 10) + huang.idNo![17] };
    await desk.hearInTurn([aRegistration('1', [wei, huang]), aCase('9', [slip])]);
    const identity = new ResolveIdentity(desk.parts);
    const [review] = await identity.list('45', { status: 'open' });
    const person = review!.candidates[0]!.person;
    const erasing = new ErasePerson(desk.parts, new NotingSources(), new NotingPayloads());
    await erasing.erase({ person, ...asked });
    const same = { id: review!.id, shard: '45', verdict: 'same', candidate: null, on: '2017-02-01', actor: 'u-1' } as const;
    await identity.settle({ ...same, commandId: v7() });
    expect(await erasing.resume('45')).toMatchObject([{ event: { person, persons: [person, review!.person], by: 'u-1' } }]);
    expect(new Set(await desk.parts.vault.open(await sealedFor(desk, review!.person)))).toEqual(new Set([null]));
    expect(await erasing.resume('45')).toEqual([]);
    expect(await erasing.erase({ person: review!.person, ...asked })).toMatchObject({
      event: { person, reason: 'identity-review' },
    });
  });

  it('waits for an import, and goes on by itself', async () => {
    const { desk, erasing, person, kept } = await aDesk();
    kept.isImporting = true;
    await expect(erasing.erase({ person, ...asked })).rejects.toThrow(ImportAtWork);
    expect(await desk.parts.log.read(`person-${person}`)).toEqual([]);
    kept.isImporting = false;
    expect(await erasing.resume('45')).toMatchObject([{ event: { person, reason: asked.reason } }]);
  });

  it('goes on after a kill, with every file counted', async () => {
    const { desk, erasing, person, kept } = await aDesk();
    kept.afterBlanking = () => {
      throw new Error('killed');
    };
    await expect(erasing.erase({ person, ...asked })).rejects.toThrow('killed');
    kept.afterBlanking = () => undefined;
    // A kill between the keys and the record: nothing is left to be read.
    await desk.parts.vault.destroyKeys([person]);
    expect(await erasing.resume('45')).toMatchObject([{ event: { person, files: [{ rows: 1 }] } }]);
  });
});

describe('what is heard of an erased person later', () => {
  const later = { asOf: '2017-03-31', plannedYear: 2017 } as const;

  it.each<[string, { name: string; idNo: string | null }]>([
    ['as before', huang],
    ['under another name', { ...huang, name: '黄秀' }],
    ['without the number', { ...huang, idNo: null }],
    ['with a corrected number', villager(huang.name, 12)],
  ])('keeps no value when they are listed %s', async (_, listed) => {
    const { desk, erasing, person, members } = await aDesk();
    await erasing.erase({ person, ...asked });
    const { number } = await desk.parts.log.head('45');
    for (const month of ['2017-03-31', '2017-04-30'] as const)
      await desk.hear(aRegistration('1', [wei, listed], { ...later, asOf: month }));
    expect((await members()).map((member) => member.person)).toContain(person);
    expect(await members()).toHaveLength(2);
    for (const sealed of await sealedFor(desk, person, number)) expect(sealed).toMatchObject({ digest: '', box: '' });
  });

  it('is not taken for a newcomer without a number', async () => {
    const { desk, erasing, person, members } = await aDesk();
    await erasing.erase({ person, ...asked });
    await desk.hear(aRegistration('1', [wei, huang], later));
    await desk.hear(aRegistration('1', [wei, huang, { ...child, idNo: null }], { ...later, asOf: '2017-04-30' }));
    const names = await desk.parts.vault.open((await members()).map(({ name }) => name));
    expect(names).toEqual(expect.arrayContaining([wei.name, null, child.name]));
  });

  it('keeps nothing in another household either', async () => {
    const { desk, erasing, person } = await aDesk();
    await erasing.erase({ person, ...asked });
    const [heard] = await desk.hear(aRegistration('2', [child, huang], later));
    const member = (await desk.file(heard?.household ?? null)).state.registration?.members[person];
    expect(member).toMatchObject({ name: { digest: '', box: '' }, idNo: { digest: '', box: '' } });
    const keys: string[] = [];
    for await (const { key } of notes(desk)) keys.push(key);
    // The file that lists them there is looked through before its import settles.
    expect(keys).toContain('451422/2');
  });
});

async function* notes({ parts }: Desk) {
  for await (const page of parts.log.notesIn('erased-record', '451422')) yield* page;
}
