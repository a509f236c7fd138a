import type { PersonId } from '../values';

/**
 * A personal value as the log may hold it: encrypted under its person's key (S-12). `digest` is keyed by the same key, so that
 * two spellings can be compared without reading either; the domain compares digests only.
 */
export type Sealed = Readonly<{ person: PersonId; digest: string; box: string }>;

export const sameSealed = (a: Sealed | null, b: Sealed | null): boolean =>
  a === b || (a !== null && b !== null && a.digest === b.digest);
