import { createHmac, randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { KeyNotUnwrapped, MasterKeyMissing } from './faults';
import { IdentifierHasher } from './identifier-hasher';
import { InMemoryPersonVault } from './in-memory-person-vault';
import type { KeyStore, StoredKey } from './key-store';
import { KeyVault } from './key-vault';
import { KeyedHash } from './keyed-hash';
import { MasterKey, loadMasterKey } from './master-key';
import { describePersonVault } from './person-vault.contract';

const GOLDEN = {
  id: 'b30c499e39d2a156',
  hash: '2d767dfcf4ff0e2b39ba4be9af796186c5af9b505fb37c8571401fd48981c940',
  block: 'Zpwnf7PWzaJX60SV3LSPmE',
  name: '4Aq9kvmoqFTjAFlFQS5FH4',
};
const WRAPPED = '000102030405060708090a0bff248dc25e41fceccdf7dd226e478d45664dca91a30e';

describePersonVault('in-memory', async () => {
  const vault = new InMemoryPersonVault(new MasterKey(randomBytes(32)));
  return [vault, vault];
});

describe('the keyed hash', () => {
  it('is HMAC-SHA-256, whatever the key and the text', () =>
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 64, size: 'max' }),
        fc.string({ unit: 'grapheme', maxLength: 700, size: 'max' }),
        (key, text) => {
          for (const encoding of ['hex', 'base64url', 'latin1'] as const) {
            const expected = createHmac('sha256', key).update(text).digest().toString(encoding);
            expect(new KeyedHash(key).of(text, encoding)).toBe(expected);
            expect(new KeyedHash(key).ofBytes(Buffer.from(text), encoding)).toBe(expected);
          }
        },
      ),
      // The longest key; texts that first need more room than there is, then all of it.
      {
        numRuns: 500,
        examples: [
          [new Uint8Array(64).fill(7), '韦'.repeat(4_000)],
          [new Uint8Array(0), ''],
        ],
      },
    ));
  it('takes no key of more than a block', () => expect(() => new KeyedHash(new Uint8Array(65))).toThrow(/65 bytes; at most 64/));
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

  // HKDF and HMAC by twenty lines of Python: these are stored, and what stands under them is lost when they change.
  it('are what another program computes', () => {
    const hasher = new IdentifierHasher(masterKey, '45');
    expect({
      id: masterKey.id,
      hash: hasher.hash('11010519491231002X'),
      block: hasher.block('韦大山', '451422100001'),
      name: hasher.name('p-1', '韦大山'),
    }).toEqual(GOLDEN);
    const wrapped = Buffer.from(WRAPPED, 'hex');
    expect(masterKey.unwrap('p-1', wrapped).toString()).toBe('secret');
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

  it('is made in the data folder when no file is named, and an empty name names none', () => {
    const XIANJIE_DATA_DIR = join(folder(), 'data');
    const { id } = loadMasterKey({ XIANJIE_DATA_DIR, XIANJIE_MASTER_KEY_FILE: ' ' });
    expect(loadMasterKey({ XIANJIE_MASTER_KEY_FILE: ` ${join(XIANJIE_DATA_DIR, 'master.key')} ` }).id).toBe(id);
  });

  it('must be there in production, and the error names the variable', () => {
    expect(() => loadMasterKey({ NODE_ENV: 'production' })).toThrow(/XIANJIE_MASTER_KEY_FILE/);
    const missing = { NODE_ENV: 'production', XIANJIE_MASTER_KEY_FILE: join(folder(), 'none') };
    expect(() => loadMasterKey(missing)).toThrow(MasterKeyMissing);
    // Docker makes a folder where a file that it is to lend is missing.
    const aFolder = { ...missing, XIANJIE_MASTER_KEY_FILE: __dirname };
    expect(() => loadMasterKey(aFolder)).toThrow(expect.objectContaining({ code: 'master-key-missing', retryable: false }));
    expect(() => loadMasterKey(missing)).toThrow(missing.XIANJIE_MASTER_KEY_FILE);
    expect(() => loadMasterKey({ ...missing, NODE_ENV: '', XIANJIE_MODE: 'production' })).toThrow(MasterKeyMissing);
    expect(existsSync(missing.XIANJIE_MASTER_KEY_FILE)).toBe(false);
  });

  it.each(['secret', 'ab'.repeat(31), 'ab'.repeat(33), `x${'ab'.repeat(32)}`, `${'ab'.repeat(32)}x`, 'gh'.repeat(32)])(
    'must hold 64 hex digits, not %s',
    (text) => {
      const XIANJIE_MASTER_KEY_FILE = join(folder(), 'master.key');
      writeFileSync(XIANJIE_MASTER_KEY_FILE, text);
      expect(() => loadMasterKey({ XIANJIE_MASTER_KEY_FILE })).toThrow(/64 hex digits/);
    },
  );
  it('has 32 bytes', () => expect(() => new MasterKey(Buffer.alloc(31))).toThrow(/this one 31/));

  it('does not open what another master key wrapped', () => {
    const wrapped = new MasterKey(Buffer.alloc(32, 1)).wrap('p-1', Buffer.from('secret'));
    expect(() => new MasterKey(Buffer.alloc(32, 2)).unwrap('p-1', wrapped)).toThrow(/master key/);
    expect(() => new MasterKey(Buffer.alloc(32, 1)).unwrap('p-2', wrapped)).toThrow(/p-2/);
  });

  it('tells apart a key of another master key and one of another algorithm', async () => {
    const masterKey = new MasterKey(Buffer.alloc(32, 1));
    const stored = {
      person: 'p-1',
      algorithm: 'aes-256-gcm',
      masterKey: masterKey.id,
      wrapped: masterKey.wrap('p-1', randomBytes(64)),
    };
    const unlocking = (said: Partial<StoredKey>) => {
      const store: KeyStore = {
        insert: async () => undefined,
        read: async () => [{ ...stored, ...said }],
        erase: async () => undefined,
        erasedSince: async () => ({ persons: [], mark: '' }),
      };
      return new KeyVault(store, masterKey).unlock(['p-1']);
    };
    expect((await unlocking({})).has('p-1')).toBe(true);
    await expect(unlocking({ masterKey: 'other' })).rejects.toThrow(/wrapped by master key other, and this is/);
    await expect(unlocking({ algorithm: 'rot13' })).rejects.toThrow(/no algorithm 'rot13'/);
    await expect(unlocking({ wrapped: randomBytes(92) })).rejects.toThrow(KeyNotUnwrapped);
  });
});
