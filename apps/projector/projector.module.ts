import { Module } from '@nestjs/common';
import { HouseholdEventCodec, SchemaRegistry } from '@xianjie/contracts';
import { EventLog, PostgresEventLog, SystemClock, openPool } from '@xianjie/log';
import {
  KafkaMessageBus,
  MessageBus,
  ParkedCopies,
  PostgresParkedDesk,
  PostgresParkedLanes,
  PostgresParkedNews,
  PostgresSchemaBook,
  SchemaIds,
  brokersIn,
} from '@xianjie/messaging';
import { HouseholdFolding, PostgresHouseholdProjection } from '@xianjie/read-models';
import { Pool } from 'pg';
import { readConfig } from './config';
import { HealthController } from './health.controller';
import { HouseholdEventsController } from './household-events.controller';
import { LaneKeeper } from './lane-keeper';
import { ProjectorHealth } from './projector-health';
import { TopicEvents } from './topic-events';
import { TOPICS } from './topics';

/** Names the household views among the consumers whose messages may be parked. */
const CONSUMER = 'household';

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
        new PostgresHouseholdProjection(pool, new HouseholdFolding(log, codec.recorded), new PostgresParkedLanes(pool, CONSUMER)),
    },
    {
      provide: MessageBus,
      useFactory: () => new KafkaMessageBus(brokersIn(readConfig().XIANJIE_KAFKA_BROKERS), 'xianjie-projector'),
    },
    {
      provide: LaneKeeper,
      inject: [Pool, MessageBus, SchemaRegistry, PostgresHouseholdProjection, TopicEvents, ProjectorHealth],
      useFactory: (
        pool: Pool,
        bus: MessageBus,
        registry: SchemaRegistry,
        projection: PostgresHouseholdProjection,
        events: TopicEvents,
        health: ProjectorHealth,
      ) =>
        new LaneKeeper({
          ...{ projection, events, health, consumer: CONSUMER },
          lanes: new PostgresParkedLanes(pool, CONSUMER),
          desk: new PostgresParkedDesk(pool),
          copies: new ParkedCopies(
            new PostgresParkedNews(pool),
            bus,
            TOPICS,
            new SchemaIds(registry, { book: new PostgresSchemaBook(pool) }),
          ),
        }),
    },
    { provide: ProjectorHealth, useFactory: () => new ProjectorHealth() },
  ],
})
export class ProjectorModule {}
