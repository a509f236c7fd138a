import type { IdentifierHasher } from '@xianjie/persons';

/** Hashes of numbers of one province, each computed once. */
export type Hashes = Map<string, string>;
export const hashOf = (hasher: IdentifierHasher, hashes: Hashes, idNo: string): string => {
  const known = hashes.get(idNo);
  if (known !== undefined) return known;
  const hash = hasher.hash(idNo);
  hashes.set(idNo, hash);
  return hash;
};
