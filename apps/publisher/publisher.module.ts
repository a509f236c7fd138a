import { hostname } from 'node:os';
import { Module, OnApplicationShutdown } from '@nestjs/common';
import { HouseholdEventCodec, SchemaRegistry } from '@xianjie/contracts';
import { Signer, signerFromFile } from '@xianjie/documents';
import { isProduction } from '@xianjie/infrastructure';
import { Clock, EventLog, PostgresEventLog, PostgresSimulatedClock, SystemClock, openPool } from '@xianjie/log';
import {
  EventMessages,
  HouseholdStates,
  KafkaMessageBus,
  MessageBus,
  PostgresLeases,
  PostgresSealing,
  PostgresSeals,
  Publisher,
  SchemaIds,
  SealFile,
  Sealer,
  StateMessages,
  caseRefs,
  topicsOf,
} from '@xianjie/messaging';
import { loadMasterKey } from '@xianjie/persons';
import { Pool } from 'pg';
import { readConfig } from './config';
import type { PublisherConfig } from './config';
import { HealthController } from './health.controller';
import { PublisherHealth } from './publisher-health';

export const CONFIG = 'publisher config';
const PAGE_SIZE = 2_000;

const SENDER = `${hostname()}:${process.pid}:${Date.now()}`;

const partsOf = (config: PublisherConfig, pool: Pool, codec = new HouseholdEventCodec()) => ({
  shard: config.XIANJIE_PROVINCE,
  topics: topicsOf(config.XIANJIE_TOPIC_PREFIX),
  schemaIds: new SchemaIds(new SchemaRegistry(config.XIANJIE_SCHEMA_REGISTRY_URL), (text) => codec.learn(text)),
  leases: new PostgresLeases(pool),
  holder: SENDER,
});

const publisher = (config: PublisherConfig, pool: Pool, log: EventLog, bus: MessageBus, health: PublisherHealth): Publisher => {
  const codec = new HouseholdEventCodec();
  const parts = partsOf(config, pool, codec);
  const { topics, schemaIds } = parts;
  const masterKey = loadMasterKey({ ...process.env, XIANJIE_MASTER_KEY_FILE: config.XIANJIE_MASTER_KEY_FILE });
  return new Publisher({
    ...parts,
    log,
    bus,
    events: new EventMessages(topics, schemaIds),
    states: {
      households: new HouseholdStates(log, codec),
      messages: new StateMessages(topics, schemaIds, caseRefs(masterKey.derive('case-pseudonym')), SENDER),
      sender: SENDER,
    },
    pageSize: PAGE_SIZE,
    leaseMs: config.XIANJIE_LEASE_MS,
    onPublished: () => undefined,
    onStatus: (status) => health.say(status),
  });
};

const sealer = (
  config: PublisherConfig,
  pool: Pool,
  log: EventLog,
  bus: MessageBus,
  signer: Signer,
  clock: Clock,
  health: PublisherHealth,
): Sealer => {
  const seals = new PostgresSeals(pool);
  const file = new SealFile(config.sealFile);
  return new Sealer({
    ...partsOf(config, pool),
    log,
    bus,
    signer,
    clock,
    seals,
    sealing: new PostgresSealing(pool),
    file,
    onFault: (fault) => health.sealingFailed(fault),
  });
};

/** Which adapter stands behind each port. */
@Module({
  controllers: [HealthController],
  providers: [
    PublisherHealth,
    { provide: CONFIG, useFactory: () => readConfig() },
    {
      provide: Pool,
      inject: [CONFIG],
      useFactory: (config: PublisherConfig) =>
        openPool({ connectionString: config.XIANJIE_DATABASE_URL, max: 8, connectionTimeoutMillis: 5_000 }),
    },
    {
      provide: Clock,
      inject: [CONFIG],
      useFactory: (config: PublisherConfig) =>
        config.XIANJIE_CLOCK === 'simulated' ? new PostgresSimulatedClock(config.XIANJIE_DATABASE_URL) : new SystemClock(),
    },
    { provide: EventLog, inject: [Pool, Clock], useFactory: (pool: Pool, clock: Clock) => new PostgresEventLog(pool, clock) },
    {
      provide: MessageBus,
      inject: [CONFIG],
      useFactory: ({ brokers }: PublisherConfig) => new KafkaMessageBus(brokers, 'xianjie-publisher'),
    },
    {
      provide: Signer,
      inject: [CONFIG],
      useFactory: (config: PublisherConfig) => signerFromFile(config.XIANJIE_SIGNING_KEY_FILE, isProduction() ? null : 'SM2'),
    },
    { provide: Publisher, inject: [CONFIG, Pool, EventLog, MessageBus, PublisherHealth], useFactory: publisher },
    { provide: Sealer, inject: [CONFIG, Pool, EventLog, MessageBus, Signer, Clock, PublisherHealth], useFactory: sealer },
  ],
})
export class PublisherModule implements OnApplicationShutdown {
  constructor(
    private readonly bus: MessageBus,
    private readonly pool: Pool,
  ) {}

  async onApplicationShutdown(): Promise<void> {
    await this.bus.close();
    await this.pool.end();
  }
}
