import { createCipheriv, createDecipheriv } from 'node:crypto';
import { withOneDot } from '@xianjie/domain';
import type { PersonId, Sealed } from '@xianjie/domain';
import { BoxUnreadable, PersonUnknown } from './faults';
import { KeyedHash } from './keyed-hash';

const NONCE = 12;
const DIGEST = 16;
const TAG = 16;
/** 32 bytes to encrypt, 32 bytes to digest. */
export const SECRET_BYTES = 64;
export const ALGORITHM = 'aes-256-gcm';

// One keyed hash gives both: its first 16 bytes are the digest, the next 12 the nonce. A nonce repeats only with the same value
// under the same key, and then the box is the same too (RFC 5297's idea): sealing again changes nothing, and tells nothing new.
class SealedValue implements Sealed {
  readonly digest: string;
  private made: string | null = null;

  constructor(
    readonly person: PersonId,
    private readonly text: string,
    private readonly key: Buffer,
    /** A character for each byte. */
    private readonly hash: string,
  ) {
    this.digest = Buffer.from(hash, 'latin1').toString('base64url', 0, DIGEST);
  }

  /** Made when first read: most facts heard are already known, and comparing them takes the digest alone. */
  get box(): string {
    if (this.made !== null) return this.made;
    const nonce = Buffer.from(this.hash.slice(DIGEST, DIGEST + NONCE), 'latin1');
    const cipher = createCipheriv(ALGORITHM, this.key, nonce);
    this.made = Buffer.concat([nonce, cipher.update(this.text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64');
    return this.made;
  }

  toJSON(): Sealed {
    return { person: this.person, digest: this.digest, box: this.box };
  }
}

/** One person's key in memory. */
export class PersonKey {
  private readonly key: Buffer;
  private readonly keyed: KeyedHash;

  constructor(
    readonly person: PersonId,
    secret: Buffer,
  ) {
    this.key = secret.subarray(0, 32);
    this.keyed = new KeyedHash(secret.subarray(32, SECRET_BYTES));
  }

  seal(text: string): Sealed {
    return new SealedValue(this.person, text, this.key, this.keyed.of(text, 'latin1'));
  }

  /** Kept as it is spelled, digested with one kind of dot: another dot is no other name. A nonce is that of what is encrypted. */
  sealName(name: string): Sealed {
    const compared = withOneDot(name);
    if (compared === name) return this.seal(name);
    const hash = this.keyed.of(compared, 'latin1').slice(0, DIGEST) + this.keyed.of(name, 'latin1').slice(DIGEST);
    return new SealedValue(this.person, name, this.key, hash);
  }

  open({ box }: Sealed): string {
    const bytes = Buffer.from(box, 'base64');
    try {
      const decipher = createDecipheriv(ALGORITHM, this.key, bytes.subarray(0, NONCE));
      decipher.setAuthTag(bytes.subarray(-TAG));
      return decipher.update(bytes.subarray(NONCE, -TAG), undefined, 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new BoxUnreadable(this.person, { cause });
    }
  }
}

/** Of an erased person (S-25). */
const NOTHING_OF = (person: PersonId): Sealed => ({ person, digest: '', box: '' });

/** The keys of the persons of one batch, unlocked: seals and opens without waiting. Null stands for an erased person's key. */
export class PersonKeys {
  constructor(private readonly keys: ReadonlyMap<PersonId, PersonKey | null>) {}

  has(person: PersonId): boolean {
    return this.keys.has(person);
  }

  isErased(person: PersonId): boolean {
    return this.keys.get(person) === null;
  }

  /**
   * The same value under the same person gives the same box and digest. For an erased person nothing is kept (S-25).
   * @throws PersonUnknown when the person's key is not among these.
   */
  seal(person: PersonId, text: string): Sealed {
    const key = this.keys.get(person);
    if (key === undefined) throw new PersonUnknown(person);
    return key === null ? NOTHING_OF(person) : key.seal(text);
  }

  /** A name, as it is spelled. @throws PersonUnknown. */
  sealName(person: PersonId, name: string): Sealed {
    const key = this.keys.get(person);
    if (key === undefined) throw new PersonUnknown(person);
    return key === null ? NOTHING_OF(person) : key.sealName(name);
  }

  sealOrNull(person: PersonId, text: string | null): Sealed | null {
    return text === null ? null : this.seal(person, text);
  }

  /** Null for an erased person and for a person whose key is not among these. */
  open(sealed: Sealed | null): string | null {
    if (sealed === null || sealed.box === '') return null;
    return this.keys.get(sealed.person)?.open(sealed) ?? null;
  }

  /** Both together; the other's keys win. */
  with(others: PersonKeys): PersonKeys {
    return new PersonKeys(new Map([...this.keys, ...others.keys]));
  }
}
