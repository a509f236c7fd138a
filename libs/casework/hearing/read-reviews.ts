import type { Household, HouseholdId, PersonId } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { books, isReviewId, reviewIdOf, valueOf } from '../books';
import type { IdentityReviewNote } from '../books';
import type { CaseFiles } from '../case-files';
import { rowsOf } from './rosters';

/** What of a batch they are read into. */
type Read = Readonly<{
  files: CaseFiles;
  reviews: Map<string, IdentityReviewNote>;
  readPersons: (persons: Iterable<PersonId>, households: readonly HouseholdId[]) => Promise<void>;
}>;

/** Whoever is listed in doubt or without a number: an official may have been asked, or may have answered. */
const doubtfulIn = (household: Household): readonly PersonId[] =>
  rowsOf(household)
    .filter(({ provisional, idNo }) => provisional || idNo === null)
    .map(({ person }) => person);

/**
 * The identity reviews that the batch may change: those that stand on its households, and those about persons who are in doubt there,
 * wherever they stand; with what is known of each person whom an open one is about. `met`: whom somebody new may be; an official may
 * have said of them that they are somebody by themselves, and nothing on a roster shows it.
 */
export const readReviews = async (log: Pick<EventLog, 'notes'>, batch: Read, met: Iterable<PersonId> = []): Promise<void> => {
  const ids = new Set([...met].map(reviewIdOf));
  for (const { state } of batch.files.all()) {
    for (const id of Object.keys(state.differences)) if (isReviewId(id)) ids.add(id);
    for (const person of doubtfulIn(state)) ids.add(reviewIdOf(person));
  }
  const missing = [...ids].filter((id) => !batch.reviews.has(id));
  if (missing.length === 0) return;
  const found = [...(await log.notes(books.identityReview, missing)).values()].flatMap(
    (note) => valueOf<IdentityReviewNote>(note) ?? [],
  );
  for (const review of found) batch.reviews.set(review.id, review);
  const open = found.filter(({ status }) => status === 'open');
  if (open.length > 0)
    await batch.readPersons(
      open.map(({ person }) => person),
      open.map(({ household }) => household),
    );
};
