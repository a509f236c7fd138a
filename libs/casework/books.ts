import type { CountyCode, HouseholdId, LocalDate, PersonId } from '@xianjie/domain';
import type { Note } from '@xianjie/log';

// The books that casework keeps beside the log (S-7). A note commits with the events that made it true.
// Nothing is decided on a note alone: it says where to look, and the fold of the stream says what is so.

export const books = {
  /** By record key (`<lineage>/<户编号>`), scope county: what was last heard of a registration. */
  heardPoverty: 'heard:poverty',
  /** By record key (`<lineage>/<programme>/<低保证号>`), scope county: what was last heard of a case. */
  heardDibao: 'heard:dibao',
  /** By person, scope county: the households on whose rosters the person is or was. */
  person: 'person',
  /** By `<import>/<county>`, scope import: after which position an import began to speak of a county, for its undoing (S-9). */
  import: 'import',
  /** By review id, scope shard (S-11). */
  identityReview: 'identity-review',
  /** By person who turned out to be another, scope shard: who that is. Erasing one erases both (S-25). */
  sameAs: 'same-as',
  /** By person, scope shard: an erasure that was asked for, and whether it is done (S-25). */
  erasure: 'erasure',
  /** By erased person, scope shard: keyed hashes of the names, by which a row without a number is still known as theirs. */
  erasedNames: 'erased-names',
  /** By record key, scope county: records that list an erased person; imports look there before they settle (erased-runs.sql). */
  erasedRecord: 'erased-record',
  /** By command id, scope shard: the digest of the decision that was taken under it (S-15). */
  decision: 'decision',
} as const;

export type HeardBook = typeof books.heardPoverty | typeof books.heardDibao;
export const heardBookOf = (system: 'registry' | 'dibao'): HeardBook =>
  system === 'registry' ? books.heardPoverty : books.heardDibao;

/** `present`: the last snapshot of its scope listed it. `import` is null for a report that came without one. */
export type Heard = Readonly<{
  digest: string | null;
  asOf: LocalDate;
  household: HouseholdId;
  import: string | null;
  present: boolean;
  /** As of when another import, or a report without one, had told of it before this import did: what stands when it is undone (S-4). */
  before?: LocalDate;
  /** Without an import: as of when it was told, while `asOf` moves on with every import that finds the same, and back when that is undone. */
  told?: LocalDate;
}>;
export type Whereabouts = Readonly<{ households: readonly HouseholdId[] }>;

export type ErasureNote = Readonly<{
  status: 'begun' | 'done';
  persons: readonly PersonId[];
  reason: string;
  by: string;
  token?: string;
  on: LocalDate;
}>;
export type ErasedNames = Readonly<{ names: readonly string[] }>;

export type ImportBegun = Readonly<{ county: CountyCode; shard: string; after: number }>;

export type ReviewReason = 'check-digit' | 'no-number' | 'unrelated-name' | 'one-slip';
export type ReviewStatus = 'open' | 'same' | 'different' | 'superseded';
/** Persons are pseudonymous here too; a reader opens their names through the vault. */
export type IdentityReviewNote = Readonly<{
  id: string;
  county: CountyCode;
  household: HouseholdId;
  person: PersonId;
  candidates: readonly Readonly<{ person: PersonId; tier: string }>[];
  reason: ReviewReason;
  openedOn: LocalDate;
  status: ReviewStatus;
  settledBy: string | null;
}>;

/**
 * intake's SQL reads `asOf`, `present` and `digest` at their places in the text (migrations 0331 to 0333): this is the one place that
 * writes it.
 */
export const heardNote = (book: HeardBook, key: string, scope: string, heard: Heard): Note => {
  const { asOf, present, digest, household, import: importId, before, told = asOf } = heard;
  const later = { ...(before && { before }), ...(importId === null && { told }) };
  return noteOf(book, key, scope, { asOf, present, digest, household, import: importId, ...later });
};

export const noteOf = (book: string, key: string, scope: string, value: object | null): Note => ({
  book,
  key,
  scope,
  value: value === null ? null : JSON.stringify(value),
});
export const valueOf = <Value>(note: Note | undefined): Value | null =>
  note === undefined || note.value === null ? null : (JSON.parse(note.value) as Value);

/** One review a person in doubt: who asks again finds the same one. */
export const reviewIdOf = (person: PersonId): string => `r-${person.slice(2)}`;
export const isReviewId = (id: string): boolean => id.startsWith('r-');
