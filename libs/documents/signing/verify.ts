import { createPublicKey, verify } from 'node:crypto';
import type { Signature } from '@xianjie/domain';
import { pointOf } from './sm2-key';
import { isSm2Signature } from './sm2-signer';
import { keyIdOf } from './sm3';

/** Whether the signature is over these bytes by the key it carries. Whose key that is, the caller knows. */
export const isSignatureOver = (statement: Uint8Array, signature: Signature): boolean => {
  const spki = Buffer.from(signature.publicKey, 'base64');
  const value = Buffer.from(signature.value, 'base64');
  if (keyIdOf(spki) !== signature.keyId) return false;
  switch (signature.algorithm) {
    case 'SM2': {
      const point = pointOf(spki);
      return point !== null && isSm2Signature(statement, value, point);
    }
    case 'ED25519':
      return isEd25519Signature(statement, value, spki);
  }
};

const isEd25519Signature = (statement: Uint8Array, value: Buffer, spki: Buffer): boolean => {
  try {
    const key = createPublicKey({ key: spki, type: 'spki', format: 'der' });
    return key.asymmetricKeyType === 'ed25519' && verify(null, statement, key, value);
  } catch {
    return false;
  }
};
