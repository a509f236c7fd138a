import type { CaseKey, LocalDate, PersonId } from '@xianjie/domain';
import { books, reviewIdOf } from '../books';
import type { IdentityReviewNote, ReviewReason } from '../books';
import type { CaseFile } from '../case-files';
import type { Batch } from './batch';
import type { Draft } from './draft';
import type { Resolved } from './members';
import { countyOf } from './moves';
import type { Candidate } from './reviews';
import { rowsOf } from './rosters';

// A doubtful person holds up only the person link: the household's facts go on, and an official is asked (S-11).

const RULES: Readonly<Record<ReviewReason, string>> = {
  'check-digit': 'CR-02',
  'no-number': 'CR-01',
  'unrelated-name': 'CR-01',
  'one-slip': 'CR-01',
};
const WORDS: Readonly<Record<ReviewReason, string>> = {
  'check-digit': 'the identity number fails its check digit',
  'no-number': 'no identity number, and somebody of that name is known there',
  'unrelated-name': 'the identity number is known under an unrelated name',
  'one-slip': 'the identity number is one slip away from a known one of the same name',
};

export type Asked = Readonly<{ shard: string; county: string; on: LocalDate; caseKey: CaseKey | null }>;

const keep = (batch: Batch, draft: Draft, shard: string, review: IdentityReviewNote): void => {
  batch.reviews.set(review.id, review);
  draft.note(books.identityReview, review.id, shard, review);
};

const unite = (candidates: readonly Candidate[], others: readonly { person: PersonId; tier: string }[]) => [
  ...new Map([...others, ...candidates].map((candidate) => [candidate.person, candidate])).values(),
];

const ask = (
  batch: Batch,
  draft: Draft,
  file: CaseFile,
  asked: Asked,
  person: PersonId,
  reason: ReviewReason,
  candidates: readonly Candidate[],
): void => {
  const { shard, county, on, caseKey } = asked;
  const id = reviewIdOf(person);
  const known = batch.reviews.get(id);
  // An official's answer stands; an open question learns of another candidate.
  if (known?.status === 'same' || known?.status === 'different') return;
  if (known?.status === 'open') return keep(batch, draft, shard, { ...known, candidates: unite(candidates, known.candidates) });
  const opened = { id, county, household: file.id, person, candidates: unite(candidates, []), reason, openedOn: on };
  keep(batch, draft, shard, { ...opened, status: 'open', settledBy: null });
  draft.record(file, county, {
    type: 'DifferenceFound',
    ...{ on, differenceId: id, ruleId: RULES[reason], severity: 'ERROR', caseKey, detail: WORDS[reason] },
    persons: [person, ...candidates.map((candidate) => candidate.person)],
    households: [],
  });
};

/** Is there anything to ask about this person? A missing number alone is no doubt: somebody must be meant (T5). */
export const isInDoubt = ({ doubt }: Resolved, candidates: readonly Candidate[]): boolean =>
  doubt !== null && (doubt !== 'no-number' || candidates.length > 0);

export const openReviews = (
  batch: Batch,
  draft: Draft,
  file: CaseFile,
  asked: Asked,
  resolved: readonly Resolved[],
  candidates: ReadonlyMap<PersonId, readonly Candidate[]>,
): void => {
  for (const one of resolved) {
    if (!one.isNew) continue;
    const met = candidates.get(one.person) ?? [];
    const owner: readonly Candidate[] = one.conflictsWith === null ? [] : [{ person: one.conflictsWith, tier: 'conflict' }];
    if (one.doubt !== null && isInDoubt(one, met)) ask(batch, draft, file, asked, one.person, one.doubt, [...owner, ...met]);
    // A sound newcomer answers, perhaps, an older doubt: it is asked where the person in doubt stands, as in the other order of arrival.
    if (one.doubt === null)
      for (const { person, tier } of met) {
        // Who is new in this batch too, and not heard yet, will ask for themselves.
        const [at] = batch.filesOf(person);
        if (at !== undefined && (tier === 'T4' || tier === 'T5'))
          ask(batch, draft, at, { ...asked, ...placeOf(at, person) }, person, tier === 'T4' ? 'one-slip' : 'no-number', [
            { person: one.person, tier },
          ]);
      }
  }
};

const placeOf = (at: CaseFile, person: PersonId): Pick<Asked, 'county' | 'caseKey'> => {
  const spell = Object.values(at.state.cases).findLast(({ members }) => members.some((member) => member.person === person));
  return { county: countyOf(at), caseKey: spell?.caseKey ?? null };
};

/** Somewhere a roster still lists the person under the number, or without the number, that raised the question. */
const isStillInDoubt = (batch: Batch, { person, reason }: IdentityReviewNote): boolean =>
  batch
    .filesOf(person)
    .flatMap(({ state }) => rowsOf(state))
    .some((row) => row.person === person && (row.provisional || (reason === 'no-number' && row.idNo === null)));

/** The source has corrected the number, or lists the person no more: the question has answered itself. */
export const closeReviews = (
  batch: Batch,
  draft: Draft,
  file: CaseFile,
  { shard, on }: Asked,
  persons: ReadonlySet<PersonId>,
): void => {
  for (const review of batch.reviews.values()) {
    const isOurs = persons.has(review.person) || Object.hasOwn(file.state.differences, review.id);
    if (!isOurs || review.status !== 'open' || isStillInDoubt(batch, review)) continue;
    keep(batch, draft, shard, { ...review, status: 'superseded' });
    const at = [file, batch.files.get(review.household)].find((one) => one && Object.hasOwn(one.state.differences, review.id));
    if (at === undefined) continue;
    const { differenceId, ruleId } = at.state.differences[review.id]!;
    draft.record(at, countyOf(at), {
      type: 'DifferenceResolved',
      ...{ on, differenceId, ruleId, remedyEvent: null, settledBy: null, reason: null },
    });
  }
};
