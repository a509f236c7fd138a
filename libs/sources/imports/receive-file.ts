import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { formatOf } from '../decode/format';
import type { FileKeys } from '../kept/file-keys';
import { KeptFileWriter, asRoomFault } from '../kept/kept-file';
import type { ImportFile } from './import';

export type KeptPlace = Readonly<{ folder: string; keys: FileKeys }>;

type Kept = Pick<ImportFile, 'path' | 'keyBox' | 'hash' | 'bytes' | 'format'>;

/**
 * Writes bytes as a kept file under `folder`; gives where, under which wrapped key, and the SHA-256 of what was sent.
 * @throws NoRoomForFiles when the disk is full; nothing is left of the file then.
 */
export const keepBytes = (place: KeptPlace, importId: string, chunks: AsyncIterable<Buffer>): Promise<Kept> =>
  written(place, importId, chunks).catch((fault: unknown) => {
    throw asRoomFault(fault);
  });

const written = async ({ folder, keys }: KeptPlace, importId: string, chunks: AsyncIterable<Buffer>): Promise<Kept> => {
  const path = join(importId, v7());
  await mkdir(join(folder, importId), { recursive: true, mode: 0o700 });
  const { key, box } = keys.newKey(path);
  const writer = await KeptFileWriter.create(join(folder, path), key);
  let start = Buffer.alloc(0);
  async function* seen(): AsyncIterable<Buffer> {
    for await (const chunk of chunks) {
      if (start.length < 64) start = Buffer.concat([start, chunk.subarray(0, 64)]);
      yield chunk;
    }
  }
  try {
    return { path, keyBox: box, ...(await writer.writeAll(seen())), format: formatOf(start) };
  } catch (fault) {
    // An upload that breaks off leaves nothing.
    await rm(join(folder, path), { force: true });
    throw fault;
  }
};

/** A kept file that no import took. */
export const dropKept = ({ folder }: KeptPlace, { path }: Pick<Kept, 'path'>): Promise<void> =>
  rm(join(folder, path), { force: true });
