import { randomBytes } from 'node:crypto';
import type { Line } from '@xianjie/domain';
import { BoxUnreadable, InMemoryPersonVault, MasterKey } from '@xianjie/persons';
import type { PersonVault } from '@xianjie/persons';
import { openLines } from './opened-lines';

const people = [
  { person: 'p-1', name: '韦大山', idNo: '451422196005170016' },
  { person: 'p-2', name: '黄秀英', idNo: null },
  { person: 'p-3', name: '农阿妹', idNo: '451422196205170033' },
] as const;

const aList = async () => {
  const vault = new InMemoryPersonVault(new MasterKey(randomBytes(32)));
  await vault.create(people.map(({ person }) => person));
  const sealed = async (person: string, text: string | null) =>
    text === null ? null : (await vault.seal([{ person, text }]))[0]!;
  const lines = await Promise.all(
    people.map(async ({ person, name, idNo }) => ({
      ...{ person, name: await sealed(person, name), idNo: await sealed(person, idNo) },
    })),
  );
  return { vault, lines: lines as unknown as readonly Line[] };
};
const shown = async (lines: readonly Line[], vault: PersonVault, altered?: 'mark') =>
  (await openLines(lines, vault, altered)).map(({ name, idNo, isErased }) => [name, idNo, isErased]);
const breakName = (lines: readonly Line[], at: number): readonly Line[] =>
  lines.map((line, index) => (index === at ? { ...line, name: { ...line.name, box: 'AAAA' } } : line));

describe('the values of a list’s lines', () => {
  it('stand each with its own person, also after one without a number', async () => {
    const { vault, lines } = await aList();
    const whole = people.map(({ name, idNo }) => [name, idNo, false]);
    expect(await shown(lines, vault)).toEqual(whole);
    expect(await shown(lines, vault, 'mark')).toEqual(whole);
  });

  it('are gone for whom they were erased, and for nobody else', async () => {
    const { vault, lines } = await aList();
    await vault.destroyKeys(['p-1']);
    expect(await shown(lines, vault)).toEqual([
      [null, null, true],
      ['黄秀英', null, false],
      ['农阿妹', '451422196205170033', false],
    ]);
  });

  it('are a fault where one was altered, or are marked, that one alone', async () => {
    const { vault, lines } = await aList();
    for (const at of [0, 1, 2]) {
      const altered = breakName(lines, at);
      await expect(shown(altered, vault)).rejects.toThrow(BoxUnreadable);
      const expected = people.map(({ name, idNo }, index) => [index === at ? '〔无法解密〕' : name, idNo, false]);
      expect(await shown(altered, vault, 'mark')).toEqual(expected);
    }
  });

  it('are never marked for a fault of another kind', async () => {
    const { lines } = await aList();
    const away = { open: async () => Promise.reject(new Error('away')) } as unknown as PersonVault;
    await expect(shown(lines, away, 'mark')).rejects.toThrow('away');
  });
});
