import { Controller, Get, Header } from '@nestjs/common';
import { askedOfDatabase } from '@xianjie/http';
import { EventLog } from '@xianjie/log';
import { register } from 'prom-client';

@Controller()
export class HealthController {
  constructor(private readonly log: EventLog) {}

  @Get('health/live')
  live(): object {
    return { status: 'live' };
  }

  @Get('health/ready')
  async ready(): Promise<object> {
    await askedOfDatabase(() => this.log.shards());
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('content-type', register.contentType)
  metrics(): Promise<string> {
    return register.metrics();
  }
}
