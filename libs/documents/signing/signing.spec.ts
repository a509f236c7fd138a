import { execFileSync } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { sm2 } from 'sm-crypto-v2';
import { newEd25519Key } from './ed25519-signer';
import { signerFromFile, signerFromPem } from './key-file';
import { Sm2Signer, isSm2Signature, newSm2Key } from './sm2-signer';
import { keyIdOf, sm3 } from './sm3';
import { isSignatureOver } from './verify';

const folder = (): string => mkdtempSync(join(tmpdir(), 'xianjie-signing-'));
const statement = Buffer.from('{"list":"XJ-530124-2016"}');

const opensslAccepts = (pem: string, signature: string, over: Uint8Array, distid = '1234567812345678'): boolean => {
  const at = folder();
  writeFileSync(join(at, 'pub.pem'), pem);
  writeFileSync(join(at, 'sig'), Buffer.from(signature, 'base64'));
  writeFileSync(join(at, 'statement'), over);
  const args = ['dgst', '-sm3', '-verify', 'pub.pem', '-signature', 'sig', '-sigopt', `distid:${distid}`, 'statement'];
  try {
    return execFileSync('openssl', args, { cwd: at, encoding: 'utf8', stdio: 'pipe' }).includes('Verified OK');
  } catch {
    return false;
  }
};

