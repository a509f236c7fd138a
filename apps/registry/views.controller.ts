import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ViewQueries } from '@xianjie/read-models';
import type { Overlap } from '@xianjie/read-models';
import { z } from 'zod';
import { Asks } from './openapi';
import { aDate, aDivision, aLimit } from './queries';

/** Tekun is never counted; urban dibao only when asked for (S-20). */
const overlap = z.object({ division: aDivision, at: aDate, programmes: z.string().default('RURAL') });
const standing = z.object({ division: aDivision.optional(), rule: z.string().optional(), limit: aLimit });

@ApiTags('views')
@Controller()
export class ViewsController {
  constructor(private readonly views: ViewQueries) {}

  @Get('overlap')
  @ApiOperation({ summary: 'Persons in both systems on a day: numerator, both denominators, both rates (HN-2, GX-2)' })
  @Asks(overlap)
  overlap(@Query() query: Record<string, string>): Promise<Overlap> {
    const { division, at, programmes } = overlap.parse(query);
    return this.views.overlap(division.replace(/(00)+$/, ''), at, programmes.split(','));
  }

  @Get('discrepancies')
  @ApiOperation({ summary: 'Differences that stand, by rule and division' })
  @Asks(standing)
  async discrepancies(@Query() query: Record<string, string>): Promise<object> {
    const { division = '', rule, limit } = standing.parse(query);
    return { discrepancies: await this.views.differences(division, rule ?? null, limit) };
  }
}
