import { createHash } from 'node:crypto';

/** SM3 (GB/T 32905), 64 lower-case hex digits; text is hashed as UTF-8. */
export const sm3 = (data: string | Uint8Array): string => createHash('sm3').update(data).digest('hex');

/** The first 16 hex digits of the SM3 over a SubjectPublicKeyInfo. */
export const keyIdOf = (publicKey: Uint8Array): string => sm3(publicKey).slice(0, 16);
