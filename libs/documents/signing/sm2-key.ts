import { createPrivateKey, createPublicKey } from 'node:crypto';
import { UnusableKey } from '../faults';

// Keys of the curve sm2p256v1 in the two standard wrappings, so that openssl reads what we write and the other way round.
// Node's OpenSSL parses and re-wraps them but cannot sign with them: `crypto.sign('sm3', …)` is ECDSA, not SM2.

const CURVE = '301306072a8648ce3d020106082a811ccf5501822d';
const SPKI = Buffer.from(`3059${CURVE}034200`, 'hex');
const PKCS8 = Buffer.from(`308187020100${CURVE}046d306b0201010420`, 'hex');
const PUBLIC_PART = Buffer.from('a144034200', 'hex');

const pem = (label: string, der: Uint8Array): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der)
    .toString('base64')
    .replace(/.{1,64}/g, '$&\n')}-----END ${label}-----\n`;

/** `publicKey` is the point, 130 hex digits beginning with 04. */
export const spkiOf = (publicKey: string): Buffer => Buffer.concat([SPKI, Buffer.from(publicKey, 'hex')]);
export const publicPemOf = (spki: Uint8Array): string => pem('PUBLIC KEY', spki);
export const privatePemOf = (keys: Readonly<{ privateKey: string; publicKey: string }>): string =>
  pem(
    'PRIVATE KEY',
    Buffer.concat([PKCS8, Buffer.from(keys.privateKey, 'hex'), PUBLIC_PART, Buffer.from(keys.publicKey, 'hex')]),
  );

/** The point of an SM2 SubjectPublicKeyInfo, or null when it is of another curve. */
export const pointOf = (spki: Buffer): string | null =>
  spki.subarray(0, SPKI.length).equals(SPKI) ? spki.subarray(SPKI.length).toString('hex') : null;

/** The scalar of an SM2 key in PEM (PKCS #8 or SEC 1), 64 hex digits; null when it is of another kind. */
export const scalarOf = (privatePem: string): string | null => {
  const key = createPrivateKey(privatePem);
  const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
  if (pointOf(spki) === null) return null;
  const der = key.export({ type: 'pkcs8', format: 'der' });
  const at = der.indexOf(Buffer.from('0201010420', 'hex'));
  if (at < 0) throw new UnusableKey('SM2 private key: the scalar is not 32 bytes');
  return der.subarray(at + 5, at + 37).toString('hex');
};
