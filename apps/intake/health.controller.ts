import { Controller, Get, Header } from '@nestjs/common';
import { CallProblem } from '@xianjie/http';
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
    await this.log.shards().catch((cause: unknown) => {
      throw new CallProblem(503, 'database-unavailable', `the database does not answer: ${(cause as Error).message}`);
    });
    return { status: 'ready' };
  }

  @Get('metrics')
  @Header('content-type', register.contentType)
  metrics(): Promise<string> {
    return register.metrics();
  }
}
