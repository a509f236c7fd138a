import type { Score } from '@xianjie/testing';

/** Nobody joined who is not one person, no household merged that is not one, and nothing left over that errors do not explain. */
export const isSound = ({ wrongLinks, unexplained, households }: Score): boolean =>
  wrongLinks === 0 && unexplained === 0 && households.wronglyMerged === 0;
