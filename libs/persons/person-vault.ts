import type { PersonId, Sealed } from '@xianjie/domain';
import type { PersonKeys } from './person-keys';

export type PersonalValue = Readonly<{ person: PersonId; text: string }>;

/** Port (S-12, S-25): a key for every person, and nothing personal leaves without it. An adapter passes `person-vault.contract.ts`. */
export abstract class PersonVault {
  /** Makes keys for new persons, all in one statement; those who have one, or had one destroyed, keep what they have. */
  abstract create(persons: readonly PersonId[]): Promise<PersonKeys>;

  /** The keys of a batch; erased persons are among them as erased, unknown persons are not. */
  abstract unlock(persons: readonly PersonId[]): Promise<PersonKeys>;

  /** In the order asked. @throws PersonUnknown. */
  abstract seal(values: readonly PersonalValue[]): Promise<readonly Sealed[]>;

  /** In the order asked; null for the values of erased persons. @throws BoxUnreadable. */
  abstract open(sealed: readonly Sealed[]): Promise<readonly (string | null)[]>;

  /** Erases persons: what was sealed for them can never be read again, here or from a copy of the log. */
  abstract destroyKeys(persons: readonly PersonId[]): Promise<void>;
}
