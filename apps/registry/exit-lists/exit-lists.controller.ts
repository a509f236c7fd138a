import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ExitLists } from '@xianjie/casework';
import { CallProblem, notFound } from '@xianjie/http';
import type { Request } from 'express';
import { Today } from '@xianjie/log';
import { z } from 'zod';
import { ListActs } from './list-acts';
import { anAcknowledgement, anAct, anActOnVersion, anOutcome, aRejection, listPath, listQuery } from './requests';
import { summaryOf } from './summaries';
import { acknowledgementAnswer, countiesAnswer, listActed, listAnswer, listsAnswer } from '../answers/exit-lists';
import type { Answered } from '../answers/shapes';
import { Answers, Asks, ByOfficial, Takes } from '../openapi';
import { aDate, aMoment } from '../queries';
import { ListedCounties } from './listed-counties';
import { RecordedDeliveries } from './recorded-deliveries';

type Path = Readonly<{ county: string; year: string }>;
type Acted = Answered<typeof listActed>;
const ofVersion = z.strictObject({ version: z.coerce.number().int().optional(), on: aDate.optional() });

/** The March list: every step of its life is a call (domain.md 4.4); a step that is not allowed is refused with its reason. */
@ApiTags('exit lists')
@Controller('exit-lists')
export class ExitListsController {
  constructor(
    private readonly lists: ExitLists,
    private readonly acts: ListActs,
    private readonly deliveries: RecordedDeliveries,
    private readonly counties: ListedCounties,
    private readonly today: Today,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The lists of a year, or of one county' })
  @Asks(listQuery)
  @Answers(listsAnswer)
  async find(@Query() query: Record<string, string>): Promise<Answered<typeof listsAnswer>> {
    const { year, county } = listQuery.parse(query);
    const counties = county ? [county] : await this.counties.all();
    const found = await Promise.all(counties.map((one) => this.lists.summary({ county: one, year })));
    return { lists: found.filter(({ list }) => list.openedOn !== null).map(summaryOf) };
  }

  @Get('counties')
  @ApiOperation({ summary: 'Counties of which anything was ever heard' })
  @Answers(countiesAnswer)
  async countyCodes(): Promise<Answered<typeof countiesAnswer>> {
    return { counties: await this.counties.all() };
  }

  @Get(':county/:year')
  @ApiOperation({ summary: 'One list with its versions and items; as known on a day, as effective on a day' })
  @Asks(aMoment)
  @Answers(listAnswer)
  async one(@Param() path: Path, @Query() query: Record<string, string>): Promise<Answered<typeof listAnswer>> {
    const moment = aMoment.parse(query);
    const found = await this.lists.summary({ ...listPath.parse(path), ...moment });
    if (found.list.openedOn === null) throw notFound(`list of ${found.county} for ${found.year}`);
    return { ...summaryOf(found), list: found.list, knownOn: moment.knownOn ?? null, effectiveOn: moment.effectiveOn ?? null };
  }

  @Post(':county/:year/build')
  @HttpCode(200)
  @ApiOperation({ summary: 'Open the list, or check it again (CR-27)' })
  @Takes(anAct)
  @Answers(listActed)
  @ByOfficial()
  build(@Param() path: Path, @Body() body: unknown, @Req() request: Request): Promise<Acted> {
    return this.acts.take('checked', path, body, request, anAct, (act) => this.lists.build(act));
  }

  @Post(':county/:year/freeze')
  @HttpCode(200)
  @ApiOperation({ summary: 'Fix position and lines (S-21); after a freeze, make the supplement (S-22)' })
  @Takes(anAct)
  @Answers(listActed)
  @ByOfficial()
  freeze(@Param() path: Path, @Body() body: unknown, @Req() request: Request): Promise<Acted> {
    return this.acts.take('frozen', path, body, request, anAct, (act) => this.lists.freeze(act));
  }

  @Post(':county/:year/sign')
  @HttpCode(200)
  @ApiOperation({ summary: 'Sign the statement of a frozen version (S-24)' })
  @Takes(anActOnVersion)
  @Answers(listActed)
  @ByOfficial()
  sign(@Param() path: Path, @Body() body: unknown, @Req() request: Request): Promise<Acted> {
    return this.acts.take('signed', path, body, request, anActOnVersion, (act) => this.lists.sign(act));
  }

  @Post(':county/:year/deliver')
  @HttpCode(200)
  @ApiOperation({ summary: 'Write the signed version for every recipient, once each' })
  @Takes(anActOnVersion)
  @Answers(listActed)
  @ByOfficial()
  deliver(@Param() path: Path, @Body() body: unknown, @Req() request: Request): Promise<Acted> {
    return this.acts.take('delivered', path, body, request, anActOnVersion, (act) => this.deliveries.deliver(act, request));
  }

  @Get(':county/:year/acknowledgement')
  @ApiOperation({ summary: 'The exact bytes that civil affairs signs to take the list over, with the seal of the day' })
  @Asks(ofVersion)
  @Answers(acknowledgementAnswer)
  async toBeSigned(@Param() path: Path, @Query() query: Record<string, string>): Promise<Answered<typeof acknowledgementAnswer>> {
    const { version, on } = ofVersion.parse(query);
    const of = { ...listPath.parse(path), version, on: on ?? (await this.today.date()) };
    const found = await this.lists.acknowledgement(of);
    if (found) return { statement: found.statement.toString('base64'), seal: found.seal };
    const { list } = await this.lists.summary(of);
    const isThere = list.versions.some((known) => version === undefined || known.version === version);
    if (!isThere) throw notFound('delivered version of that list');
    // The publisher seals some seconds after the first event; the same call may be sent again.
    throw new CallProblem(404, 'unknown-seal', `nothing was sealed on or before ${of.on} yet`);
  }

  @Post(':county/:year/acknowledge')
  @HttpCode(200)
  @ApiOperation({ summary: 'Civil affairs takes the list over under its own signature (S-24)' })
  @Takes(anAcknowledgement)
  @Answers(listActed)
  @ByOfficial()
  acknowledge(@Param() path: Path, @Body() body: unknown, @Req() request: Request): Promise<Acted> {
    return this.acts.take('acknowledged', path, body, request, anAcknowledgement, (act) => this.lists.acknowledge(act));
  }

  @Post(':county/:year/reject')
  @HttpCode(200)
  @ApiOperation({ summary: 'Civil affairs sends the list back; a replacement follows (S-22)' })
  @Takes(aRejection)
  @Answers(listActed)
  @ByOfficial()
  reject(@Param() path: Path, @Body() body: unknown, @Req() request: Request): Promise<Acted> {
    return this.acts.take('rejected', path, body, request, aRejection, (act) => this.lists.reject(act));
  }

  @Post(':county/:year/dispatch')
  @HttpCode(200)
  @ApiOperation({ summary: 'One task for each case, and for each household without one, to the townships (YN-14)' })
  @Takes(anActOnVersion)
  @Answers(listActed)
  @ByOfficial()
  dispatch(@Param() path: Path, @Body() body: unknown, @Req() request: Request): Promise<Acted> {
    return this.acts.take('dispatched', path, body, request, anActOnVersion, (act) => this.lists.dispatch(act));
  }

  @Post(':county/:year/items/:item/outcome')
  @HttpCode(200)
  @ApiOperation({ summary: 'What a named official decided about one household, with the reason' })
  @Takes(anOutcome)
  @Answers(listActed)
  @ByOfficial()
  outcome(@Param() path: Path & { item: string }, @Body() body: unknown, @Req() request: Request): Promise<Acted> {
    return this.acts.take('outcome recorded', path, body, request, anOutcome, (act) =>
      this.lists.outcome({ ...act, itemId: path.item }),
    );
  }

  @Post(':county/:year/close')
  @HttpCode(200)
  @ApiOperation({ summary: 'Close the list once every item has an outcome' })
  @Takes(anAct)
  @Answers(listActed)
  @ByOfficial()
  close(@Param() path: Path, @Body() body: unknown, @Req() request: Request): Promise<Acted> {
    return this.acts.take('closed', path, body, request, anAct, (act) => this.lists.close(act));
  }
}
