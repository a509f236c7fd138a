import { Module, OnApplicationShutdown } from '@nestjs/common';
import { Signer, signerFromFile } from '@xianjie/documents';
import { isProduction } from '@xianjie/infrastructure';
import { Clock, EventLog, PostgresEventLog, PostgresSimulatedClock, SystemClock, openPool } from '@xianjie/log';
import { Pool } from 'pg';
import { readConfig } from './config';
import type { PublisherConfig } from './config';
import { HealthController } from './health.controller';
import { PublisherHealth } from './publisher-health';
import { ShardParts } from './shard-parts';

export const CONFIG = 'publisher config';

/** Which adapter stands behind each port. */
@Module({
  controllers: [HealthController],
  providers: [
    {
      provide: PublisherHealth,
      inject: [CONFIG],
      useFactory: ({ XIANJIE_PROVINCE }: PublisherConfig) => new PublisherHealth(XIANJIE_PROVINCE),
    },
    {
      provide: ShardParts,
      inject: [CONFIG, Pool, EventLog, Signer, Clock, PublisherHealth],
      useFactory: (...parts: ConstructorParameters<typeof ShardParts>) => new ShardParts(...parts),
    },
    { provide: CONFIG, useFactory: () => readConfig() },
    {
      provide: Pool,
      inject: [CONFIG],
      useFactory: (config: PublisherConfig) =>
        openPool({ connectionString: config.XIANJIE_DATABASE_URL, max: 16, connectionTimeoutMillis: 5_000 }),
    },
    {
      provide: Clock,
      inject: [CONFIG],
      useFactory: (config: PublisherConfig) =>
        config.XIANJIE_CLOCK === 'simulated' ? new PostgresSimulatedClock(config.XIANJIE_DATABASE_URL) : new SystemClock(),
    },
    { provide: EventLog, inject: [Pool, Clock], useFactory: (pool: Pool, clock: Clock) => new PostgresEventLog(pool, clock) },
    {
      provide: Signer,
      inject: [CONFIG],
      useFactory: (config: PublisherConfig) => signerFromFile(config.XIANJIE_SIGNING_KEY_FILE, isProduction() ? null : 'SM2'),
    },
  ],
})
export class PublisherModule implements OnApplicationShutdown {
  constructor(
    private readonly shards: ShardParts,
    private readonly pool: Pool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.shards.close();
    await this.pool.end();
  }
}
