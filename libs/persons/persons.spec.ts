import { createHmac, randomBytes } from 'node:crypto';
import { mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { MasterKeyMissing } from './faults';
import { IdentifierHasher } from './identifier-hasher';
import { InMemoryPersonVault } from './in-memory-person-vault';
import { KeyedHash } from './keyed-hash';
import { MasterKey, loadMasterKey } from './master-key';
import { describePersonVault } from './person-vault.contract';

describePersonVault('in-memory', async () => {
  const vault = new InMemoryPersonVault(new MasterKey(randomBytes(32)));
  return [vault, vault];
});

describe('the keyed hash', () => {
  it('is HMAC-SHA-256, whatever the key and the text', () =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), fc.string({ unit: 'grapheme', maxLength: 700 }), (key, text) => {
        for (const encoding of ['hex', 'base64url', 'latin1'] as const) {
          const expected = createHmac('sha256', key).update(text).digest().toString(encoding);
          expect(new KeyedHash(key).of(text, encoding)).toBe(expected);
          expect(new KeyedHash(key).ofBytes(Buffer.from(text), encoding)).toBe(expected);
        }
      }),
      { numRuns: 500 },
    ));
});

describe('identifier hashes', () => {
  const masterKey = new MasterKey(Buffer.alloc(32, 7));
  it('differ from province to province, and from master key to master key', () => {
    const idNo = '11010519491231002X';
    const hashes = [
      new IdentifierHasher(masterKey, '45').hash(idNo),
      new IdentifierHasher(masterKey, '53').hash(idNo),
      new IdentifierHasher(new MasterKey(Buffer.alloc(32, 8)), '45').hash(idNo),
    ];
    expect(new Set(hashes).size).toBe(3);
    expect(new IdentifierHasher(masterKey, '45').hash(idNo)).toBe(hashes[0]);
  });

  it('find one block for two spellings in one township, another in the next', () => {
    const hasher = new IdentifierHasher(masterKey, '45');
    expect(hasher.block('韋大山', '451422100001')).toBe(hasher.block('韦 大山', '451422100'));
    expect(hasher.block('韦大山', '451422101001')).not.toBe(hasher.block('韦大山', '451422100001'));
  });
});

describe('the master key file', () => {
  const folder = () => mkdtempSync(join(tmpdir(), 'xianjie-key-'));

  it('is made at first use outside production, for its owner alone, and read afterwards', () => {
    const XIANJIE_MASTER_KEY_FILE = join(folder(), 'master.key');
    const { id } = loadMasterKey({ XIANJIE_MASTER_KEY_FILE });
    expect(loadMasterKey({ XIANJIE_MASTER_KEY_FILE, NODE_ENV: 'production' }).id).toBe(id);
    expect(statSync(XIANJIE_MASTER_KEY_FILE).mode & 0o777).toBe(0o600);
  });

  it('must be there in production, and the error names the variable', () => {
    expect(() => loadMasterKey({ NODE_ENV: 'production' })).toThrow(/XIANJIE_MASTER_KEY_FILE/);
    const missing = { NODE_ENV: 'production', XIANJIE_MASTER_KEY_FILE: join(folder(), 'none') };
    expect(() => loadMasterKey(missing)).toThrow(MasterKeyMissing);
  });

  it('must hold 64 hex digits', () => {
    const XIANJIE_MASTER_KEY_FILE = join(folder(), 'master.key');
    writeFileSync(XIANJIE_MASTER_KEY_FILE, 'secret');
    expect(() => loadMasterKey({ XIANJIE_MASTER_KEY_FILE })).toThrow(/64 hex digits/);
  });

  it('does not open what another master key wrapped', () => {
    const wrapped = new MasterKey(Buffer.alloc(32, 1)).wrap('p-1', Buffer.from('secret'));
    expect(() => new MasterKey(Buffer.alloc(32, 2)).unwrap('p-1', wrapped)).toThrow(/master key/);
    expect(() => new MasterKey(Buffer.alloc(32, 1)).unwrap('p-2', wrapped)).toThrow(/p-2/);
  });
});
