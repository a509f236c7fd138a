import { IdentityReviews, books, valueOf } from '@xianjie/casework';
import type { IdentityReviewNote } from '@xianjie/casework';
import type { CountyCode } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';

/** Open identity reviews as casework keeps them beside the log (S-11); they are counted and hold up nothing. */
export class NotedIdentityReviews extends IdentityReviews {
  constructor(private readonly log: EventLog) {
    super();
  }

  async openIn(counties: readonly CountyCode[]): Promise<number> {
    let open = 0;
    for (const shard of new Set(counties.map((county) => county.slice(0, 2))))
      for await (const page of this.log.notesIn(books.identityReview, shard))
        for (const note of page) {
          const review = valueOf<IdentityReviewNote>(note);
          if (review?.status === 'open' && counties.includes(review.county)) open += 1;
        }
    return open;
  }
}
