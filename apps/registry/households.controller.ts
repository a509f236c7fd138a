import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HouseholdReader } from '@xianjie/casework';
import { householdCard, sentenceOf } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import { CallProblem, notFound } from '@xianjie/http';
import { EventLog, endOfShanghaiDay } from '@xianjie/log';
import { RegistriesAsOf, ViewQueries, isWithinCounty } from '@xianjie/read-models';
import { z } from 'zod';
import { ReplayViews } from './audit/replay-views';
import { Asks } from './openapi';
import { aLimit, aMoment, aReplayName } from './queries';
import { tooWide } from './views.controller';

const search = z.object({
  division: z
    .string()
    .regex(/^\d{2,12}$/, 'two to twelve digits')
    .optional(),
  registryNo: z.string().optional(),
  caseNo: z.string().optional(),
  status: z.enum(['POOR', 'PLANNED', 'EXITED', 'EXITED_NO_POLICY', 'RELAPSED']).optional(),
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
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Search by division, 户编号, 低保证号 or status; page with `after`',
    description:
      'With `knownOn` or `effectiveOn`, both registries of a county as they were, folded from the log: go on while there is a `next`. With `replay`, those of a replay.',
  })
  @Asks(search)
  async find(@Query() query: Record<string, string>): Promise<object> {
    const { knownOn = null, effectiveOn = null, replay, ...filter } = search.parse(query);
    if (knownOn === null && effectiveOn === null) {
      const households = await this.replays.ask(replay, this.views, (views) => views.households(filter));
      return { households, next: households.at(-1)?.id ?? null };
    }
    const { division = '', status, after, limit, registryNo, caseNo } = filter;
    if (!isWithinCounty(division)) throw tooWide(division);
    if (registryNo !== undefined || caseNo !== undefined || replay !== undefined)
      throw new CallProblem(400, 'invalid-request', 'knownOn and effectiveOn go with division, status, after and limit');
    const page = await this.registries.registries({ division, status, after, limit, knownOn, effectiveOn });
    return { ...page, knownOn, effectiveOn };
  }

  @Get(':id')
  @ApiOperation({ summary: 'The card: both registries of one household; as known on a day, as effective on a day' })
  @Asks(aMoment)
  async card(@Param('id') id: string, @Query() query: Record<string, string>): Promise<object> {
    const { knownOn, effectiveOn } = aMoment.parse(query);
    const upTo = knownOn && (await this.positionOn(id, knownOn));
    const found = await this.reader.load(id, { upTo, effectiveOn });
    if (!found || found.version === 0) throw notFound(`household ${id}${knownOn ? ` known on ${knownOn}` : ''}`);
    return {
      ...{ id: found.id, asked: id, version: found.version, knownOn: knownOn ?? null, effectiveOn: effectiveOn ?? null },
      card: householdCard(found.state),
    };
  }

  @Get(':id/events')
  @ApiOperation({ summary: 'The history, oldest first, each event in words with its position and source' })
  async events(@Param('id') id: string): Promise<object> {
    const events = await this.reader.history(id);
    if (events.length === 0) throw notFound(`household ${id}`);
    return { household: id, events: events.map((entry) => ({ ...entry, said: entry.event && sentenceOf(entry.event) })) };
  }

  private async positionOn(id: string, day: LocalDate): Promise<number> {
    const [first] = await this.log.read(id);
    if (!first) throw notFound(`household ${id}`);
    return this.log.positionAt(first.position.shard, endOfShanghaiDay(day));
  }
}
