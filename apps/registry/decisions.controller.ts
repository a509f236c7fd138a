import { createHash } from 'node:crypto';
import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PolicyBook, TakeDecision } from '@xianjie/casework';
import type { Acting } from '@xianjie/casework';
import type { HouseholdCommand } from '@xianjie/domain';
import { actingIn, businessDay, keyAsSent, notFound } from '@xianjie/http';
import { Today } from '@xianjie/log';
import { ViewQueries } from '@xianjie/read-models';
import type { Request } from 'express';
import { v7 } from 'uuid';
import { z } from 'zod';
import { aDecision, aReviewCompletion } from './decisions.requests';
import { decisionTaken, reviewsDue } from './answers/decisions';
import type { Answered } from './answers/shapes';
import { Answers, Asks, ByOfficial, Once, Takes } from './openapi';
import { aDate, aDivision, aLimit } from './queries';
import { refusalOf } from './refusal-texts';

const reviewQuery = z.strictObject({
  division: aDivision.optional(),
  dueBy: aDate.optional(),
  after: z.string().optional(),
  limit: aLimit,
});

type Taken = Answered<typeof decisionTaken>;

/** Decisions of officials. The hub only refuses what a rule forbids; it decides nothing by itself (CR-12, YN-32). */
@ApiTags('decisions')
@Controller()
export class DecisionsController {
  constructor(
    private readonly decisions: TakeDecision,
    private readonly views: ViewQueries,
    private readonly policies: PolicyBook,
    private readonly today: Today,
  ) {}

  @Post('households/:id/decisions')
  @HttpCode(200)
  @ApiOperation({ summary: 'Open a review, start or end a transition, suspend, resume, withdraw, retract, settle a difference' })
  @Takes(aDecision)
  @Answers(decisionTaken)
  @ByOfficial()
  @Once()
  async decide(
    @Param('id') household: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: Request,
  ): Promise<Taken> {
    const asked = aDecision.parse(body);
    const on = await businessDay(this.today, asked.on);
    const acting = actingIn(request);
    const command: HouseholdCommand =
      asked.type === 'OpenReview'
        ? { ...asked, on, reviewId: asked.reviewId ?? `review-${v7()}`, openedBy: acting.by }
        : asked.type === 'SettleDifference'
          ? { ...asked, on, settledBy: acting.by }
          : { ...asked, on };
    return this.take(household, command, acting, asked, key);
  }

  @Get('reviews')
  @ApiOperation({
    summary: 'Reviews due on or before a day, by class cadence (YN-11) or after an exit (YN-14); open ones say so',
  })
  @Asks(reviewQuery)
  @Answers(reviewsDue)
  async reviews(@Query() query: Record<string, string>): Promise<Answered<typeof reviewsDue>> {
    const { division = '', dueBy, after, limit } = reviewQuery.parse(query);
    const on = dueBy ?? (await this.today.date());
    const { due, next } = await this.views.reviewsDue(division, on, (county) => this.policies.inForce(county, on), limit, after);
    return { dueBy: on, reviews: due, next };
  }

  @Post('reviews/:id/complete')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Complete a review: KEEP, ADJUST, TRANSITION or STOP, signed by somebody who did not investigate (CR-40)',
  })
  @Takes(aReviewCompletion)
  @Answers(decisionTaken)
  @ByOfficial()
  @Once()
  async complete(
    @Param('id') reviewId: string,
    @Body() body: unknown,
    @Headers('idempotency-key') key: string | undefined,
    @Req() request: Request,
  ): Promise<Taken> {
    const { household, on, ...asked } = aReviewCompletion.parse(body);
    const command: HouseholdCommand = { type: 'CompleteReview', reviewId, ...asked, on: await businessDay(this.today, on) };
    return this.take(household, command, actingIn(request), { reviewId, on, ...asked }, key);
  }

  /** `asked`: as it was sent, before the day and what else was left out was filled in. */
  private async take(
    household: string,
    command: HouseholdCommand,
    { by: actor, token }: Acting,
    asked: object,
    header: string | undefined,
  ): Promise<Taken> {
    const key = keyAsSent(header) ?? v7();
    const digest = createHash('sha256')
      .update(JSON.stringify([household, asked]))
      .digest('hex');
    const taken = await this.decisions.take({ household, command, actor, token, commandId: `decision:${key}`, digest });
    if (taken.outcome === 'accepted') return taken;
    if (taken.because === 'unknown-household') throw notFound(`household ${household}`);
    throw refusalOf(taken.because);
  }
}
