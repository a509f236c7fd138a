import type { Sealed } from '@xianjie/domain';
import { v7 } from 'uuid';
import { BoxUnreadable, PersonUnknown } from './faults';
import type { PersonVault } from './person-vault';

const aPerson = () => `p-${v7()}`;
const stored = (sealed: Sealed): Sealed => JSON.parse(JSON.stringify(sealed)) as Sealed;

/** What any vault must do. `open` gives two vaults over the same keys, as two processes have them. */
export const describePersonVault = (adapter: string, open: () => Promise<readonly [PersonVault, PersonVault]>) =>
  describe(`the ${adapter} person vault`, () => {
    let vault: PersonVault;
    let elsewhere: PersonVault;
    beforeEach(async () => {
      [vault, elsewhere] = await open();
    });

    it('opens what was sealed, in another process too', async () => {
      const person = aPerson();
      await vault.create([person]);
      const [name, idNo] = await vault.seal([
        { person, text: '韦大山' },
        { person, text: '45142219610517001X' },
      ]);
      expect(await elsewhere.open([stored(idNo), stored(name)])).toEqual(['45142219610517001X', '韦大山']);
    });

    it('shows nothing of the value in digest or box', async () => {
      const person = aPerson();
      await vault.create([person]);
      const [sealed] = await vault.seal([{ person, text: '45142219610517001X' }]);
      expect(Buffer.from(sealed.box, 'base64').toString('latin1')).not.toContain('451422');
      expect(sealed.digest).not.toContain('451422');
    });

    it('seals one value of one person always alike, and other values or persons otherwise', async () => {
      const [person, another] = [aPerson(), aPerson()];
      await vault.create([person, another]);
      const [first, same] = [
        ...(await vault.seal([{ person, text: '韦大山' }])),
        ...(await elsewhere.seal([{ person, text: '韦大山' }])),
      ];
      expect(stored(first)).toEqual(stored(same));
      const [value, holder] = await vault.seal([
        { person, text: '韦小山' },
        { person: another, text: '韦大山' },
      ]);
      expect(new Set([first.digest, value.digest, holder.digest]).size).toBe(3);
      expect(new Set([first.box, value.box, holder.box]).size).toBe(3);
    });

    it('makes two thousand persons at once, and leaves those who have a key as they are', async () => {
      const persons = Array.from({ length: 2_000 }, aPerson);
      await vault.create(persons.slice(0, 1));
      const [before] = await vault.seal([{ person: persons[0], text: '韦大山' }]);
      const keys = await elsewhere.create(persons);
      expect(stored(keys.seal(persons[0], '韦大山'))).toEqual(stored(before));
      expect(new Set(persons.map((person) => keys.seal(person, '韦大山').digest)).size).toBe(2_000);
    });

    it("destroys one person's key: that person's values go, the family's stay", async () => {
      const [mother, son] = [aPerson(), aPerson()];
      await vault.create([mother, son]);
      const family = await vault.seal([
        { person: mother, text: '黄秀英' },
        { person: son, text: '韦小山' },
      ]);
      // Both processes have both keys in memory.
      expect(await elsewhere.open(family)).toEqual(['黄秀英', '韦小山']);
      await vault.destroyKeys([mother]);
      for (const process of [vault, elsewhere]) expect(await process.open(family)).toEqual([null, '韦小山']);
    });

    it('hands out keys that seal and open without waiting; of nothing, and of persons not among them, they say nothing', async () => {
      const [person, another] = [aPerson(), aPerson()];
      const [own, others] = [await vault.create([person]), await vault.create([another])];
      const sealed = own.seal(person, '韦大山');
      expect([own.sealOrNull(person, null), own.open(null), others.open(sealed)]).toEqual([null, null, null]);
      expect([own.open(own.sealOrNull(person, '韦大山')), own.with(others).open(sealed)]).toEqual(['韦大山', '韦大山']);
      expect([own.has(person), own.has(another), own.with(others).has(another)]).toEqual([true, false, true]);
    });

    it('keeps a name as it is spelled, and digests it with one kind of dot', async () => {
      const person = aPerson();
      const keys = await vault.create([person]);
      const [middle, bullet, katakana] = ['阿卜杜·拉', '阿卜杜•拉', '阿卜杜・拉'].map((name) => keys.sealName(person, name));
      expect(await elsewhere.open([middle, bullet, katakana])).toEqual(['阿卜杜·拉', '阿卜杜•拉', '阿卜杜・拉']);
      expect([bullet.digest, katakana.digest]).toEqual([middle.digest, middle.digest]);
      expect(stored(middle)).toEqual(stored(keys.seal(person, '阿卜杜·拉')));
      // A nonce that stood before two texts would give both away.
      expect(new Set([middle, bullet, katakana].map(({ box }) => box.slice(0, 16))).size).toBe(3);
      await vault.destroyKeys([person]);
      expect((await elsewhere.create([person])).sealName(person, '阿卜杜•拉')).toEqual({ person, digest: '', box: '' });
    });

    it('keeps nothing of an erased person who is heard of again', async () => {
      const [person, another] = [aPerson(), aPerson()];
      await vault.create([person, another]);
      await vault.destroyKeys([person]);
      const keys = await elsewhere.create([person, another]);
      expect([keys.isErased(person), keys.isErased(another)]).toEqual([true, false]);
      expect(keys.open({ person, digest: '', box: '' })).toBeNull();
      expect(keys.seal(person, '黄秀英')).toEqual({ person, digest: '', box: '' });
    });

    it('refuses a box that was altered, and a person whom nobody created', async () => {
      const person = aPerson();
      await vault.create([person]);
      const [sealed] = await vault.seal([{ person, text: '韦大山' }]);
      const bytes = Buffer.from(sealed.box, 'base64');
      bytes[14] ^= 1;
      await expect(vault.open([{ ...stored(sealed), box: bytes.toString('base64') }])).rejects.toThrow(BoxUnreadable);
      await expect(vault.seal([{ person: aPerson(), text: '韦大山' }])).rejects.toThrow(PersonUnknown);
    });
  });
