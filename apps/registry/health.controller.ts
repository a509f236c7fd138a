import { Controller, Get, Header, HttpCode } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { askedOfDatabase } from '@xianjie/http';
import { EventLog } from '@xianjie/log';
import { ViewQueries } from '@xianjie/read-models';
import { Gauge, collectDefaultMetrics, register } from 'prom-client';

collectDefaultMetrics();
const lag = new Gauge({
  name: 'xianjie_view_lag_positions',
  help: 'How far the views are behind the last event of a household, in positions',
  labelNames: ['shard'],
});

@ApiExcludeController()
@Controller()
export class HealthController {
  constructor(
    private readonly log: EventLog,
    private readonly views: ViewQueries,
  ) {}

  @Get('health/live')
  live(): object {
    return { status: 'live' };
  }

  @Get('health/ready')
  @HttpCode(200)
  async ready(): Promise<object> {
    return { status: 'ready', shards: await askedOfDatabase(() => this.log.shards()) };
  }

  @Get('metrics')
  @Header('content-type', register.contentType)
  async metrics(): Promise<string> {
    const position = await this.views.reached();
    for (const shard of await this.log.shards())
      lag.set({ shard }, Math.max(0, (await this.views.lastHouseholdPosition(shard)) - position));
    return register.metrics();
  }
}
