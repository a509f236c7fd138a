import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HouseholdReader } from '@xianjie/casework';
import { isWithinCounty, sentenceOf } from '@xianjie/domain';
import { CallProblem } from '@xianjie/http';
import { Today } from '@xianjie/log';
import { AsOfReplays, RegistriesAsOf, ViewQueries, replayToMake } from '@xianjie/read-models';
import type { ReplayToMake } from '@xianjie/read-models';
import { z } from 'zod';
import { ReplayViews } from './audit/replay-views';
import type { Answered } from './answers/shapes';
import { discrepanciesAnswer, overlapAnswer } from './answers/views';
import { Answers, Asks } from './openapi';
import { aDate, aDivision, aLimit, aReplayName, nextAfter } from './queries';

/** Tekun is never counted; urban dibao only when asked for (S-20). */
const overlap = z.strictObject({
  division: aDivision,
  at: aDate,
  programmes: z
    .string()
    .regex(/^(RURAL|URBAN)(,(RURAL|URBAN))*$/, 'RURAL, URBAN, or both with a comma between')
    .default('RURAL'),
  knownOn: aDate.optional(),
  replay: aReplayName,
});
const standing = z.strictObject({
  division: aDivision.optional(),
  rule: z.string().optional(),
  status: z
    .literal('open', { error: 'only open: a difference that is resolved stands in the history of its household' })
    .default('open'),
  /** The household and the difference that a page ended with. */
  after: z
    .string()
    .max(200)
    .regex(/^[^:]+:./, 'what an answer said as `next`')
    .transform((last) => [last.slice(0, last.indexOf(':')), last.slice(last.indexOf(':') + 1)] as const)
    .optional(),
  limit: aLimit,
  replay: aReplayName,
});
@ApiTags('views')
@Controller()
export class ViewsController {
  constructor(
    private readonly views: ViewQueries,
    private readonly replays: ReplayViews,
    private readonly registries: RegistriesAsOf,
    private readonly asOfReplays: AsOfReplays,
    private readonly reader: HouseholdReader,
    private readonly today: Today,
  ) {}

  @Get('overlap')
  @ApiOperation({
    summary: 'Persons in both systems on a day: numerator, both denominators, both rates (HN-2, GX-2)',
    description:
      'A past day of a county, or of less, is folded from the log: members as listed on that day, known by `knownOn`. A past day of more is counted in a replay of the whole log as effective on that day, which is found by itself. Where there is none the members as listed now are counted, and the answer says `exact: false` and which replay to make (`replayToMake`, the body of POST /audit/replays); `knownOn` without one is 422.',
  })
  @Asks(overlap)
  @Answers(overlapAnswer)
  async overlap(@Query() query: Record<string, string>): Promise<Answered<typeof overlapAnswer>> {
    const { division, at, programmes: named, knownOn, replay } = overlap.parse(query);
    const programmes = named.split(',');
    const isPast = at < (await this.today.date());
    const isAsOf = isPast || knownOn !== undefined;
    const said = { knownOn: knownOn ?? null, replay: null, replayToMake: null };
    if (replay === undefined && isAsOf && isWithinCounty(division)) {
      const counted = await this.registries.overlap(division, at, programmes, knownOn ?? null);
      return { ...counted, ...said, basis: 'log', exact: true };
    }
    const asOf = { effectiveOn: at, knownOn: knownOn ?? null };
    const found = isAsOf ? await this.asOfReplays.find(asOf) : null;
    const from = replay ?? found ?? undefined;
    if (from === undefined && knownOn !== undefined) throw tooWide(division, replayToMake(asOf));
    const counted = await this.replays.ask(from, this.views, (views) => views.overlap(division, at, programmes));
    const exact =
      from === undefined ? !isPast : from === found || (knownOn === undefined && (await this.replays.isAsOf(from, at)));
    return {
      ...{ ...counted, ...said, exact, basis: from === undefined ? 'views' : 'replay', replay: from ?? null },
      replayToMake: exact ? null : replayToMake(asOf),
    };
  }

  @Get('discrepancies')
  @ApiOperation({
    summary: 'Differences that stand, by rule and division, with the events that explain them; page with `after`',
    description:
      '`events`: what was recorded of the household together with the difference, oldest first: the facts that it follows from, and the finding itself.',
  })
  @Asks(standing)
  @Answers(discrepanciesAnswer)
  async discrepancies(@Query() query: Record<string, string>): Promise<Answered<typeof discrepanciesAnswer>> {
    const { division = '', rule, after, limit, replay } = standing.parse(query);
    const found = await this.replays.ask(replay, this.views, (views) => views.differences(division, rule ?? null, limit, after));
    const explained = await this.reader.foundWith(found);
    return {
      discrepancies: found.map((difference, at) => ({
        ...difference,
        // In words: a card, which is recorded as looked at, shows values.
        events: explained[at]?.map(({ event, ...recorded }) => ({ ...recorded, said: event && sentenceOf(event) })),
      })),
      next: nextAfter(found, limit, ({ household, differenceId }) => `${household}:${differenceId}`),
    };
  }
}

/** More than a county is too much to fold for one call. */
export const tooWide = (division: string, make?: ReplayToMake): CallProblem =>
  new CallProblem(
    422,
    'too-wide-for-one-call',
    `division ${division || '(none)'}: name a county of six digits, or ${
      make === undefined
        ? 'replay the log as known on that day and ask with replay=NAME'
        : `POST ${JSON.stringify(make)} to /audit/replays and ask again when it is done`
    }`,
  );
