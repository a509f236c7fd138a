import type { CountyCode, PersonId } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { books, valueOf } from './books';
import type { IdentityReviewNote, ReviewStatus } from './books';
import { IdentityReviews } from './exit-lists';
import { Batch } from './hearing/batch';
import type { CaseworkParts } from './hearing/parts';
import { standingPersons } from './standing-persons';

/** `names` and `idNos` as the registries spell them, in clear: what is shown masks the numbers. Empty for an erased person. */
export type PersonInReview = Readonly<{
  person: PersonId;
  names: readonly string[];
  idNos: readonly string[];
  households: readonly string[];
}>;
export type IdentityReview = IdentityReviewNote & Readonly<{ people: readonly PersonInReview[] }>;
/** `counties`: the codes of a lineage; all when left out. A page of at most `limit`, in the order of their ids, after the review `after`. */
export type ReviewQuery = Readonly<{
  counties?: readonly CountyCode[];
  status?: ReviewStatus;
  after?: string;
  limit?: number;
}>;

export const reviewNotes = async (
  log: EventLog,
  shard: string,
  { counties, status, after, limit = Infinity }: ReviewQuery = {},
): Promise<readonly IdentityReviewNote[]> => {
  const found: IdentityReviewNote[] = [];
  for await (const page of log.notesIn(books.identityReview, shard, after))
    for (const note of page) {
      const review = valueOf<IdentityReviewNote>(note);
      if (!review || counties?.includes(review.county) === false || (status !== undefined && review.status !== status)) continue;
      found.push(review);
      if (found.length === limit) return found;
    }
  return found;
};

/** A candidate whom an official has said to be another since is that other (S-11). */
const standingCandidates = (
  { candidates }: IdentityReviewNote,
  standing: (person: PersonId) => PersonId,
): IdentityReviewNote['candidates'] => [
  ...new Map(candidates.map(({ person, tier }) => [standing(person), { person: standing(person), tier }])).values(),
];

/** Opens what is known of the persons of some reviews. */
export const describeReviews = async (
  parts: CaseworkParts,
  shard: string,
  notes: readonly IdentityReviewNote[],
): Promise<readonly IdentityReview[]> => {
  const standing = await standingPersons(
    parts.log,
    notes.flatMap(({ candidates }) => candidates.map(({ person }) => person)),
  );
  const reviews = notes.map((review) => ({ ...review, candidates: standingCandidates(review, standing) }));
  const persons = [...new Set(reviews.flatMap(({ person, candidates }) => [person, ...candidates.map((one) => one.person)]))];
  const batch = await Batch.ofPersons(parts, shard, persons);
  const open = (person: PersonId): PersonInReview => {
    const files = batch.filesOf(person);
    const members = files.flatMap(({ state: { registration, cases } }) => [
      ...(registration?.members[person] ? [registration.members[person]] : []),
      ...Object.values(cases).flatMap((spell) => spell.members.filter((member) => member.person === person)),
    ]);
    const opened = (values: readonly (typeof members)[number]['idNo'][]): readonly string[] => [
      ...new Set(values.map((sealed) => batch.keys.open(sealed)).filter((text) => text !== null)),
    ];
    return {
      person,
      names: opened(members.map(({ name }) => name)),
      idNos: opened(members.map(({ idNo }) => idNo)),
      households: files.map(({ id }) => id),
    };
  };
  return reviews.map((review) => ({
    ...review,
    people: [review.person, ...review.candidates.map((one) => one.person)].map(open),
  }));
};

/** How many open reviews touch a county: what an exit list says before it is frozen. */
export class LogIdentityReviews extends IdentityReviews {
  constructor(private readonly log: EventLog) {
    super();
  }

  async openIn(counties: readonly CountyCode[]): Promise<number> {
    const shards = [...new Set(counties.map((county) => county.slice(0, 2)))];
    const open = await Promise.all(shards.map((shard) => reviewNotes(this.log, shard, { status: 'open' })));
    return open.flat().filter(({ county }) => counties.includes(county)).length;
  }
}
