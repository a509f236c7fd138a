import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { CallProblem } from '@xianjie/http';
import { Today } from '@xianjie/log';
import { RegistriesAsOf, ViewQueries, isWithinCounty } from '@xianjie/read-models';
import type { Overlap } from '@xianjie/read-models';
import { z } from 'zod';
import { ReplayViews } from './audit/replay-views';
import { Asks } from './openapi';
import { aDate, aDivision, aLimit, aReplayName } from './queries';

/** Tekun is never counted; urban dibao only when asked for (S-20). */
const overlap = z.object({
  division: aDivision,
  at: aDate,
  programmes: z.string().default('RURAL'),
  knownOn: aDate.optional(),
  replay: aReplayName,
});
const standing = z.object({
  division: aDivision.optional(),
  rule: z.string().optional(),
  limit: aLimit,
  replay: aReplayName,
});
/** `basis`: from what was counted; `exact`: false when members who left since are missing on a past day. */
type OverlapAnswer = Overlap & Readonly<{ basis: 'views' | 'log' | 'replay'; exact: boolean; knownOn: string | null }>;

@ApiTags('views')
@Controller()
export class ViewsController {
  constructor(
    private readonly views: ViewQueries,
    private readonly replays: ReplayViews,
    private readonly registries: RegistriesAsOf,
    private readonly today: Today,
  ) {}

  @Get('overlap')
  @ApiOperation({
    summary: 'Persons in both systems on a day: numerator, both denominators, both rates (HN-2, GX-2)',
    description:
      'A past day of a county, or of less, is folded from the log: members as listed on that day, known by `knownOn`. A past day of more is counted over members as listed now, and says `exact: false`; replay it as effective on the day and ask with `replay`.',
  })
  @Asks(overlap)
  async overlap(@Query() query: Record<string, string>): Promise<OverlapAnswer> {
    const { division: code, at, programmes: named, knownOn, replay } = overlap.parse(query);
    const [division, programmes] = [code.replace(/(00)+$/, ''), named.split(',')];
    const isPast = at < (await this.today.date());
    if (replay === undefined && isWithinCounty(division) && (isPast || knownOn !== undefined)) {
      const counted = await this.registries.overlap(division, at, programmes, knownOn ?? null);
      return { ...counted, basis: 'log', exact: true, knownOn: knownOn ?? null };
    }
    if (knownOn !== undefined) throw tooWide(division);
    const counted = await this.replays.ask(replay, this.views, (views) => views.overlap(division, at, programmes));
    return { ...counted, basis: replay === undefined ? 'views' : 'replay', exact: !isPast, knownOn: null };
  }

  @Get('discrepancies')
  @ApiOperation({ summary: 'Differences that stand, by rule and division' })
  @Asks(standing)
  async discrepancies(@Query() query: Record<string, string>): Promise<object> {
    const { division = '', rule, limit, replay } = standing.parse(query);
    const ask = (views: ViewQueries) => views.differences(division, rule ?? null, limit);
    return { discrepancies: await this.replays.ask(replay, this.views, ask) };
  }
}

/** More than a county is too much to fold for one call. */
export const tooWide = (division: string): CallProblem =>
  new CallProblem(
    422,
    'too-wide-for-one-call',
    `division ${division || '(none)'}: name a county of six digits, or replay the log as known on that day and ask with replay=NAME`,
  );
