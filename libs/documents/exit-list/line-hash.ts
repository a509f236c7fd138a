import { randomBytes } from 'node:crypto';
import { sm3 } from '../signing/sm3';

// docs/adr/0007-exit-list-evidence.md: built of text, so that anybody can recompute it with a shell and openssl.

/** 16 random bytes as 32 hex digits: without it, a hash of name and number could be found by trying. */
export const newSalt = (): string => randomBytes(16).toString('hex');

/** SM3 over `<salt>,<canonical line>`. */
export const lineHash = (salt: string, line: string): string => sm3(`${salt},${line}`);

/** SM3 over the hashes, one a line with LF, in line order; of an empty list, over nothing. */
export const rootOf = (hashes: readonly string[]): string => sm3(hashFile(hashes));
export const hashFile = (hashes: readonly string[]): Buffer => Buffer.from(hashes.map((hash) => `${hash}\n`).join(''));

/** The proof file: hash and salt of each line; another office's lines have no salt here. */
export const proofFile = (proofs: readonly Readonly<{ hash: string; salt: string | null }>[]): Buffer =>
  Buffer.from(proofs.map(({ hash, salt }) => `${hash},${salt ?? ''}\n`).join(''));
