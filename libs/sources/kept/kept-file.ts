import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { HubError } from '@xianjie/domain';

// A kept file is its plain bytes in pieces of 256 KB, each AES-256-GCM under the file's key with its number as nonce (the key
// is used for one file only), so that any household's rows can be read again without the rest (S-25).
const PIECE = 1 << 18;
const TAG = 16;

export class KeptFileUnreadable extends HubError {
  readonly code = 'kept-file-unreadable';
  readonly retryable = false;
}

/** The time for which the files of an import are kept is over; what was recorded from them stays. */
export class KeptFilesGone extends HubError {
  readonly code = 'kept-files-gone';
  readonly retryable = false;

  constructor(importId: string) {
    super(`the files of import ${importId} were deleted when their time was over`);
  }
}

/** The disk of the kept files is full: nothing of the file is taken, and the same call may be sent again when there is room. */
export class NoRoomForFiles extends HubError {
  readonly code = 'no-room-for-files';
  readonly retryable = true;
}

/** What a full disk says, as the fault that it is; any other fault stays what it is. */
export const asRoomFault = (fault: unknown): unknown =>
  /^(ENOSPC|EDQUOT)$/.test((fault as { code?: string }).code ?? '')
    ? new NoRoomForFiles('there is no room to keep a source file; nothing of it was taken', { cause: fault })
    : fault;

const nonceOf = (piece: number): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUInt32BE(piece, 8);
  return nonce;
};

/** Writes a new kept file piece by piece; `hash` is the SHA-256 of the plain bytes. */
export class KeptFileWriter {
  private readonly hash = createHash('sha256');
  private waiting: Buffer[] = [];
  private held = 0;
  private piece = 0;
  private bytes = 0;

  private constructor(
    private readonly handle: FileHandle,
    private readonly key: Buffer,
  ) {}

  static async create(path: string, key: Buffer): Promise<KeptFileWriter> {
    return new KeptFileWriter(await open(path, 'w', 0o600), key);
  }

  /** All of it. A file that breaks off is left half-written; its path is used again or swept with its import. */
  async writeAll(chunks: AsyncIterable<Buffer>): Promise<Readonly<{ hash: string; bytes: number }>> {
    try {
      for await (const chunk of chunks) await this.write(chunk);
      return await this.end();
    } catch (fault) {
      await this.handle.close();
      throw fault;
    }
  }

  async write(chunk: Buffer): Promise<void> {
    this.hash.update(chunk);
    this.waiting.push(chunk);
    this.held += chunk.length;
    this.bytes += chunk.length;
    if (this.held < PIECE) return;
    let all = Buffer.concat(this.waiting);
    for (; all.length >= PIECE; all = all.subarray(PIECE)) await this.seal(all.subarray(0, PIECE));
    this.waiting = [all];
    this.held = all.length;
  }

  async end(): Promise<Readonly<{ hash: string; bytes: number }>> {
    if (this.held > 0) await this.seal(Buffer.concat(this.waiting));
    // A state in Postgres will say that this file is there, also after a power cut.
    await this.handle.sync();
    await this.handle.close();
    return { hash: this.hash.digest('hex'), bytes: this.bytes };
  }

  private async seal(plain: Buffer): Promise<void> {
    const cipher = createCipheriv('aes-256-gcm', this.key, nonceOf(this.piece));
    this.piece += 1;
    const sealed = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
    // A disk that fills up takes a part of it first and refuses the next write.
    for (let at = 0; at < sealed.length;) at += (await this.handle.write(sealed, at)).bytesWritten;
  }
}

/** Reads a kept file, whole or any part of it. */
export class KeptFile {
  private last: Readonly<{ piece: number; plain: Buffer }> | null = null;

  private constructor(
    private readonly handle: FileHandle,
    private readonly key: Buffer,
    readonly bytes: number,
    private readonly path: string,
  ) {}

  /** `bytes`: how many were written, where that is known: each piece vouches for itself only, and the last ones may be missing. */
  static async open(path: string, key: Buffer, bytes: number | null = null): Promise<KeptFile> {
    const handle = await open(path, 'r').catch((cause: unknown) => {
      throw new KeptFileUnreadable(`${path} is not there`, { cause });
    });
    const { size } = await handle.stat();
    const found = size - Math.ceil(size / (PIECE + TAG)) * TAG;
    if (bytes === null || bytes === found) return new KeptFile(handle, key, found, path);
    await handle.close();
    throw new KeptFileUnreadable(`${path} holds ${found} of ${bytes} bytes`);
  }

  async read(offset: number, length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for (let at = offset; at < offset + length;) {
      const plain = await this.pieceAt(Math.floor(at / PIECE));
      const from = at % PIECE;
      const part = plain.subarray(from, Math.min(plain.length, from + offset + length - at));
      if (part.length === 0) break;
      parts.push(part);
      at += part.length;
    }
    return parts.length === 1 ? parts[0] : Buffer.concat(parts);
  }

  async *stream(from = 0): AsyncIterable<Buffer> {
    for (let piece = Math.floor(from / PIECE); piece * PIECE < this.bytes; piece += 1) {
      const plain = await this.pieceAt(piece);
      yield piece * PIECE < from ? plain.subarray(from - piece * PIECE) : plain;
    }
  }

  async close(): Promise<void> {
    await this.handle.close();
  }

  private async pieceAt(piece: number): Promise<Buffer> {
    if (this.last?.piece === piece) return this.last.plain;
    const sealed = Buffer.alloc(PIECE + TAG);
    const { bytesRead } = await this.handle.read(sealed, 0, sealed.length, piece * (PIECE + TAG));
    if (bytesRead <= TAG) return Buffer.alloc(0);
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.key, nonceOf(piece));
      decipher.setAuthTag(sealed.subarray(bytesRead - TAG, bytesRead));
      const plain = Buffer.concat([decipher.update(sealed.subarray(0, bytesRead - TAG)), decipher.final()]);
      this.last = { piece, plain };
      return plain;
    } catch (cause) {
      throw new KeptFileUnreadable(`${this.path}: piece ${piece} was altered, or the key is another one`, { cause });
    }
  }
}
