import { sm2 } from 'sm-crypto-v2';
import type { Signature } from '@xianjie/domain';
import { privatePemOf, publicPemOf, scalarOf, spkiOf } from './sm2-key';
import { keyIdOf } from './sm3';
import { Signer } from './signer';
import { UnusableKey } from '../faults';

/** GM/T 0009's default; openssl needs it as `-sigopt distid:1234567812345678` (S-24). */
export const SM2_USER_ID = '1234567812345678';

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** SM2 with SM3 (GB/T 32918.2), signature in DER. sm-crypto-v2 is uncertified software: hence the port. */
export class Sm2Signer extends Signer {
  readonly algorithm = 'SM2';
  readonly publicKeyPem: string;
  private readonly point: string;

  constructor(private readonly scalar: string) {
    super();
    this.point = sm2.getPublicKeyFromPrivateKey(scalar);
    this.publicKeyPem = publicPemOf(spkiOf(this.point));
  }

  static fromPem(pem: string, name = 'signing key'): Sm2Signer {
    const scalar = scalarOf(pem);
    if (scalar === null) throw new UnusableKey(`${name}: expected the curve sm2p256v1`);
    return new Sm2Signer(scalar);
  }

  async sign(statement: Uint8Array): Promise<Signature> {
    const options = { der: true, hash: true, userId: SM2_USER_ID, publicKey: this.point };
    const der = sm2.doSignature(statement, this.scalar, options);
    const spki = spkiOf(this.point);
    return {
      algorithm: this.algorithm,
      value: Buffer.from(der, 'hex').toString('base64'),
      publicKey: spki.toString('base64'),
      keyId: keyIdOf(spki),
    };
  }
}

/** A new key in PEM (PKCS #8). */
export const newSm2Key = (): string => privatePemOf(sm2.generateKeyPairHex());

/** `point` is the public key, `der` the signature; malformed signatures are just not valid. */
export const isSm2Signature = (statement: Uint8Array, der: Uint8Array, point: string): boolean => {
  try {
    return sm2.doVerifySignature(statement, hex(der), point, { der: true, hash: true, userId: SM2_USER_ID });
  } catch {
    return false;
  }
};
