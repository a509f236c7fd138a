import { randomBytes } from 'node:crypto';
import { GenericContainer, Wait, getContainerRuntimeClient } from 'testcontainers';
import type { StartedTestContainer } from 'testcontainers';
import { PartUnavailable } from './faults';
import type { Part } from './part';

// The same releases as the local ones, and as docker-compose.yml.
export const images = {
  postgres: 'postgres:18.4-alpine',
  kafka: 'apache/kafka:4.4.0',
  registry: 'apicurio/apicurio-registry:3.0.9',
} as const;

/** Why containers cannot be started here, or null. */
export const dockerObstacle = async (): Promise<string | null> => {
  try {
    await getContainerRuntimeClient();
    return null;
  } catch (cause) {
    return `no Docker daemon answers (${(cause as Error).message})`;
  }
};

const run = async (name: string, image: string, container: GenericContainer): Promise<StartedTestContainer> => {
  const obstacle = await dockerObstacle();
  if (obstacle !== null)
    throw new PartUnavailable(`${name} was asked for in Docker, but ${obstacle}. Start Docker, or leave XIANJIE_INFRA unset`);
  try {
    return await container.withStartupTimeout(180_000).start();
  } catch (cause) {
    throw new PartUnavailable(
      `${name} was asked for in Docker, but ${image} could not be had or did not start: ${(cause as Error).message}`,
      { cause },
    );
  }
};

const containerPart = (address: string, image: string, container: StartedTestContainer): Part => {
  const refuse = () => Promise.reject(new PartUnavailable(`${image} runs in Docker; fault tests need XIANJIE_INFRA=local`));
  return {
    address,
    chosen: `${image} in Docker, at ${address.replace(/:[^:@/]*@/, ':…@')}`,
    pid: () => null,
    start: refuse,
    kill: refuse,
    stop: async () => void (await container.stop()),
  };
};

const bind = (image: string, container: number, host: number) =>
  new GenericContainer(image).withExposedPorts({ container, host });

export const startPostgresInDocker = async (port: number): Promise<Part> => {
  const password = randomBytes(18).toString('hex');
  const container = bind(images.postgres, 5432, port)
    .withEnvironment({
      POSTGRES_USER: 'xianjie',
      POSTGRES_PASSWORD: password,
      POSTGRES_INITDB_ARGS: '--locale-provider=builtin --builtin-locale=C.UTF-8 --locale=C',
    })
    .withCommand(['postgres', '-c', 'max_connections=300'])
    .withWaitStrategy(Wait.forLogMessage(/ready to accept connections/, 2));
  const started = await run('Postgres', images.postgres, container);
  return containerPart(`postgres://xianjie:${password}@${started.getHost()}:${port}/postgres`, images.postgres, started);
};

export const startKafkaInDocker = async (port: number): Promise<Part> => {
  const address = `127.0.0.1:${port}`;
  const container = bind(images.kafka, 9092, port)
    .withEnvironment({
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: `PLAINTEXT://${address}`,
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      KAFKA_AUTO_CREATE_TOPICS_ENABLE: 'false',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS: '0',
    })
    .withWaitStrategy(Wait.forLogMessage(/Kafka Server started/));
  return containerPart(address, images.kafka, await run('Kafka', images.kafka, container));
};

/** In a container of its own it cannot reach a database on 127.0.0.1, so it keeps its schemas in memory: for trying out only. */
export const startRegistryInDocker = async (port: number): Promise<Part> => {
  const container = bind(images.registry, 8080, port).withWaitStrategy(Wait.forHttp('/apis/ccompat/v7/subjects', 8080));
  return containerPart(
    `http://127.0.0.1:${port}/apis/ccompat/v7`,
    images.registry,
    await run('Apicurio Registry', images.registry, container),
  );
};
