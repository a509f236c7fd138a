import { Controller, Get, Header, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { askedOfDatabase } from '@xianjie/http';
import { EventLog } from '@xianjie/log';
import { PostgresParkedDesk } from '@xianjie/messaging';
import { ViewQueries } from '@xianjie/read-models';
import { Gauge, collectDefaultMetrics, register } from 'prom-client';

collectDefaultMetrics();
const lag = new Gauge({
  name: 'xianjie_view_lag_positions',
  help: 'How far the views are behind the last event of a household, in positions',
  labelNames: ['shard'],
});

const parkedLanes = new Gauge({ name: 'xianjie_parked_lanes', help: 'Households whose messages wait in a parked lane' });
const parkedMessages = new Gauge({ name: 'xianjie_parked_messages', help: 'Messages that wait in parked lanes' });
const parkedOldest = new Gauge({ name: 'xianjie_parked_oldest_seconds', help: 'How long the oldest parked message waits' });

@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly log: EventLog,
    private readonly views: ViewQueries,
    private readonly parked: PostgresParkedDesk,
  ) {}

  @Get('health/live')
  live(): object {
    return { status: 'live' };
  }

  @Get('health/ready')
  @HttpCode(200)
  async ready(): Promise<object> {
    const shards = await askedOfDatabase(() => this.log.shards());
    return { status: 'ready', shards, parked: await this.parked.counts() };
  }

  @Get('metrics')
  @Header('content-type', register.contentType)
  async metrics(): Promise<string> {
    const position = await this.views.reached();
    for (const shard of await this.log.shards())
      lag.set({ shard }, Math.max(0, (await this.views.lastHouseholdPosition(shard)) - position));
    const { lanes, messages, oldestSeconds } = await this.parked.counts();
    parkedLanes.set(lanes);
    parkedMessages.set(messages);
    parkedOldest.set(oldestSeconds);
    return register.metrics();
  }
}
