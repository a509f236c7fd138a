import type { ErrorKind, Truth } from './truth';

// Which recorded errors may explain that a hub did not see what is true. A kind that normalisation must undo (lower-case x, full-width
// digits, spaces, an apostrophe) or that matching takes by itself (T3: 15 digits, disability number) explains nothing.

/** Strongest first: a zeroed number keeps the whole row out (S-11), a missing one the link. */
export const BLOCKING: readonly ErrorKind[] = [
  'id-excel-zeroed',
  'id-check-digit',
  'id-of-another',
  'id-missing',
  'rare-character',
  'name-variant',
  'minority-dot',
];
export type Explanations = Readonly<{
  /** The kind that keeps this person from being linked; null for a person written without one. */
  ofPerson: (person: number) => ErrorKind | null;
  /** A kind recorded for the household itself. */
  ofHousehold: (household: number, kinds: readonly ErrorKind[]) => ErrorKind | null;
  /** The families that share persons after a split, a marriage, a merge or a duplicate have one number. */
  kinship: (household: number) => number;
  related: (household: number) => boolean;
  /** A kind recorded for anybody of the families that share persons with this one. */
  ofKin: (household: number, kind: ErrorKind) => ErrorKind | null;
}>;

export const explanationsOf = (truth: Truth): Explanations => {
  const ofPerson = new Map<number, ErrorKind>();
  const ofHousehold = new Map<number, Set<ErrorKind>>();
  for (const { kind, person, household } of truth.errors) {
    if (household !== null) (ofHousehold.get(household) ?? ofHousehold.set(household, new Set()).get(household))?.add(kind);
    const rank = BLOCKING.indexOf(kind);
    if (person === null || rank < 0) continue;
    const known = ofPerson.get(person);
    if (known === undefined || rank < BLOCKING.indexOf(known)) ofPerson.set(person, kind);
  }
  const parent = new Map<number, number>();
  const root = (id: number): number => {
    let at = id;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const kin = new Set<number>();
  for (const { id, related } of truth.households)
    for (const other of related) {
      kin.add(id);
      kin.add(other);
      parent.set(root(id), root(other));
    }
  const kindsOfKin = new Map<number, Set<ErrorKind>>();
  for (const { kind, household } of truth.errors)
    if (household !== null)
      (kindsOfKin.get(root(household)) ?? kindsOfKin.set(root(household), new Set()).get(root(household)))?.add(kind);
  return {
    ofKin: (household, kind) => (kindsOfKin.get(root(household))?.has(kind) === true ? kind : null),
    ofPerson: (person) => ofPerson.get(person) ?? null,
    ofHousehold: (household, kinds) => kinds.find((kind) => ofHousehold.get(household)?.has(kind)) ?? null,
    kinship: root,
    related: (household) => kin.has(household),
  };
};
