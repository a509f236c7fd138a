import type { PersonId } from '@xianjie/domain';
import type { Pool } from 'pg';
import { KeyStore } from './key-store';
import type { StoredKey } from './key-store';
import { KeyVault } from './key-vault';
import type { MasterKey } from './master-key';
import { ALGORITHM } from './person-keys';
import { statement } from './postgres-statements';

const insertKeys = statement('insert-keys');
const readKeys = statement('read-keys');
const eraseKeys = statement('erase-keys');
const erasedSince = statement('erased-since');

/** A transaction that erases is one short statement: what it stamped an instant before our mark is visible within this. */
const OVERLAP_MS = 60_000;

type Row = { person: PersonId; algorithm: string; master_key: string; wrapped: Buffer | null };

class PostgresKeyStore extends KeyStore {
  constructor(private readonly pool: Pool) {
    super();
  }

  async insert(keys: readonly (StoredKey & { wrapped: Buffer })[]): Promise<void> {
    const persons = keys.map(({ person }) => person);
    const wrapped = keys.map((key) => key.wrapped);
    await this.pool.query(insertKeys(persons, ALGORITHM, keys[0].masterKey, wrapped));
  }

  async read(persons: readonly PersonId[]): Promise<readonly StoredKey[]> {
    const { rows } = await this.pool.query<Row>(readKeys(persons));
    return rows.map(({ person, algorithm, master_key: masterKey, wrapped }) => ({ person, algorithm, masterKey, wrapped }));
  }

  async erase(persons: readonly PersonId[]): Promise<void> {
    await this.pool.query(eraseKeys(persons));
  }

  async erasedSince(mark: string | null) {
    const { rows } = await this.pool.query<{ person: PersonId | null; now: Date }>(erasedSince(mark ?? '-infinity'));
    return {
      persons: rows.flatMap(({ person }) => person ?? []),
      mark: new Date(rows[0].now.getTime() - OVERLAP_MS).toISOString(),
    };
  }
}

export class PostgresPersonVault extends KeyVault {
  constructor(pool: Pool, masterKey: MasterKey, cached?: number) {
    super(new PostgresKeyStore(pool), masterKey, cached);
  }
}
