import { hash as oneShotHash } from 'node:crypto';

const BLOCK = 64;
let inner = Buffer.alloc(BLOCK + 512);
const outer = Buffer.alloc(BLOCK + 32);

const makeRoom = (bytes: number): void => {
  if (inner.length < BLOCK + bytes) inner = Buffer.alloc(BLOCK + bytes);
};

type Encoding = 'hex' | 'base64url' | 'latin1';
// Node takes latin1 here as everywhere; its types leave it out.
const hash = oneShotHash as (algorithm: string, data: Uint8Array, encoding: Encoding) => string;

/**
 * HMAC-SHA-256 under one key, for many short texts: Node's one-shot hash takes a fifth of the time of createHmac (1.2 µs against 6),
 * when it answers with text; a Buffer costs 1 µs each time. A spec compares it with createHmac.
 */
export class KeyedHash {
  private readonly inside = Buffer.alloc(BLOCK, 0x36);
  private readonly outside = Buffer.alloc(BLOCK, 0x5c);

  /** `key`: at most 64 bytes. */
  constructor(key: Uint8Array) {
    if (key.length > BLOCK) throw new RangeError(`a key of ${key.length} bytes; at most ${BLOCK}`);
    for (let i = 0; i < key.length; i += 1) {
      this.inside[i] ^= key[i];
      this.outside[i] ^= key[i];
    }
  }

  /** 32 bytes, written in the encoding; latin1 has a character for each. */
  of(text: string, encoding: Encoding): string {
    // At most three bytes of UTF-8 for each UTF-16 unit.
    makeRoom(text.length * 3);
    return this.close(inner.write(text, BLOCK), encoding);
  }

  /** The same of bytes. */
  ofBytes(bytes: Uint8Array, encoding: Encoding): string {
    makeRoom(bytes.length);
    inner.set(bytes, BLOCK);
    return this.close(bytes.length, encoding);
  }

  private close(length: number, encoding: Encoding): string {
    this.inside.copy(inner, 0);
    this.outside.copy(outer, 0);
    outer.write(hash('sha256', inner.subarray(0, BLOCK + length), 'latin1'), BLOCK, 'latin1');
    return hash('sha256', outer, encoding);
  }
}