describe('SM3', () => {
  it('gives the value of GB/T 32905 appendix A for abc', () =>
    expect(sm3('abc')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'));
});

describe('an SM2 signature', () => {
  it('verifies with openssl, over the very bytes and the user id only', async () => {
    const signer = signerFromPem(newSm2Key());
    const { value } = await signer.sign(statement);
    expect(opensslAccepts(signer.publicKeyPem, value, statement)).toBe(true);
    expect(opensslAccepts(signer.publicKeyPem, value, Buffer.from('{"list":"XJ-530124-2017"}'))).toBe(false);
    expect(opensslAccepts(signer.publicKeyPem, value, statement, '8765432187654321')).toBe(false);
  });

  it('made by openssl verifies here, with a key made by openssl', async () => {
    const at = folder();
    const openssl = (...args: string[]) => execFileSync('openssl', args, { cwd: at, stdio: 'pipe' });
    openssl('genpkey', '-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:SM2', '-out', 'key.pem');
    writeFileSync(join(at, 'statement'), statement);
    openssl('dgst', '-sm3', '-sign', 'key.pem', '-sigopt', 'distid:1234567812345678', '-out', 'sig', 'statement');
    const signer = signerFromPem(readFileSync(join(at, 'key.pem'), 'utf8'));
    const mine = await signer.sign(statement);
    expect(isSignatureOver(statement, { ...mine, value: readFileSync(join(at, 'sig')).toString('base64') })).toBe(true);
    expect(opensslAccepts(signer.publicKeyPem, mine.value, statement)).toBe(true);
  });

  it('follows GB/T 32918.5 appendix A: its key, its message, its signature', () => {
    const scalar = '3945208F7B2144B13F36E38AC6D39F95889393692860B51A42FB81EF4DF7C5B8';
    const r = 'F5A03B0648D2C4630EEAC513E1BB81A15944DA3827D5B74143AC7EACEEE720B3';
    const s = 'B1B6AA29DF212FD8763182BC0D421CA1BB9038FD1F7F42D4840B69C485BBC1AA';
    const der = Buffer.from(`30460221 00${r} 0221 00${s}`.replaceAll(' ', ''), 'hex');
    const point = sm2.getPublicKeyFromPrivateKey(scalar);
    expect(point.slice(2, 66).toUpperCase()).toBe('09F9DF311E5421A150DD7D161E4BC5C672179FAD1833FC076BB08FF356F35020');
    expect(isSm2Signature(Buffer.from('message digest'), der, point)).toBe(true);
    expect(isSm2Signature(Buffer.from('message digesT'), der, point)).toBe(false);
  });

  it('is not valid when the signature is no DER at all, or the key was exchanged', async () => {
    const made = await Sm2Signer.fromPem(newSm2Key()).sign(statement);
    const other = await Sm2Signer.fromPem(newSm2Key()).sign(statement);
    expect(isSignatureOver(statement, made)).toBe(true);
    expect(isSignatureOver(statement, { ...made, value: 'AAAA' })).toBe(false);
    expect(isSignatureOver(statement, { ...made, publicKey: other.publicKey, keyId: other.keyId })).toBe(false);
    expect(isSignatureOver(statement, { ...made, keyId: other.keyId })).toBe(false);
  });

  it('is none by a key of another kind, or by no key', async () => {
    const made = await Sm2Signer.fromPem(newSm2Key()).sign(statement);
    const other = await signerFromPem(newEd25519Key()).sign(statement);
    const bearing = (publicKey: Buffer) => ({ publicKey: publicKey.toString('base64'), keyId: keyIdOf(publicKey) });
    const otherKey = bearing(Buffer.from(other.publicKey, 'base64'));
    expect(isSignatureOver(statement, { ...made, ...otherKey })).toBe(false);
    expect(isSignatureOver(statement, { ...other, ...bearing(Buffer.from(made.publicKey, 'base64')) })).toBe(false);
    for (const { algorithm, value } of [made, other])
      expect(isSignatureOver(statement, { algorithm, value, ...bearing(Buffer.from('no key')) })).toBe(false);
    // RSA and the other curves verify by the same call of Node's.
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
    const value = sign(null, statement, privateKey).toString('base64');
    const spki = bearing(publicKey.export({ type: 'spki', format: 'der' }));
    expect(isSignatureOver(statement, { algorithm: 'ED25519', value, ...spki })).toBe(false);
  });
});

describe('an Ed25519 key file', () => {
  it('signs Ed25519, and the signature verifies', async () => {
    const made = await signerFromPem(newEd25519Key()).sign(statement);
    expect(made.algorithm).toBe('ED25519');
    expect(isSignatureOver(statement, made)).toBe(true);
    expect(isSignatureOver(Buffer.from('{}'), made)).toBe(false);
  });
});

describe('the signing key file', () => {
  it('is made in development, once, for its owner only', async () => {
    const file = join(folder(), 'keys', 'signing.pem');
    const first = await signerFromFile(file, 'SM2');
    expect((await signerFromFile(file, 'SM2')).publicKeyPem).toBe(first.publicKeyPem);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it('is one whoever makes it first: processes that start together sign with the same key', async () => {
    const file = join(folder(), 'keys', 'signing.pem');
    const signers = await Promise.all(Array.from({ length: 8 }, () => signerFromFile(file, 'ED25519')));
    expect(new Set(signers.map(({ publicKeyPem }) => publicKeyPem)).size).toBe(1);
    expect(readdirSync(dirname(file))).toEqual(['signing.pem']);
  });

  it('is made for the algorithm that is asked for', async () => {
    const made = async (algorithm: 'SM2' | 'ED25519') =>
      (await signerFromFile(join(folder(), 'signing.pem'), algorithm)).sign(statement);
    const signatures = [await made('SM2'), await made('ED25519')];
    expect(signatures.map(({ algorithm }) => algorithm)).toEqual(['SM2', 'ED25519']);
    for (const { keyId, publicKey } of signatures) expect(keyId).toBe(sm3(Buffer.from(publicKey, 'base64')).slice(0, 16));
  });

  it('is required in production', () =>
    expect(signerFromFile(join(folder(), 'none.pem'), null)).rejects.toMatchObject({ code: 'signing-key-unusable' }));

  it('of another curve is refused by name', async () => {
    const file = join(folder(), 'p256.pem');
    execFileSync('openssl', ['ecparam', '-name', 'prime256v1', '-genkey', '-noout', '-out', file], { stdio: 'pipe' });
    await expect(signerFromFile(file, null)).rejects.toThrow(`${file}: expected the curve sm2p256v1`);
    writeFileSync(file, 'not a key');
    await expect(signerFromFile(file, null)).rejects.toThrow(file);
  });

  it('that cannot be read is no fault that passes: a folder in its place, as Docker makes one', async () => {
    const file = folder();
    for (const create of [null, 'SM2'] as const)
      await expect(signerFromFile(file, create)).rejects.toMatchObject({
        ...{ code: 'signing-key-unusable', retryable: false, message: expect.stringContaining(file) },
      });
  });
});
