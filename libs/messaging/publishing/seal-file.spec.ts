import { appendFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SealFileDamaged, SealFileUnwritable } from '../faults';
import type { Seal } from '../postgres-seals';
import { SealFile } from './seal-file';
import { sealStatement } from './sealer';

const aSeal = (number: number, previous: string | null = null): Seal => ({
  ...{ shard: '53', number, link: 'ab', recordedAt: 'r', sealedAt: 's', statement: '{"a":"}"}', algorithm: 'SM2' },
  ...{ keyId: 'k', publicKey: 'p', signature: 's', previous },
});

const read = async (file: SealFile): Promise<Seal[]> => {
  const seals: Seal[] = [];
  for await (const seal of file.read()) seals.push(seal);
  return seals;
};

describe('the seal file', () => {
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'xianjie-seals-'));
    path = join(folder, 'not', 'yet', 'seals.jsonl');
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const numbers = async () => (await read(new SealFile(path))).map(({ number }) => number);

  it('keeps what is appended, a line each, for its owner only; none is there before', async () => {
    const file = new SealFile(path);
    expect([await numbers(), await file.highest()]).toEqual([[], 0]);
    await file.append(aSeal(4), aSeal(9, 'cd'));
    await file.append(aSeal(7));
    expect(await read(file)).toEqual([aSeal(4), aSeal(9, 'cd'), aSeal(7)]);
    expect(await file.highest()).toBe(9);
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(4);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
  it('reads seals of before they named each other', async () => {
    const { previous: _, ...older } = aSeal(4);
    await new SealFile(path).append(older as Seal);
    expect(await read(new SealFile(path))).toEqual([aSeal(4)]);
  });
  it('loses neither the seals before half a line nor those after it', async () => {
    await new SealFile(path).append(aSeal(4));
    appendFileSync(path, '{"shard":"53","num');
    expect(await numbers()).toEqual([4]);
    await new SealFile(path).append(aSeal(9));
    expect(await numbers()).toEqual([4, 9]);
  });
  it('says which line is damaged', async () => {
    await new SealFile(path).append(aSeal(4));
    appendFileSync(path, '\n{"shard": 53}}\n');
    await expect(numbers()).rejects.toThrow(SealFileDamaged);
    await expect(numbers()).rejects.toThrow(/3/);
  });
  it('says when it cannot be written', async () => {
    writeFileSync(join(folder, 'not'), '');
    await expect(new SealFile(path).append(aSeal(4))).rejects.toThrow(SealFileUnwritable);
  });
});

it('what is signed names the seal before, where there is one', () => {
  const sealed = { shard: '53', number: 4, link: 'ab', recordedAt: 'r', sealedAt: 's' };
  const text = '{"shard":"53","number":4,"link":"ab","recordedAt":"r","sealedAt":"s"';
  expect([sealStatement({ ...sealed, previous: null }), sealStatement({ ...sealed, previous: 'cd' })]).toEqual([
    `${text}}`,
    `${text},"previous":"cd"}`,
  ]);
});
