import type { PersonId } from '@xianjie/domain';
import { KeyStore } from './key-store';
import type { StoredKey } from './key-store';
import { KeyVault } from './key-vault';
import type { MasterKey } from './master-key';

class InMemoryKeyStore extends KeyStore {
  private readonly keys = new Map<PersonId, StoredKey>();
  private readonly erased: PersonId[] = [];

  async insert(keys: readonly StoredKey[]): Promise<void> {
    for (const key of keys) if (!this.keys.has(key.person)) this.keys.set(key.person, key);
  }

  async read(persons: readonly PersonId[]): Promise<readonly StoredKey[]> {
    return persons.flatMap((person) => this.keys.get(person) ?? []);
  }

  async erase(persons: readonly PersonId[]): Promise<void> {
    for (const person of persons) {
      this.keys.set(person, { person, algorithm: 'none', masterKey: 'none', wrapped: null });
      this.erased.push(person);
    }
  }

  async erasedSince(mark: string | null) {
    return { persons: this.erased.slice(Number(mark ?? 0)), mark: String(this.erased.length) };
  }
}

/** For specs and dry runs: as long as the process lives. */
export class InMemoryPersonVault extends KeyVault {
  constructor(masterKey: MasterKey, cached?: number) {
    super(new InMemoryKeyStore(), masterKey, cached);
  }
}
