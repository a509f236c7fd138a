import { createPrivateKey, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Ed25519Signer, newEd25519Key } from './ed25519-signer';
import { UnusableKey } from '../faults';
import type { Signer } from './signer';
import { Sm2Signer, newSm2Key } from './sm2-signer';

const isMissing = (fault: unknown): boolean => (fault as { code?: string }).code === 'ENOENT';

/** The key's kind decides the algorithm: sm2p256v1 signs SM2, ed25519 signs Ed25519. */
export const signerFromPem = (pem: string, name = 'signing key'): Signer => {
  let isEd25519: boolean;
  try {
    isEd25519 = createPrivateKey(pem).asymmetricKeyType === 'ed25519';
  } catch (cause) {
    throw new UnusableKey(`${name}: not a private key in PEM`, { cause });
  }
  return isEd25519 ? new Ed25519Signer(pem) : Sm2Signer.fromPem(pem, name);
};

/**
 * The signer whose key lies in `file` (XIANJIE_SIGNING_KEY_FILE). Development makes a missing one, readable by its owner only;
 * production (`create` null) refuses: a key made on the way in is a key nobody has vouched for.
 * @throws UnusableKey
 */
export const signerFromFile = async (file: string, create: 'SM2' | 'ED25519' | null): Promise<Signer> => {
  try {
    return signerFromPem(await readFile(file, 'utf8'), file);
  } catch (fault) {
    if (fault instanceof UnusableKey) throw fault;
    // A folder, too: Docker makes one where a file that it is to lend is missing.
    if (!isMissing(fault))
      throw new UnusableKey(`XIANJIE_SIGNING_KEY_FILE: ${file} cannot be read (${(fault as Error).message})`, { cause: fault });
    if (create === null) throw new UnusableKey(`XIANJIE_SIGNING_KEY_FILE: ${file} does not exist`, { cause: fault });
  }
  await mkdir(dirname(file), { recursive: true });
  const mine = `${file}.${randomUUID()}`;
  await writeFile(mine, create === 'SM2' ? newSm2Key() : newEd25519Key(), { mode: 0o600 });
  try {
    // Under its name the key is whole from the first moment: publisher and registry start together, and either may read it.
    await link(mine, file);
  } catch (fault) {
    // Another process of the same hub was quicker: its key stands.
    if ((fault as { code?: string }).code !== 'EEXIST') throw fault;
  } finally {
    await rm(mine, { force: true });
  }
  return signerFromPem(await readFile(file, 'utf8'), file);
};
