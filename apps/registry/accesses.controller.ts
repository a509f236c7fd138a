import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AccessAudit } from '@xianjie/access';
import type { AccessQuery, AccessRecord } from '@xianjie/access';
import { shownOfPerson } from '@xianjie/casework';
import { lineage } from '@xianjie/domain';
import type { DivisionTable } from '@xianjie/domain';
import { notFound } from '@xianjie/http';
import { EventLog, Today } from '@xianjie/log';
import { z } from 'zod';
import { DIVISIONS } from './divisions';
import { accessesAnswer } from './answers/audit';
import type { Answered } from './answers/shapes';
import { Answers, Asks } from './openapi';
import { aDate, aLimit } from './queries';

const query = z.strictObject({
  person: z.string().regex(/^p-/, 'the pseudonymous id of a person').optional(),
  operator: z.string().optional(),
  from: aDate.optional(),
  to: aDate.optional(),
  /** `next` of the page before. */
  after: z
    .string()
    .regex(/^\d{2,}:\d+$/, 'a position such as 53:1024')
    .optional(),
  limit: aLimit,
});

/** Who looked: every read of households and persons, every document and every replay, from the log. */
@ApiTags('audit')
@Controller('audit/accesses')
export class AccessesController {
  constructor(
    private readonly audit: AccessAudit,
    private readonly log: EventLog,
    private readonly today: Today,
    @Inject(DIVISIONS) private readonly divisions: DivisionTable,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who looked, oldest first: at a person, by an operator, from a day to a day (both included)' })
  @Asks(query)
  @Answers(accessesAnswer)
  async find(@Query() asked: Record<string, string>): Promise<Answered<typeof accessesAnswer>> {
    const { person, after, ...given } = query.parse(asked);
    const about = person === undefined ? undefined : await this.shownOf(person);
    const accesses: AccessRecord[] = [];
    const [afterShard = '', afterNumber] = after?.split(':') ?? [];
    // A hub writes one shard; a log that was put together from several is told shard by shard.
    for (const shard of await this.log.shards()) {
      if (shard < afterShard) continue;
      const of: AccessQuery = { ...given, about, ...(shard === afterShard ? { after: Number(afterNumber) } : {}) };
      accesses.push(...(await this.audit.find(shard, { ...of, limit: given.limit - accesses.length })).accesses);
      if (accesses.length === given.limit) return { accesses, next: accesses.at(-1)?.position ?? null };
    }
    return { accesses, next: null };
  }

  private async shownOf(person: string) {
    const year = Number((await this.today.date()).slice(0, 4));
    const shown = await shownOfPerson(this.log, person, year, (county) => lineage(this.divisions, county));
    if (shown === null) throw notFound(`person ${person}`);
    return shown;
  }
}
