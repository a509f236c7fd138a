import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { formatOf } from '../decode/format';
import type { FileKeys } from '../kept/file-keys';
import { KeptFileWriter } from '../kept/kept-file';
import type { ImportFile } from './import';

export type KeptPlace = Readonly<{ folder: string; keys: FileKeys }>;

/** Writes bytes as a kept file under `folder`; gives where, under which wrapped key, and the SHA-256 of what was sent. */
export const keepBytes = async (
  { folder, keys }: KeptPlace,
  importId: string,
  chunks: AsyncIterable<Buffer>,
): Promise<Pick<ImportFile, 'path' | 'keyBox' | 'hash' | 'bytes' | 'format'>> => {
  const path = join(importId, v7());
  await mkdir(join(folder, importId), { recursive: true, mode: 0o700 });
  const { key, box } = keys.newKey(path);
  const writer = await KeptFileWriter.create(join(folder, path), key);
  let start = Buffer.alloc(0);
  try {
    for await (const chunk of chunks) {
      if (start.length < 64) start = Buffer.concat([start, chunk.subarray(0, 64)]);
      await writer.write(chunk);
    }
    return { path, keyBox: box, ...(await writer.end()), format: formatOf(start) };
  } catch (fault) {
    // An upload that breaks off leaves nothing.
    await writer.abandon();
    await rm(join(folder, path), { force: true });
    throw fault;
  }
};
