import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { register } from 'prom-client';
import { ProjectorHealth } from './projector-health';

@Controller()
export class HealthController {
  constructor(private readonly health: ProjectorHealth) {}

  @Get('health/live')
  live(): object {
    return this.ready();
  }

  @Get('health/ready')
  ready(): object {
    if (this.health.crash) throw new ServiceUnavailableException(this.health.crash.message);
    return { status: 'ready', parked: this.health.parked };
  }

  @Get('metrics')
  @Header('content-type', register.contentType)
  metrics(): Promise<string> {
    return register.metrics();
  }
}
