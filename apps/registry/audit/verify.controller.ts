import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { EventLog } from '@xianjie/log';
import { PostgresSeals, verifySeals } from '@xianjie/messaging';
import { Asks } from '../openapi';
import { aVerification } from './requests';

type ShardVerified = Readonly<{
  shard: string;
  head: number;
  seals: number;
  sealKeys: readonly string[];
  /** The first position that is not what was recorded or sealed. */
  firstBad: string | null;
  because: string | null;
}>;
type Verified = Readonly<{ intact: boolean; shards: readonly ShardVerified[] }>;

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
  verify(@Query() query: Record<string, string>): Promise<Verified> {
    const range = aVerification.parse(query);
    const key = JSON.stringify(range);
    const answer = this.running.get(key) ?? this.all(range).finally(() => this.running.delete(key));
    this.running.set(key, answer);
    return answer;
  }

  private async all({ shard: asked, from, to }: Readonly<{ shard?: string; from?: number; to?: number }>): Promise<Verified> {
    const names = (await this.log.shards()).filter((shard) => asked === undefined || shard === asked);
    const shards = await Promise.all(names.map((shard) => this.one(shard, from, to)));
    return { intact: shards.every(({ firstBad }) => firstBad === null), shards };
  }

  private async one(shard: string, from?: number, to?: number): Promise<ShardVerified> {
    const broken = await this.log.verify({ shard, from, to });
    const { number: head } = await this.log.head(shard);
    // From a broken link on, nothing can be said of seals.
    const asked = { from, to: broken === null ? to : broken.number - 1 };
    const copies = { database: await this.seals.read(shard), file: null };
    const { checked, keyIds, firstBad: badSeal } = await verifySeals(this.log, shard, copies, asked);
    const number = badSeal?.number ?? broken?.number ?? null;
    return {
      ...{ shard, head, seals: checked, sealKeys: keyIds },
      firstBad: number === null ? null : `${shard}:${number}`,
      because: badSeal ? `seal-${badSeal.because}` : broken ? 'chain-broken' : null,
    };
  }
}
