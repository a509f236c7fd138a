import type { Signature, SignatureAlgorithm } from '@xianjie/domain';

/** Port over the key of one office. Certified hardware or another library is another adapter. */
export abstract class Signer {
  abstract readonly algorithm: SignatureAlgorithm;
  /** SubjectPublicKeyInfo, as `openssl pkey -pubin` reads it. */
  abstract readonly publicKeyPem: string;
  abstract sign(statement: Uint8Array): Promise<Signature>;
}
