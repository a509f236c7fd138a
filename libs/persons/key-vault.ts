import { randomFillSync } from 'node:crypto';
import type { PersonId, Sealed } from '@xianjie/domain';
import { LRUCache } from 'lru-cache';
import { KeyNotUnwrapped } from './faults';
import type { KeyStore, StoredKey } from './key-store';
import type { MasterKey } from './master-key';
import { ALGORITHM, PersonKey, PersonKeys, SECRET_BYTES } from './person-keys';
import { PersonVault } from './person-vault';
import type { PersonalValue } from './person-vault';

/** About 0.5 kB a key: 100,000 are 50 MB. */
const CACHED = 100_000;

/** Keys wrapped by a master key, kept in a store, and the most recent ones unwrapped in memory. */
export class KeyVault extends PersonVault {
  private readonly cache: LRUCache<PersonId, PersonKey>;
  private mark: string | null = null;

  constructor(
    private readonly store: KeyStore,
    private readonly masterKey: MasterKey,
    cached = CACHED,
  ) {
    super();
    this.cache = new LRUCache({ max: cached });
  }

  async create(persons: readonly PersonId[]): Promise<PersonKeys> {
    const secrets = randomFillSync(Buffer.allocUnsafeSlow(persons.length * SECRET_BYTES));
    const keys = persons.map((person, i) => {
      const secret = secrets.subarray(i * SECRET_BYTES, (i + 1) * SECRET_BYTES);
      return { person, algorithm: ALGORITHM, masterKey: this.masterKey.id, wrapped: this.masterKey.wrap(person, secret) };
    });
    if (keys.length > 0) await this.store.insert(keys);
    // What is stored counts: another process may have made a key for the same person.
    return this.unlock(persons);
  }

  async unlock(persons: readonly PersonId[]): Promise<PersonKeys> {
    await this.forgetErased();
    const found = new Map<PersonId, PersonKey | null>();
    const missing = new Set<PersonId>();
    for (const person of persons) {
      const key = this.cache.get(person);
      if (key) found.set(person, key);
      else missing.add(person);
    }
    if (missing.size > 0) for (const row of await this.store.read([...missing])) found.set(row.person, this.unwrapped(row));
    return new PersonKeys(found);
  }

  async seal(values: readonly PersonalValue[]): Promise<readonly Sealed[]> {
    const keys = await this.unlock(values.map(({ person }) => person));
    return values.map(({ person, text }) => keys.seal(person, text));
  }

  async open(sealed: readonly Sealed[]): Promise<readonly (string | null)[]> {
    const keys = await this.unlock(sealed.map(({ person }) => person));
    return sealed.map((value) => keys.open(value));
  }

  async destroyKeys(persons: readonly PersonId[]): Promise<void> {
    await this.store.erase(persons);
    for (const person of persons) this.cache.delete(person);
  }

  // An erasure holds for every process at once, so each use asks who was erased meanwhile.
  private async forgetErased(): Promise<void> {
    if (this.cache.size === 0) return;
    const { persons, mark } = await this.store.erasedSince(this.mark);
    this.mark = mark;
    for (const person of persons) this.cache.delete(person);
  }

  private unwrapped({ person, algorithm, masterKey, wrapped }: StoredKey): PersonKey | null {
    if (wrapped === null) return null;
    if (algorithm !== ALGORITHM) throw new KeyNotUnwrapped(person, `this version has no algorithm '${algorithm}'`);
    if (masterKey !== this.masterKey.id)
      throw new KeyNotUnwrapped(person, `it was wrapped by master key ${masterKey}, and this is ${this.masterKey.id}`);
    const key = new PersonKey(person, this.masterKey.unwrap(person, wrapped));
    this.cache.set(person, key);
    return key;
  }
}
