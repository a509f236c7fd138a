import { Controller, Get, Param, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { RecordAccess } from '@xianjie/access';
import { HouseholdReader, PolicyBook } from '@xianjie/casework';
import { afterExit, householdCard, isWithinCounty, sentenceOf } from '@xianjie/domain';
import type { AccessKind, AfterExitStep, Household, LocalDate } from '@xianjie/domain';
import { CallProblem, askedOf, askerOf, notFound } from '@xianjie/http';
import { EventLog, Today, endOfShanghaiDay } from '@xianjie/log';
import { RegistriesAsOf, ViewQueries } from '@xianjie/read-models';
import type { Request } from 'express';
import { z } from 'zod';
import { ReplayViews } from './audit/replay-views';
import { foundHouseholds, historyAnswer, householdAnswer, registryStatus } from './answers/households';
import type { Answered } from './answers/shapes';
import { Answers, Asks } from './openapi';
import { aLimit, aMoment, aReplayName } from './queries';
import { tooWide } from './views.controller';

const search = z.strictObject({
  division: z
    .string()
    .regex(/^\d{2,12}$/, 'two to twelve digits')
    .optional(),
  registryNo: z.string().optional(),
  caseNo: z.string().optional(),
  status: registryStatus.optional(),
  after: z.string().optional(),
  limit: aLimit,
  ...aMoment.shape,
  replay: aReplayName,
});

@ApiTags('households')
@Controller('households')
export class HouseholdsController {
  constructor(
    private readonly views: ViewQueries,
    private readonly reader: HouseholdReader,
    private readonly log: EventLog,
    private readonly replays: ReplayViews,
    private readonly registries: RegistriesAsOf,
    private readonly accesses: RecordAccess,
    private readonly policies: PolicyBook,
    private readonly today: Today,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Search by division, 户编号, 低保证号 or status; page with `after`',
    description:
      'With `knownOn` or `effectiveOn`, both registries of a county as they were, folded from the log: go on while there is a `next`. With `replay`, those of a replay.',
  })
  @Asks(search)
  @Answers(foundHouseholds)
  async find(@Query() query: Record<string, string>, @Req() request: Request): Promise<Answered<typeof foundHouseholds>> {
    const { knownOn = null, effectiveOn = null, replay, ...filter } = search.parse(query);
    if (knownOn === null && effectiveOn === null) {
      const households = await this.replays.ask(replay, this.views, (views) => views.households(filter));
      await this.found(request, households);
      return { households, next: households.at(-1)?.id ?? null };
    }
    const { division = '', status, after, limit, registryNo, caseNo } = filter;
    if (!isWithinCounty(division)) throw tooWide(division);
    if (registryNo !== undefined || caseNo !== undefined || replay !== undefined)
      throw new CallProblem(400, 'invalid-request', 'knownOn and effectiveOn go with division, status, after and limit');
    const page = await this.registries.registries({ division, status, after, limit, knownOn, effectiveOn });
    await this.found(request, page.households);
    return { ...page, knownOn, effectiveOn };
  }

  @Get(':id')
  @ApiOperation({
    summary: 'The card: both registries of one household; as known on a day, as effective on a day',
    description:
      'With what an exit asks of each open case under the policy in force there: a review at once (YN-14), or that a transition may begin (GX-14).',
  })
  @Asks(aMoment)
  @Answers(householdAnswer)
  async card(
    @Param('id') id: string,
    @Query() query: Record<string, string>,
    @Req() request: Request,
  ): Promise<Answered<typeof householdAnswer>> {
    const { knownOn, effectiveOn } = aMoment.parse(query);
    const upTo = knownOn && (await this.positionOn(id, knownOn));
    const found = await this.reader.load(id, { upTo, effectiveOn });
    if (!found || found.version === 0) throw notFound(`household ${id}${knownOn ? ` known on ${knownOn}` : ''}`);
    await this.shown(request, 'household-card', [...new Set([id, found.id])]);
    return {
      ...{ id: found.id, asked: id, version: found.version, knownOn: knownOn ?? null, effectiveOn: effectiveOn ?? null },
      card: householdCard(found.state),
      afterExit: await this.afterExit(found.state, effectiveOn ?? knownOn),
    };
  }

  private async afterExit(household: Household, on: LocalDate | undefined): Promise<readonly AfterExitStep[]> {
    const { registration } = household;
    if (registration === null || registration.exits.length === 0) return [];
    // On a day before every pack nothing is asked for; the card is shown all the same.
    const day = on ?? (await this.today.date());
    return afterExit(household, (county) => this.policies.find(county, day));
  }

  @Get(':id/events')
  @ApiOperation({
    summary:
      'The history, oldest first, each event in words with its position and source; as known on a day, as effective on a day',
  })
  @Asks(aMoment)
  @Answers(historyAnswer)
  async events(
    @Param('id') id: string,
    @Query() query: Record<string, string>,
    @Req() request: Request,
  ): Promise<Answered<typeof historyAnswer>> {
    const { knownOn, effectiveOn } = aMoment.parse(query);
    const upTo = knownOn && (await this.positionOn(id, knownOn));
    const events = await this.reader.history(id, { upTo, effectiveOn });
    // Nothing was known by then, or nobody was ever known.
    if (events.length === 0 && (await this.reader.load(id)) === null) throw notFound(`household ${id}`);
    await this.shown(request, 'household-history', [id], events.length);
    return { household: id, events: events.map((entry) => ({ ...entry, said: entry.event && sentenceOf(entry.event) })) };
  }

  private found(request: Request, households: readonly Readonly<{ id: string }>[]): Promise<void> {
    return this.shown(
      request,
      'household-search',
      households.map(({ id }) => id),
    );
  }

  /** A search that found nothing shows nobody, and is recorded all the same: somebody looked. */
  private shown(request: Request, what: AccessKind, households: readonly string[], rows = households.length): Promise<void> {
    return this.accesses.accessed(askerOf(request), { what, asked: askedOf(request), households, persons: [], rows });
  }

  private async positionOn(id: string, day: LocalDate): Promise<number> {
    const [first] = await this.log.read(id);
    if (!first) throw notFound(`household ${id}`);
    return this.log.positionAt(first.position.shard, endOfShanghaiDay(day));
  }
}
