import { isSettledBy } from '@xianjie/domain';
import type { CaseKey, DibaoCase, Household, HouseholdEvent, LocalDate } from '@xianjie/domain';
import { books, isReviewId } from '../books';
import type { CaseFile } from '../case-files';
import type { Batch } from './batch';
import type { Draft } from './draft';
import { shardOf } from './item';
import { isListed, listedIn } from './rosters';

// What is known of a household beside its rosters, and goes where its cases go: who has died, who is in doubt, what an official has settled.

type Move = Readonly<{
  from: CaseFile;
  into: CaseFile;
  spells: readonly DibaoCase[];
  on: LocalDate;
  counties: Readonly<{ from: string; into: string }>;
}>;

const deathsToTell = ({ from, into, spells, on }: Move): readonly HouseholdEvent[] => {
  const concerned = listedIn(spells);
  return Object.entries(from.state.deceased)
    .filter(([person]) => concerned.has(person) || from.state.supersededBy !== null)
    .filter(([person]) => !Object.hasOwn(into.state.deceased, person))
    .map(([person, diedOn]) => ({ type: 'MemberDeceased', on, person, diedOn }));
};

/** A question stands where the person in doubt stands (S-11): who looks for it there must find it, and it ends there. */
const carryQuestions = (batch: Batch, draft: Draft, { from, into, spells, on, counties }: Move): void => {
  const concerned = listedIn(spells);
  for (const open of Object.values(from.state.differences)) {
    const review = isReviewId(open.differenceId) ? batch.reviews.get(open.differenceId) : undefined;
    if (!review || !concerned.has(review.person) || isListed(from.state, review.person)) continue;
    const { differenceId, ruleId } = open;
    const said = { on, differenceId, ruleId, remedyEvent: null, settledBy: null, reason: `with the case to ${into.id}` };
    draft.record(from, counties.from, { type: 'DifferenceResolved', ...said });
    draft.record(into, counties.into, { type: 'DifferenceFound', on, ...open });
    const now = { ...review, household: into.id };
    batch.reviews.set(review.id, now);
    draft.note(books.identityReview, review.id, shardOf(counties.into), now);
  }
};

/** After the events of the move itself. */
export const carryFacts = (batch: Batch, draft: Draft, move: Move): void => {
  for (const death of deathsToTell(move)) draft.record(move.into, move.counties.into, death);
  carryQuestions(batch, draft, move);
};

type Settled = Household['settled'][string];
/** What officials have settled of cases that went elsewhere, by difference; `household`: where, and so by whom. */
export type SettledElsewhere = ReadonlyMap<string, Readonly<{ facts: Settled; household: string }>>;

export const settledOf = ({ id, state }: CaseFile, spells: readonly DibaoCase[]): SettledElsewhere => {
  const isOf = (differenceId: string, caseKey: CaseKey): boolean => differenceId.endsWith(`:${caseKey}`);
  const ours = Object.entries(state.settled).filter(([key]) => spells.some(({ caseKey }) => isOf(key, caseKey)));
  return new Map(ours.map(([key, facts]) => [key, { facts, household: id }]));
};

/** A difference that comes up again with its case, with the facts that an official has settled, is settled here as well. */
export const settledAgain = (
  event: HouseholdEvent,
  elsewhere: SettledElsewhere | undefined,
): Extract<HouseholdEvent, { type: 'DifferenceResolved' }> | null => {
  if (event.type !== 'DifferenceFound') return null;
  const { on, differenceId, ruleId } = event;
  const known = elsewhere?.get(differenceId);
  if (known === undefined || !isSettledBy(known.facts, event)) return null;
  const settled = { settledBy: known.household, reason: 'settled by an official before the case came here' };
  return { type: 'DifferenceResolved', on, differenceId, ruleId, remedyEvent: null, ...settled };
};
