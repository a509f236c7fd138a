import { randomBytes } from 'node:crypto';
import { Wait } from 'testcontainers';
import { LoopbackContainer, obtainImage, startContainer } from './docker-containers';
import { markContainers, refuseLocalPostgres } from './docker-folder';
import { PartUnavailable } from './faults';
import { servesAGroup } from './kafka-broker';
import type { PartName } from './choose-parts';
import type { Part } from './part';

// The same releases as the local ones, and as docker-compose.yml.
export const images = {
  postgres: 'postgres:18.4-alpine',
  kafka: 'apache/kafka:4.4.0',
  registry: 'apicurio/apicurio-registry:3.0.9',
} as const satisfies Record<PartName, string>;

/** Without the encoding initdb takes SQL_ASCII from the locale C, and refuses it for the builtin provider. */
export const INITDB = '--encoding=UTF8 --locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C';

const KAFKA_READY_MS = 120_000;

/**
 * Makes sure of every image before any container is started.
 * @throws PartUnavailable with one sentence for each image that cannot be had.
 */
export const obtainImages = async (parts: readonly PartName[]): Promise<void> => {
  const missing: string[] = [];
  // One after the other: two pulls at once would only share the line.
  for (const part of parts)
    await obtainImage(images[part]).catch((fault: Error) => {
      missing.push(fault.message);
    });
  if (missing.length > 0) throw new PartUnavailable([...new Set(missing)].join('\n'));
};

const containerPart = (address: string, image: string, stop: () => Promise<unknown>): Part => {
  const refuse = () => Promise.reject(new PartUnavailable(`${image} runs in Docker; fault tests need XIANJIE_INFRA=local`));
  return {
    address,
    chosen: `${image} in Docker, at ${address.replace(/:[^:@/]*@/, ':…@')}`,
    pid: () => null,
    start: refuse,
    kill: refuse,
    stop: async () => void (await stop()),
  };
};

export const startPostgresInDocker = async (folder: string, port: number): Promise<Part> => {
  refuseLocalPostgres(folder);
  const password = randomBytes(18).toString('hex');
  const container = new LoopbackContainer(images.postgres, 5432, port)
    .withEnvironment({ POSTGRES_USER: 'xianjie', POSTGRES_PASSWORD: password, POSTGRES_INITDB_ARGS: INITDB })
    .withCommand(['postgres', '-c', 'max_connections=300'])
    // The first time is the server that sets the data folder up.
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2));
  const started = await startContainer(images.postgres, container);
  markContainers(folder);
  return containerPart(`postgres://xianjie:${password}@127.0.0.1:${port}/postgres`, images.postgres, () => started.stop());
};

export const startKafkaInDocker = async (port: number): Promise<Part> => {
  const address = `127.0.0.1:${port}`;
  const container = new LoopbackContainer(images.kafka, 29092, port)
    .withEnvironment({
      CLUSTER_ID: 'MkU3OEVBNTcwNTJENDM2Qk',
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_LISTENERS: 'INSIDE://localhost:9092,CONTROLLER://localhost:9093,OUTSIDE://:29092',
      // The address of the outside means nothing within the container, where the broker has to reach itself.
      KAFKA_ADVERTISED_LISTENERS: `INSIDE://localhost:9092,OUTSIDE://${address}`,
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'INSIDE:PLAINTEXT,OUTSIDE:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_INTER_BROKER_LISTENER_NAME: 'INSIDE',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS: '10',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/));
  const started = await startContainer(images.kafka, container);
  try {
    await untilServing(address);
  } catch (fault) {
    await started.stop();
    throw fault;
  }
  return containerPart(address, images.kafka, () => started.stop());
};

const untilServing = async (address: string): Promise<void> => {
  const probe = `xianjie.readiness-${randomBytes(6).toString('hex')}`;
  for (const end = Date.now() + KAFKA_READY_MS; ;) {
    if (await servesAGroup([address], probe).catch(() => false)) return;
    if (Date.now() > end)
      throw new PartUnavailable(
        `${images.kafka} started in Docker, but served no group at ${address} in ${KAFKA_READY_MS / 1000} s`,
      );
  }
};

/** In a container of its own it cannot reach a database on 127.0.0.1, so it keeps its schemas in memory: for trying out only. */
export const startRegistryInDocker = async (port: number): Promise<Part> => {
  const container = new LoopbackContainer(images.registry, 8080, port).withWaitStrategy(
    Wait.forHttp('/apis/ccompat/v7/subjects', 8080),
  );
  const started = await startContainer(images.registry, container);
  return containerPart(`http://127.0.0.1:${port}/apis/ccompat/v7`, images.registry, () => started.stop());
};
