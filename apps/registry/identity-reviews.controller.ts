import { Body, Controller, Get, Headers, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RecordAccess } from '@xianjie/access';
import { ResolveIdentity } from '@xianjie/casework';
import type { IdentityReview } from '@xianjie/casework';
import { maskedIdNo } from '@xianjie/documents';
import { lineage } from '@xianjie/domain';
import type { DivisionTable } from '@xianjie/domain';
import { actingIn, askedOf, askerOf, businessDay, keyAsSent, notFound } from '@xianjie/http';
import { EventLog, Today } from '@xianjie/log';
import type { Request } from 'express';
import { v7 } from 'uuid';
import { z } from 'zod';
import { anIdentityAnswer } from './decisions.requests';
import { DIVISIONS } from './divisions';
import { Answers, Asks, ByOfficial, Once, Takes } from './openapi';
import { identityAnswered, identityReviews } from './answers/decisions';
import type { Answered } from './answers/shapes';
import { aLimit, nextAfter } from './queries';
import { refusalOf } from './refusal-texts';

const query = z.strictObject({
  county: z
    .string()
    .regex(/^\d{6}$/, 'a county code of six digits')
    .optional(),
  status: z.enum(['open', 'same', 'different', 'superseded']).default('open'),
  after: z.string().max(80).optional(),
  limit: aLimit,
});

const byId = (a: IdentityReview, b: IdentityReview): number => (a.id < b.id ? -1 : 1);

/** Persons about whom the sources leave a doubt (S-11): an official says whether two are one. */
@ApiTags('identity reviews')
@Controller('identity-reviews')
export class IdentityReviewsController {
  constructor(
    private readonly identity: ResolveIdentity,
    private readonly log: EventLog,
    private readonly today: Today,
    private readonly accesses: RecordAccess,
    @Inject(DIVISIONS) private readonly divisions: DivisionTable,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Reviews with the persons in question; identifiers masked; page with `after`' })
  @Asks(query)
  @Answers(identityReviews)
  async list(@Query() asked: Record<string, string>, @Req() request: Request): Promise<Answered<typeof identityReviews>> {
    const { county, after, ...page } = query.parse(asked);
    const filter = { ...page, ...(after && { after }), ...(county && { counties: lineage(this.divisions, county) }) };
    const found = await Promise.all((await this.log.shards()).map((shard) => this.identity.list(shard, filter)));
    const reviews = found.flat().sort(byId).slice(0, page.limit);
    const people = reviews.flatMap((review) => review.people);
    await this.accesses.accessed(askerOf(request), {
      ...{ what: 'identity-reviews', asked: askedOf(request), rows: reviews.length },
      households: [...new Set(reviews.map(({ household }) => household))],
      persons: [...new Set(people.map(({ person }) => person))],
    });
    return {
      reviews: reviews.map((review) => ({
        ...review,
        people: review.people.map((one) => ({ ...one, idNos: one.idNos.map(maskedIdNo) })),
      })),
      next: nextAfter(reviews, page.limit, ({ id }) => id),
    };
  }

  @Post(':id')
  @HttpCode(200)
  @ApiOperation({ summary: 'same: the person is the candidate named; different: they are two' })
  @ByOfficial()
  @Once()
  @Takes(anIdentityAnswer)
  @Answers(identityAnswered)
  async settle(
    @Param('id') review: string,
    @Body() body: unknown,
    @Req() request: Request,
    @Headers('idempotency-key') header: string | undefined,
  ): Promise<Answered<typeof identityAnswered>> {
    const asked = anIdentityAnswer.parse(body);
    const key = keyAsSent(header) ?? v7();
    const { by: actor, token } = actingIn(request);
    const on = await businessDay(this.today, asked.on);
    for (const shard of await this.log.shards()) {
      const settled = await this.identity.settle({
        ...{ id: review, shard, ...asked, on },
        ...{ actor, token, commandId: `identity:${review}:${key}` },
      });
      if (settled.outcome === 'accepted') return settled;
      if (settled.because !== 'unknown-review') throw refusalOf(settled.because);
    }
    throw notFound(`identity review ${review}`);
  }
}
