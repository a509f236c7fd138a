import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { KeyNotUnwrapped, MasterKeyMissing } from './faults';

const VARIABLE = 'XIANJIE_MASTER_KEY_FILE';
const NONCE = 12;
const TAG = 16;

/** The key that wraps every person's key. Whoever holds it and the database reads everything; whoever lost it reads nothing. */
export class MasterKey {
  /** Says which master key wrapped a row, without telling anything of it. */
  readonly id: string;
  private readonly wrapping: Buffer;

  constructor(private readonly bytes: Buffer) {
    if (bytes.length !== 32) throw new MasterKeyMissing(`a master key has 32 bytes (64 hex digits), this one ${bytes.length}`);
    this.wrapping = this.derive('wrap');
    this.id = createHash('sha256').update(this.derive('id')).digest('hex').slice(0, 16);
  }

  /** A key of its own for one purpose, such as the identifier hashes of a province. */
  derive(purpose: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.bytes, 'xianjie', purpose, 32));
  }

  wrap(person: string, secret: Buffer): Buffer {
    const nonce = randomBytes(NONCE);
    const cipher = createCipheriv('aes-256-gcm', this.wrapping, nonce).setAAD(Buffer.from(person));
    return Buffer.concat([nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  }

  /** @throws KeyNotUnwrapped when another master key, or another person's row, wrapped it. */
  unwrap(person: string, wrapped: Buffer): Buffer {
    try {
      const decipher = createDecipheriv('aes-256-gcm', this.wrapping, wrapped.subarray(0, NONCE)).setAAD(Buffer.from(person));
      decipher.setAuthTag(wrapped.subarray(-TAG));
      return Buffer.concat([decipher.update(wrapped.subarray(NONCE, -TAG)), decipher.final()]);
    } catch (cause) {
      throw new KeyNotUnwrapped(person, `master key ${this.id} does not open it`, { cause });
    }
  }
}

/** @throws MasterKeyMissing also for a folder, which Docker makes where a file that it is to lend is missing. */
const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw new MasterKeyMissing(`${file} (${VARIABLE}) cannot be read: ${(cause as Error).message}`, { cause });
  }
};

/**
 * The master key from the file that XIANJIE_MASTER_KEY_FILE names: 64 hex digits. Outside production a missing file is made
 * (in XIANJIE_DATA_DIR when no file is named), readable by its owner alone.
 * @throws MasterKeyMissing in production, naming the variable; anywhere, when the file holds anything else.
 */
export const loadMasterKey = (env: Readonly<Record<string, string | undefined>> = process.env): MasterKey => {
  const isProduction = env.NODE_ENV === 'production' || env.XIANJIE_MODE === 'production';
  const named = env[VARIABLE]?.trim();
  if (isProduction && !named) throw new MasterKeyMissing(`${VARIABLE} is not set: it names the file that holds the master key`);
  const file = named || join(env.XIANJIE_DATA_DIR?.trim() || '.xianjie', 'master.key');
  if (!existsSync(file)) {
    if (isProduction) throw new MasterKeyMissing(`${VARIABLE} names ${file}, which does not exist`);
    mkdirSync(dirname(file), { recursive: true });
    // Two apps may start at once: the one that comes second reads the first one's key.
    try {
      writeFileSync(file, `${randomBytes(32).toString('hex')}\n`, { flag: 'wx', mode: 0o600 });
    } catch (fault) {
      if ((fault as NodeJS.ErrnoException).code !== 'EEXIST') throw fault;
    }
  }
  const text = textOf(file).trim();
  if (!/^[0-9a-f]{64}$/i.test(text)) throw new MasterKeyMissing(`${file} (${VARIABLE}) does not hold 64 hex digits`);
  return new MasterKey(Buffer.from(text, 'hex'));
};
