import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import type { Signature } from '@xianjie/domain';
import { keyIdOf } from './sm3';
import { Signer } from './signer';

/** For a deployment outside the reach of the Chinese commercial cryptography rules: the key file decides. */
export class Ed25519Signer extends Signer {
  readonly algorithm = 'ED25519';
  readonly publicKeyPem: string;
  private readonly key: KeyObject;
  private readonly spki: Buffer;

  constructor(pem: string) {
    super();
    this.key = createPrivateKey(pem);
    const publicKey = createPublicKey(this.key);
    this.spki = publicKey.export({ type: 'spki', format: 'der' });
    this.publicKeyPem = publicKey.export({ type: 'spki', format: 'pem' }).toString();
  }

  async sign(statement: Uint8Array): Promise<Signature> {
    const value = sign(null, statement, this.key).toString('base64');
    return { algorithm: this.algorithm, value, publicKey: this.spki.toString('base64'), keyId: keyIdOf(this.spki) };
  }
}

export const newEd25519Key = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
