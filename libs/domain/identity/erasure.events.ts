import type { DomainEvent } from '../decider';
import type { HouseholdId, PersonId } from '../values';

// These names and fields are the stored format. Add an event; never rename one.

/** A kept source file that was written again without the person; `hash` is that of the bytes once sent, and stays. */
export type BlankedFile = Readonly<{ importId: string; hash: string; rows: number; cells: number }>;

/** The keys of `persons` are destroyed (S-25). No household's fold hears it: what is sealed stays, and nobody can open it. */
export type PersonErased = DomainEvent<
  'PersonErased',
  {
    person: PersonId;
    /** All ids merged into one. */
    persons: readonly PersonId[];
    households: readonly HouseholdId[];
    reason: string;
    /** User reference. */
    by: string;
    files: readonly BlankedFile[];
  }
>;
export type PersonEvent = PersonErased;

export const personEventNames: Readonly<Record<PersonEvent['type'], string>> = { PersonErased: 'person.erased' };
/** A person's own stream, on the hub's topic. */
export const personStream = (person: PersonId): string => `person-${person}`;
