import { mkdtempSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { createHash, randomBytes } from 'node:crypto';
import { KeptFile, KeptFileWriter } from './kept-file';

const PIECE = 1 << 18;
const key = Buffer.alloc(32, 7);
const newPath = (): string => join(mkdtempSync(join(tmpdir(), 'xianjie-kept-')), 'file');

const keep = async (chunks: readonly Buffer[]): Promise<Readonly<{ path: string; hash: string; bytes: number }>> => {
  const path = newPath();
  const writer = await KeptFileWriter.create(path, key);
  for (const chunk of chunks) await writer.write(chunk);
  return { path, ...(await writer.end()) };
};
const inChunks = (plain: Buffer, size: number): Buffer[] =>
  Array.from({ length: Math.ceil(plain.length / size) }, (_, at) => plain.subarray(at * size, (at + 1) * size));
const reading = async <Value>(path: string, read: (file: KeptFile) => Promise<Value>): Promise<Value> => {
  const file = await KeptFile.open(path, key);
  return read(file).finally(() => file.close());
};

describe('a kept file', () => {
  const plain = randomBytes(2 * PIECE + 1_000);

  it.each([0, 1, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE])(
    'of %d bytes is read as it was written, whatever came at once',
    async (length) => {
      const whole = plain.subarray(0, length);
      const hash = createHash('sha256').update(whole).digest('hex');
      for (const size of [PIECE - 7, PIECE, 3 * PIECE]) {
        const kept = await keep(inChunks(whole, size));
        expect(kept).toMatchObject({ hash, bytes: length });
        expect(statSync(kept.path)).toMatchObject({ size: length + 16 * Math.ceil(length / PIECE), mode: 0o100600 });
        expect(await reading(kept.path, ({ bytes }) => Promise.resolve(bytes))).toBe(length);
        expect((await reading(kept.path, (file) => buffer(file.stream()))).equals(whole)).toBe(true);
      }
    },
  );

  it('is read from anywhere, over the borders of its pieces, and no farther than it goes', async () => {
    const { path } = await keep([plain]);
    const places: readonly [number, number][] = [
      ...([
        [0, 10],
        [5, 0],
        [PIECE - 5, 10],
        [PIECE, PIECE],
        [PIECE - 1, PIECE + 2],
      ] as [number, number][]),
      ...([
        [2 * PIECE + 990, 100],
        [plain.length, 5],
        [3 * PIECE, 5],
        [0, plain.length],
      ] as [number, number][]),
    ];
    for (const [offset, length] of places) {
      const read = await reading(path, (file) => file.read(offset, length));
      expect([offset, length, read.equals(plain.subarray(offset, offset + length))]).toEqual([offset, length, true]);
    }
    for (const from of [1, PIECE - 1, PIECE, 2 * PIECE + 1, plain.length])
      expect((await reading(path, (file) => buffer(file.stream(from)))).equals(plain.subarray(from))).toBe(true);
  });

  it('says nothing in clear, and the same bytes are other ones in each piece', async () => {
    const { path } = await keep([Buffer.alloc(2 * PIECE, 0x35)]);
    const sealed = readFileSync(path);
    expect(sealed.includes(Buffer.alloc(8, 0x35))).toBe(false);
    expect(sealed.subarray(0, PIECE).equals(sealed.subarray(PIECE + 16, 2 * PIECE + 16))).toBe(false);
  });

  it('that lost an end, is not there, or was altered is no kept file', async () => {
    const { path, bytes } = await keep([plain]);
    const opening = () => KeptFile.open(path, key, bytes).then((file) => file.close());
    await opening();
    const sealed = readFileSync(path);
    // A piece in another's place is not what was written there.
    writeFileSync(path, Buffer.concat([sealed.subarray(PIECE + 16, 2 * PIECE + 32), sealed.subarray(0, PIECE + 16)]));
    await expect(reading(path, (file) => file.read(0, 1))).rejects.toThrow(
      `${path}: piece 0 was altered, or the key is another one`,
    );
    sealed[3]! ^= 1;
    writeFileSync(path, sealed);
    await expect(reading(path, (file) => file.read(0, 1))).rejects.toMatchObject({
      code: 'kept-file-unreadable',
      retryable: false,
    });
    expect(await reading(path, (file) => file.read(PIECE, 1))).toHaveLength(1);
    truncateSync(path, PIECE + 16);
    await expect(opening()).rejects.toThrow(`${path} holds ${PIECE} of ${bytes} bytes`);
    await expect(KeptFile.open(`${path}x`, key)).rejects.toThrow('is not there');
  });
});
