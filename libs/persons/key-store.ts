import type { PersonId } from '@xianjie/domain';

/** `wrapped` is null once the key was destroyed. */
export type StoredKey = Readonly<{ person: PersonId; algorithm: string; masterKey: string; wrapped: Buffer | null }>;

/** Where wrapped keys are kept; the vault knows what is in them. */
export abstract class KeyStore {
  /** A person who is already there stays as they are. */
  abstract insert(keys: readonly (StoredKey & { wrapped: Buffer })[]): Promise<void>;
  abstract read(persons: readonly PersonId[]): Promise<readonly StoredKey[]>;
  abstract erase(persons: readonly PersonId[]): Promise<void>;
  /** Who was erased since a mark that an earlier answer gave (null: the beginning of time); by any process. */
  abstract erasedSince(mark: string | null): Promise<Readonly<{ persons: readonly PersonId[]; mark: string }>>;
}
