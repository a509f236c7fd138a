import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DiscardMessage } from '@xianjie/casework';
import { actingIn, businessDay, notFound, refusedBecause } from '@xianjie/http';
import { Today } from '@xianjie/log';
import { PostgresParkedDesk } from '@xianjie/messaging';
import type { ParkedHead } from '@xianjie/messaging';
import type { Request } from 'express';
import { z } from 'zod';
import { readConfig } from './config';
import { discardedAnswer, parkedAnswer, parkedMessage, retryAsked } from './answers/parked';
import type { Answered } from './answers/shapes';
import { Answers, Asks, ByOfficial, Takes } from './openapi';
import { aDate, aLimit, nextAfter } from './queries';

const listQuery = z.strictObject({
  household: z.string().min(1).optional(),
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'the id of a parked message')
    .optional(),
  limit: aLimit,
});
const aDiscard = z.strictObject({ reason: z.string().trim().min(1).max(500), on: aDate.optional() });

/** What could not be applied and waits, with its household's later messages (S-18). The consumer whose lane it is carries out what is said here. */
@ApiTags('parked messages')
@Controller('parked')
export class ParkedController {
  constructor(
    private readonly desk: PostgresParkedDesk,
    private readonly discards: DiscardMessage,
    private readonly today: Today,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Parked lanes by the message that holds each up, with why, since when, and how many wait' })
  @Asks(listQuery)
  @Answers(parkedAnswer)
  async list(@Query() query: Record<string, string>): Promise<Answered<typeof parkedAnswer>> {
    const { household: lane, after, limit } = listQuery.parse(query);
    const parked = await this.desk.list({ ...(lane && { lane }), ...(after && { after }), limit });
    return { counts: await this.desk.counts(), parked, next: nextAfter(parked, limit, ({ id }) => id) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One parked message, waiting or settled, and what waits in its lane, in order' })
  @Answers(parkedMessage)
  async show(@Param('id') id: string): Promise<Answered<typeof parkedMessage>> {
    const found = await this.find(id);
    return { ...found, lane: found.lane, messages: await this.desk.lane(found) };
  }

  @Post(':id/retry')
  @HttpCode(202)
  @ApiOperation({ summary: 'Try its lane again; within seconds it is applied in order, up to the first that still cannot be' })
  @Answers(retryAsked, 202)
  async retry(@Param('id') id: string): Promise<Answered<typeof retryAsked>> {
    const found = await this.waiting(id);
    await this.desk.askRetry(found);
    return { id, household: found.lane, waiting: found.waiting };
  }

  @Post(':id/discard')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Pass the first message of a lane over, with a reason; recorded in the log, and the lane goes on behind it',
  })
  @Takes(aDiscard)
  @Answers(discardedAnswer, 202)
  @ByOfficial()
  async discard(
    @Param('id') id: string,
    @Body() body: unknown,
    @Req() request: Request,
  ): Promise<Answered<typeof discardedAnswer>> {
    const { by, token } = actingIn(request);
    const { reason, on } = aDiscard.parse(body);
    const found = await this.waiting(id);
    if (found.head !== id)
      throw refusedBecause('waits-behind-another', `${found.head} holds the lane up: retry or discard that first`);
    const recorded = await this.discards.discard({
      ...found,
      ...{ reason, by, token, on: await businessDay(this.today, on), shard: readConfig().XIANJIE_PROVINCE },
    });
    // After a crash before this the log has it, and the same call again ends here.
    await this.desk.discard(found, by, reason);
    return { id, household: found.lane, ...recorded };
  }

  private async waiting(id: string): Promise<ParkedHead & Readonly<{ head: string | null }>> {
    const found = await this.find(id);
    if (found.status !== 'waiting') throw refusedBecause('already-settled', `parked message ${id} was ${found.status}`);
    return found;
  }

  private async find(id: string): Promise<ParkedHead & Readonly<{ head: string | null }>> {
    const found = /^\d{1,18}$/.test(id) ? await this.desk.find(id) : null;
    if (found === null) throw notFound(`parked message ${id}`);
    return found;
  }
}
