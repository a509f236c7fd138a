import { setImmediate as aTurn } from 'node:timers/promises';
import { v7 } from 'uuid';
import { Desk, aRegistration, villager } from '../casework.fixture';
import { books, noteOf, valueOf } from '../books';
import type { ErasureNote } from '../books';
import { ErasePerson } from './erase-person';
import { NotingPayloads, NotingSources } from './kept-sources.fixture';

const [wei, huang] = [villager('韦大山', 1), villager('黄秀英', 2)];
const asked = { reason: '本人申请', by: 'u-7', token: 'office', on: '2017-01-03' as const };

const aDesk = async () => {
  const desk = new Desk();
  await desk.hear(aRegistration('1', [wei, huang]));
  const { log, hasherOf } = desk.parts;
  const hashes = [wei, huang].map(({ idNo }) => hasherOf('45').hash(idNo!));
  const owners = await log.owners(hashes);
  const [head, spouse] = hashes.map((hash) => owners.get(hash)!) as [string, string];
  return { desk, head, spouse, noted: async () => (await log.notes(books.erasure, [spouse])).get(spouse) };
};

describe('the steps of an erasure', () => {
  it('are taken one after the other: nobody’s key goes while their rows or messages may still have to be found', async () => {
    const { desk, spouse, noted } = await aDesk();
    const steps: string[] = [];
    const step = async (name: string): Promise<void> => {
      await aTurn();
      const isErased = (await desk.parts.vault.unlock([spouse])).isErased(spouse);
      steps.push(`${name}${isErased ? ' without a key' : ''}, ${valueOf<ErasureNote>(await noted())?.status}`);
    };
    const [kept, parked] = [new NotingSources(), new NotingPayloads()];
    kept.bury = () => step('buried');
    kept.blank = () => step('blanked');
    kept.blankedFor = async () => (await step('counted'), []);
    parked.erase = () => step('parked bytes gone');
    const blocks = { ...desk.parts.blocks, forget: () => step('forgotten') } as unknown as typeof desk.parts.blocks;
    await new ErasePerson({ ...desk.parts, blocks }, kept, parked).erase({ person: spouse, ...asked });
    await step('recorded');
    expect(steps).toEqual([
      ...['buried, begun', 'blanked, begun', 'parked bytes gone, begun', 'forgotten, begun'],
      ...['counted without a key, begun', 'recorded without a key, done'],
    ]);
  });

  it('are gone on with under the name of whoever began, and for their reason', async () => {
    const { desk, spouse } = await aDesk();
    const kept = new NotingSources();
    const erasing = new ErasePerson(desk.parts, kept, new NotingPayloads());
    kept.isImporting = true;
    await expect(erasing.erase({ person: spouse, ...asked })).rejects.toThrow();
    kept.isImporting = false;
    const again = { reason: 'again', by: 'u-8', on: '2017-01-04' } as const;
    expect(await erasing.erase({ person: spouse, ...again })).toMatchObject({ event: { reason: asked.reason, by: 'u-7' } });
    const [recorded] = await desk.parts.log.read(`person-${spouse}`);
    expect(recorded).toMatchObject({ source: 'official:u-7?token=office', origin: 'change', effectiveOn: asked.on });
  });

  it('are taken for those only of whom there is anything left to read', async () => {
    const { desk, head, spouse } = await aDesk();
    const notes = [noteOf(books.sameAs, head, '45', { person: spouse })];
    await desk.parts.log.append({ shard: '45', commandId: v7(), streams: [], notes });
    await desk.parts.vault.destroyKeys([head]);
    const kept = new NotingSources();
    await new ErasePerson(desk.parts, kept, new NotingPayloads()).erase({ person: spouse, ...asked });
    expect(kept.buried.map(({ person }) => person)).toEqual([spouse]);
  });

  it('are taken again for whoever turned out to be the same at the very moment', async () => {
    const { desk, head, spouse } = await aDesk();
    const erasing = new ErasePerson(desk.parts, new NotingSources(), new NotingPayloads());
    await erasing.erase({ person: spouse, ...asked });
    const notes = [noteOf(books.sameAs, head, '45', { person: spouse })];
    await desk.parts.log.append({ shard: '45', commandId: v7(), streams: [], notes });
    const again = { person: head, ...asked, reason: 'both' };
    expect(await erasing.erase(again)).toMatchObject({ event: { person: spouse, persons: [spouse, head], reason: 'both' } });
    const keys = await desk.parts.vault.unlock([head, spouse]);
    expect([head, spouse].map((person) => keys.isErased(person))).toEqual([true, true]);
    expect(await desk.parts.log.read(`person-${spouse}`)).toHaveLength(2);
    await erasing.erase(again);
    expect(await desk.parts.log.read(`person-${spouse}`)).toHaveLength(2);
  });

  it('that are noted as done and were never recorded are a fault, not an answer', async () => {
    const { desk, spouse } = await aDesk();
    const note = noteOf(books.erasure, spouse, '45', { status: 'done', persons: [spouse], ...asked });
    await desk.parts.log.append({ shard: '45', commandId: v7(), streams: [], notes: [note] });
    await desk.parts.vault.destroyKeys([spouse]);
    const erasing = new ErasePerson(desk.parts, new NotingSources(), new NotingPayloads());
    await expect(erasing.erase({ person: spouse, ...asked })).rejects.toThrow(spouse);
  });
});
