export { Signer } from './signing/signer';
export { sm3, keyIdOf } from './signing/sm3';
export { Sm2Signer, SM2_USER_ID, newSm2Key } from './signing/sm2-signer';
export { Ed25519Signer, newEd25519Key } from './signing/ed25519-signer';
export { signerFromFile, signerFromPem } from './signing/key-file';
export { publicPemOf } from './signing/sm2-key';
export { isSignatureOver } from './signing/verify';
export { UnusableKey } from './signing/faults';
