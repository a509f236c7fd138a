import { hostname } from 'node:os';
import { HouseholdEventCodec, SchemaRegistry } from '@xianjie/contracts';
import type { Signer } from '@xianjie/documents';
import type { Clock, EventLog } from '@xianjie/log';
import {
  EventMessages,
  HouseholdStates,
  KafkaMessageBus,
  PostgresLeases,
  PostgresSchemaBook,
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
import type { MessageBus } from '@xianjie/messaging';
import { loadMasterKey } from '@xianjie/persons';
import type { PublisherConfig } from './config';
import type { PublisherHealth } from './publisher-health';

const PAGE_SIZE = 2_000;

const SENDER = `${hostname()}:${process.pid}:${Date.now()}`;

type Pool = ConstructorParameters<typeof PostgresLeases>[0];

type Parts = ReturnType<ShardParts['partsOf']>;

/** What it takes to publish and to seal a shard. */
export class ShardParts {
  private readonly buses: MessageBus[] = [];

  constructor(
    private readonly config: PublisherConfig,
    private readonly pool: Pool,
    private readonly log: EventLog,
    private readonly signer: Signer,
    private readonly clock: Clock,
    private readonly health: PublisherHealth,
  ) {}

  /** Publishes and seals one shard until the signal, over a connection to Kafka of its own. */
  async serve(shard: string, signal: AbortSignal): Promise<void> {
    const bus = new KafkaMessageBus(this.config.brokers, `xianjie-publisher-${shard}`);
    this.buses.push(bus);
    const codec = new HouseholdEventCodec();
    const parts = this.partsOf(shard, bus, codec);
    await Promise.all([
      this.publisher(parts, codec).run(signal),
      this.sealer(parts).run(this.config.XIANJIE_SEAL_SECONDS * 1_000, signal),
    ]);
  }

  async close(): Promise<void> {
    await Promise.all(this.buses.map((bus) => bus.close()));
  }

  /** What publishing and sealing share. */
  private partsOf(shard: string, bus: MessageBus, codec: HouseholdEventCodec) {
    const { config, pool, log } = this;
    return {
      ...{ shard, bus, log, holder: SENDER },
      topics: topicsOf(config.XIANJIE_TOPIC_PREFIX),
      schemaIds: new SchemaIds(new SchemaRegistry(config.XIANJIE_SCHEMA_REGISTRY_URL), {
        learn: (text) => codec.learn(text),
        book: new PostgresSchemaBook(pool),
        prefix: config.XIANJIE_TOPIC_PREFIX,
        onReminded: (reminded) => this.health.reminded(reminded),
      }),
      leases: new PostgresLeases(pool),
    };
  }

  private publisher(parts: Parts, codec: HouseholdEventCodec): Publisher {
    const { config, log, health } = this;
    const { topics, schemaIds } = parts;
    const masterKey = loadMasterKey({ ...process.env, XIANJIE_MASTER_KEY_FILE: config.XIANJIE_MASTER_KEY_FILE });
    return new Publisher({
      ...parts,
      events: new EventMessages(topics, schemaIds),
      states: {
        households: new HouseholdStates(log, codec),
        messages: new StateMessages(topics, schemaIds, caseRefs(masterKey.derive('case-pseudonym')), SENDER),
        sender: SENDER,
      },
      pageSize: PAGE_SIZE,
      leaseMs: config.XIANJIE_LEASE_MS,
      onPublished: () => undefined,
      onStatus: (status) => health.say(parts.shard, status),
      onOtherSettings: (found) => health.foundOtherSettings(found),
    });
  }

  private sealer(parts: Parts): Sealer {
    const { config, pool, signer, clock, health } = this;
    return new Sealer({
      ...parts,
      ...{ signer, clock },
      seals: new PostgresSeals(pool),
      sealing: new PostgresSealing(pool),
      file: new SealFile(config.sealFileOf(parts.shard)),
      onFault: (fault) => health.sealingFailed(fault),
    });
  }
}
