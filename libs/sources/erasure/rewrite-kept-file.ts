import { open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { v7 } from 'uuid';
import { KeptFile, KeptFileWriter } from '../kept/kept-file';
import type { ImportPart } from '../imports/import';
import type { KeptPlace } from '../imports/receive-file';
import type { BlankedRecord } from './blank-record';
import type { PostgresRewrites } from './postgres-rewrites';

/** A record that takes the place of another of as many bytes. */
export type Patch = BlankedRecord & Readonly<{ at: number; row: number }>;

async function* patched(file: KeptFile, patches: readonly Patch[]): AsyncIterable<Buffer> {
  let offset = 0;
  let next = 0;
  for await (const piece of file.stream()) {
    const copy = Buffer.from(piece);
    const end = offset + copy.length;
    while (next < patches.length && patches[next].at + patches[next].bytes.length <= offset) next += 1;
    for (let i = next; i < patches.length && patches[i].at < end; i += 1) {
      const { at, bytes } = patches[i];
      const from = Math.max(at, offset);
      bytes.copy(copy, from - offset, from - at, Math.min(at + bytes.length, end) - at);
    }
    yield copy;
    offset = end;
  }
}

/** A rename or a deletion is on disk when its folder is. */
const deleteFile = async (path: string): Promise<void> => {
  await rm(path, { force: true });
  const folder = await open(dirname(path), 'r').catch(() => null);
  await folder?.sync();
  await folder?.close();
};

/**
 * Writes a part's kept file again with patches, under a new path and a new key, then swaps and deletes the old one. A kill at any
 * moment leaves the old file or the new one in use, and `finishRewrites` deletes the other.
 */
export const rewriteKeptFile = async (
  { folder, keys }: KeptPlace,
  rewrites: PostgresRewrites,
  job: Readonly<{ no: string; id: string }>,
  part: ImportPart,
  patches: readonly Patch[],
): Promise<void> => {
  const path = join(job.id, v7());
  // A nonce is the number of a piece: other bytes under the same key would give both away.
  const { key, box } = keys.newKey(path);
  await rewrites.begin(part.path, path);
  const old = await KeptFile.open(join(folder, part.path), keys.unwrap(part.path, part.keyBox));
  try {
    const writer = await KeptFileWriter.create(join(folder, path), key);
    await writer.writeAll(patched(old, patches));
  } finally {
    await old.close();
  }
  await rewrites.swap(job.no, part, { path, keyBox: box }, patches);
  await deleteFile(join(folder, part.path));
  await rewrites.end(part.path);
};

/** The book or JSON file itself goes: its decoded sheets are kept, and nothing reads it again once its import has settled. */
export const dropOriginal = async ({ folder }: KeptPlace, rewrites: PostgresRewrites, path: string): Promise<void> => {
  await rewrites.begin(path, '');
  await rewrites.drop(path);
  await deleteFile(join(folder, path));
  await rewrites.end(path);
};

/** Deletes what a kill left: of each rewrite the file that is not in use. */
export const finishRewrites = async ({ folder }: KeptPlace, rewrites: PostgresRewrites): Promise<void> => {
  for (const { oldPath, newPath, isSwapped } of await rewrites.open()) {
    if (newPath === '') await rewrites.drop(oldPath);
    await deleteFile(join(folder, newPath === '' || isSwapped ? oldPath : newPath));
    await rewrites.end(oldPath);
  }
};
