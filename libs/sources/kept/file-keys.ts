import { createHmac, randomBytes } from 'node:crypto';
import { KeyedHash } from '@xianjie/persons';
import type { MasterKey } from '@xianjie/persons';

/** Keys of kept source files: each file has its own, wrapped by the master key (S-25). */
export class FileKeys {
  private readonly digests: Buffer;
  private readonly tombstones: Buffer;

  constructor(private readonly master: MasterKey) {
    this.digests = master.derive('sources/row-digests');
    this.tombstones = master.derive('sources/tombstones');
  }

  newKey(file: string): Readonly<{ key: Buffer; box: Buffer }> {
    const key = randomBytes(32);
    return { key, box: this.master.wrap(`file:${file}`, key) };
  }

  unwrap(file: string, box: Buffer): Buffer {
    return this.master.unwrap(`file:${file}`, box);
  }

  /** Keyed hash by which a value of an erased person is known again, 132 bits. */
  tombstone(text: string): string {
    return createHmac('sha256', this.tombstones).update(text).digest('base64url').slice(0, 22);
  }

  /**
   * 132 bits of HMAC-SHA256, keyed so that whoever sees digests of rows cannot try identifiers against them.
   * `form` says how the bytes are to be read: the same bytes under another heading are other facts.
   */
  digester(form: string): (bytes: Buffer) => string {
    const key = createHmac('sha256', this.digests).update(form).digest();
    const keyed = new KeyedHash(key);
    return (bytes) => keyed.ofBytes(bytes, 'base64url').slice(0, 22);
  }
}
