import { Module } from '@nestjs/common';
import { HouseholdEventCodec, SchemaRegistry } from '@xianjie/contracts';
import type { HouseholdEvent } from '@xianjie/domain';
import { EventLog, PostgresEventLog, SystemClock, openPool } from '@xianjie/log';
import { PostgresHouseholdProjection } from '@xianjie/read-models';
import type { ReadStream } from '@xianjie/read-models';
import { Pool } from 'pg';
import { readConfig } from './config';
import { HealthController } from './health.controller';
import { HouseholdEventsController } from './household-events.controller';
import { ProjectorHealth } from './projector-health';
import { TopicEvents } from './topic-events';

/** A retraction folds its stream again from the log (S-9); all else comes from the topic. */
const readStream =
  (log: EventLog, codec: HouseholdEventCodec): ReadStream =>
  async (household, upToVersion) => {
    const recorded = await log.read(household);
    return recorded
      .filter(({ version, type }) => version <= upToVersion && codec.knows(type))
      .map((one) => ({ eventId: one.id, event: codec.decode(one) as HouseholdEvent, county: one.county, version: one.version }));
  };

// The one place that knows which adapter stands behind each port.
@Module({
  controllers: [HouseholdEventsController, HealthController],
  providers: [
    {
      provide: Pool,
      useFactory: () => openPool({ connectionString: readConfig().XIANJIE_DATABASE_URL, max: 8 }),
    },
    // It only reads: nothing here is recorded at any time.
    { provide: EventLog, inject: [Pool], useFactory: (pool: Pool) => new PostgresEventLog(pool, new SystemClock()) },
    { provide: HouseholdEventCodec, useFactory: () => new HouseholdEventCodec() },
    { provide: SchemaRegistry, useFactory: () => new SchemaRegistry(readConfig().XIANJIE_SCHEMA_REGISTRY_URL) },
    {
      provide: TopicEvents,
      inject: [HouseholdEventCodec, SchemaRegistry],
      useFactory: (codec: HouseholdEventCodec, registry: SchemaRegistry) => new TopicEvents(codec, registry),
    },
    {
      provide: PostgresHouseholdProjection,
      inject: [Pool, EventLog, HouseholdEventCodec],
      useFactory: (pool: Pool, log: EventLog, codec: HouseholdEventCodec) =>
        new PostgresHouseholdProjection(pool, readStream(log, codec)),
    },
    { provide: ProjectorHealth, useFactory: () => new ProjectorHealth() },
  ],
})
export class ProjectorModule {}
