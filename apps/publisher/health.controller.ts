import { Controller, Get, Header, ServiceUnavailableException } from '@nestjs/common';
import { register } from 'prom-client';
import { PublisherHealth } from './publisher-health';

@Controller()
export class HealthController {
  constructor(private readonly health: PublisherHealth) {}

  @Get('health/live')
  live(): object {
    if (this.health.crash) throw new ServiceUnavailableException(this.health.crash.message);
    return this.health.status;
  }

  @Get('health/ready')
  ready(): object {
    if (!this.health.isReady) throw new ServiceUnavailableException(this.health.status);
    return this.health.status;
  }

  @Get('metrics')
  @Header('content-type', register.contentType)
  metrics(): Promise<string> {
    return register.metrics();
  }
}
