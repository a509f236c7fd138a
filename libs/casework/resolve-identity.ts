import { differenceChanges, isHouseholdStream, linkageChanges } from '@xianjie/domain';
import type { HouseholdId, LocalDate, PersonId } from '@xianjie/domain';
import { LogUnavailable, StreamMovedOn } from '@xianjie/log';
import type { Appended } from '@xianjie/log';
import { officialSource } from './acting';
import { books, valueOf } from './books';
import type { ErasureNote, IdentityReviewNote } from './books';
import { Batch } from './hearing/batch';
import { compareDoubles } from './hearing/doubles';
import { Draft } from './hearing/draft';
import { shardOf } from './hearing/item';
import { countyOf, findAt, settle } from './hearing/moves';
import type { CaseworkParts } from './hearing/parts';
import { standingPersons } from './standing-persons';
import { IdentityAnswer } from './identity-answer';
import { describeReviews, reviewNotes } from './identity-reviews';
import type { IdentityReview, ReviewQuery } from './identity-reviews';

const ATTEMPTS = 5;

export type SettleReview = Readonly<{
  id: string;
  /** Province of the review. */
  shard: string;
  /** `same`: the person in doubt is `candidate`. `different`: a person of their own. */
  verdict: 'same' | 'different';
  /** May be left out when there is one candidate only. */
  candidate: PersonId | null;
  on: LocalDate;
  actor: string;
  token?: string;
  commandId: string;
}>;
export type ReviewSettled =
  | Readonly<{ outcome: 'accepted'; events: number; households: readonly HouseholdId[] }>
  | Readonly<{ outcome: 'refused'; because: IdentityRefusal }>;

type IdentityRefusal = 'unknown-review' | 'review-already-settled' | 'candidate-missing' | 'idempotency-key-reused';

/** `households`: those on which it was recorded. */
const answered = ({ first, last, versions }: Appended): ReviewSettled => ({
  ...{ outcome: 'accepted', households: Object.keys(versions).filter(isHouseholdStream).sort() },
  events: first === null || last === null ? 0 : last.number - first.number + 1,
});

/** Questions about who somebody is (S-11), and an official's answers. */
export class ResolveIdentity {
  constructor(private readonly parts: CaseworkParts) {}

  async list(shard: string, query: ReviewQuery = {}): Promise<readonly IdentityReview[]> {
    return describeReviews(this.parts, shard, await reviewNotes(this.parts.log, shard, query));
  }

  /** The same command again gives the first answer (S-15), the same answer under another changes nothing. @throws StreamMovedOn when others kept being first. */
  async settle(asked: SettleReview): Promise<ReviewSettled> {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await this.once(asked);
      } catch (fault) {
        if (!(fault instanceof StreamMovedOn || fault instanceof LogUnavailable) || attempt === ATTEMPTS) throw fault;
      }
  }

  private async once(asked: SettleReview): Promise<ReviewSettled> {
    const { id, shard, verdict, candidate: named, on, actor, token, commandId } = asked;
    const review = valueOf<IdentityReviewNote>((await this.parts.log.notes(books.identityReview, [id])).get(id));
    if (review === null) return { outcome: 'refused', because: 'unknown-review' };
    // Whom an official has said to be another since is that other; the candidate named may be given either way.
    const standing = await standingPersons(this.parts.log, [...review.candidates.map(({ person }) => person), review.person]);
    // "Same" as another candidate than the one named then is another answer.
    const isAgain = verdict === 'different' || named === null || standing(named) === standing(review.person);
    if (review.status !== 'open') {
      const first = await this.parts.log.answerTo(commandId);
      if (review.status === verdict && isAgain)
        return first === null ? { outcome: 'accepted', events: 0, households: [] } : answered(first);
      return { outcome: 'refused', because: first === null ? 'review-already-settled' : 'idempotency-key-reused' };
    }
    const candidate = candidateOf(review, asked, standing);
    if (verdict === 'same' && candidate === null) return { outcome: 'refused', because: 'candidate-missing' };

    const batch = await Batch.ofPersons(this.parts, shard, [review.person, ...(candidate === null ? [] : [candidate])]);
    await batch.files.load([review.household]);
    const source = officialSource({ by: actor, token });
    const draft = new Draft(this.parts.codec, { shard, commandId, source, originOf: () => 'correction' });
    const files = batch.filesOf(review.person);
    const target = verdict === 'same' && candidate !== null ? candidate : review.person;
    for (const file of files) new IdentityAnswer(batch, draft, file, review.person, target, on).record();
    if (target !== review.person) {
      draft.note(books.sameAs, review.person, shard, { person: target });
      const households = [...new Set([...batch.householdsOf(target), ...files.map((file) => file.id)])];
      findAt(batch, draft, target, households, review.county);
      // Whoever is the same as an erased person is erased with them (S-25): ErasePerson goes on from this note.
      const isErased = [target, review.person].some((person) => batch.keys.isErased(person));
      const erasure: ErasureNote = {
        status: 'begun',
        persons: [target, review.person],
        reason: 'identity-review',
        by: actor,
        on,
      };
      if (isErased) draft.note(books.erasure, target, shard, erasure);
    }
    this.close(batch, draft, review, asked);
    // Whoever a member turned out to be may be registered elsewhere: the case follows (S-10).
    const settled = target === review.person ? [] : files.map((file) => settle(batch, draft, file, [target], on));
    const concerned = new Set([target, review.person, ...settled.flatMap(({ persons }) => [...persons])]);
    const left = new Set([...files, ...settled.flatMap((one) => [...one.files])]);
    compareDoubles(draft, (person) => batch.filesOf(person), concerned, on, left);
    draft.note(books.identityReview, id, shardOf(review.county), { ...review, status: verdict, settledBy: actor });
    return answered(await this.parts.log.append(draft.append()));
  }

  private close(batch: Batch, draft: Draft, review: IdentityReviewNote, { on, actor, verdict }: SettleReview): void {
    const asking = batch.files.get(review.household);
    for (const file of new Set([...batch.filesOf(review.person), ...(asking ? [asking] : [])])) {
      const open = file.state.differences[review.id];
      const county = countyOf(file);
      if (open)
        draft.record(file, county, {
          type: 'DifferenceResolved',
          ...{ on, differenceId: open.differenceId, ruleId: open.ruleId, remedyEvent: null, settledBy: actor, reason: verdict },
        });
      for (const event of linkageChanges(file.state, on)) draft.record(file, county, event);
      for (const event of differenceChanges(file.state, on)) draft.record(file, county, event);
    }
  }
}

const candidateOf = (
  { candidates }: IdentityReviewNote,
  { candidate }: SettleReview,
  standing: (person: PersonId) => PersonId,
): PersonId | null => {
  const persons = [...new Set(candidates.map(({ person }) => standing(person)))];
  if (candidate !== null) return persons.find((person) => person === standing(candidate)) ?? null;
  return persons.length === 1 ? (persons[0] ?? null) : null;
};
