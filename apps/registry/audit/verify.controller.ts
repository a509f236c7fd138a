import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { notFound } from '@xianjie/http';
import { EventLog } from '@xianjie/log';
import { PostgresSeals, knownShards, verifyShard } from '@xianjie/messaging';
import type { ShardVerified } from '@xianjie/messaging';
import { verifiedAnswer } from '../answers/audit';
import type { Answered } from '../answers/shapes';
import { Answers, Asks } from '../openapi';
import { aVerification } from './requests';

type Verified = Answered<typeof verifiedAnswer>;

@ApiTags('audit')
@Controller('audit/verify')
export class VerifyController {
  /** A whole province takes a minute: who asks while one like it runs gets that one's answer. */
  private readonly running = new Map<string, Promise<Verified>>();

  constructor(
    private readonly log: EventLog,
    private readonly seals: PostgresSeals,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Recompute the chain and check the seals in the database, all or from one position to another' })
  @Asks(aVerification)
  @Answers(verifiedAnswer)
  verify(@Query() query: Record<string, string>): Promise<Verified> {
    const range = aVerification.parse(query);
    const key = JSON.stringify(range);
    const answer = this.running.get(key) ?? this.all(range).finally(() => this.running.delete(key));
    this.running.set(key, answer);
    return answer;
  }

  private async all({ shard: asked, from, to }: Readonly<{ shard?: string; from?: number; to?: number }>): Promise<Verified> {
    const known = await knownShards(this.log, this.seals);
    // Of a shard that nobody knows nothing is intact.
    if (asked !== undefined && !known.includes(asked)) throw notFound(`shard ${asked}`);
    const names = known.filter((shard) => asked === undefined || shard === asked);
    const one = (shard: string): Promise<ShardVerified> =>
      verifyShard(this.log, shard, async () => ({ database: await this.seals.read(shard), file: null }), { from, to });
    const shards = await Promise.all(names.map(one));
    // Nor of a log that ends before the range: nothing was verified.
    if (from !== undefined && from > 1 && shards.every(({ head, firstBad }) => firstBad === null && head < from))
      throw notFound(`position ${from}: ${shards.map((one) => `shard ${one.shard} ends at ${one.head}`).join(', ')}`);
    return { intact: shards.every(({ firstBad }) => firstBad === null), shards };
  }
}
