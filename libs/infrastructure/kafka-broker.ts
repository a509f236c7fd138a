import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, logLevel } from 'kafkajs';
import { javaCommand, javaObstacle } from './java';
import { LocalProcess } from './local-process';
import { localPart } from './part';
import type { Part } from './part';
import { projectRoot } from './project-root';

const HEAP = '1g';
const jars = () => join(projectRoot(), '.infrastructure', 'kafka');

/** Why Kafka cannot be started here, or null. */
export const kafkaObstacle = (): string | null =>
  existsSync(jars()) ? javaObstacle() : `no Kafka jars in ${jars()}; run make setup`;

const properties = (data: string, port: number, controllerPort: number): string =>
  Object.entries({
    'process.roles': 'broker,controller',
    'node.id': 1,
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
    'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
    'controller.listener.names': 'CONTROLLER',
    'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
    'log.dirs': data,
    // A topic made by accident would have the wrong number of partitions for ever.
    'auto.create.topics.enable': false,
    'offsets.topic.replication.factor': 1,
    'offsets.topic.num.partitions': 10,
    'transaction.state.log.replication.factor': 1,
    'transaction.state.log.min.isr': 1,
    'transaction.state.log.num.partitions': 10,
    'share.coordinator.state.topic.replication.factor': 1,
    'share.coordinator.state.topic.min.isr': 1,
    'group.initial.rebalance.delay.ms': 0,
  })
    .map(([key, value]) => `${key}=${value}`)
    .join('\n');

/** One member joins a group and gets its partition: only then have the coordinators loaded, not when the port opens. */
const letsAGroupJoin = async (brokers: readonly string[]): Promise<boolean> => {
  const kafka = new Kafka({
    clientId: 'xianjie-readiness',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry: { retries: 0 },
  });
  const name = `xianjie.readiness-${randomBytes(6).toString('hex')}`;
  const admin = kafka.admin();
  try {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: name, numPartitions: 1 }], waitForLeaders: true, timeout: 5_000 });
    const consumer = kafka.consumer({ groupId: name, retry: { retries: 10, initialRetryTime: 100, maxRetryTime: 500 } });
    try {
      const joined = new Promise<true>((resolve) => consumer.on(consumer.events.GROUP_JOIN, () => resolve(true)));
      const crashed = new Promise<false>((resolve) => consumer.on(consumer.events.CRASH, () => resolve(false)));
      await consumer.connect();
      await consumer.subscribe({ topic: name });
      await consumer.run({ eachMessage: () => Promise.resolve() });
      return await Promise.race([joined, crashed]);
    } finally {
      await consumer.disconnect();
    }
  } finally {
    await admin.deleteGroups([name]).catch(() => undefined);
    await admin.deleteTopics({ topics: [name] }).catch(() => undefined);
    await admin.disconnect();
  }
};

/** Apache Kafka from its published jars, broker and controller in one (KRaft). The address is host:port. */
export const startKafka = async (
  folder: string,
  port: number,
  controllerPort: number,
  onCrash: (report: string) => void,
): Promise<Part> => {
  mkdirSync(folder, { recursive: true });
  const data = join(folder, 'data');
  const config = join(folder, 'server.properties');
  writeFileSync(config, properties(data, port, controllerPort));
  const java = ['-cp', join(jars(), '*'), '-Dlog4j2.level=WARN'];
  if (!existsSync(join(data, 'meta.properties'))) {
    const clusterId = randomBytes(16).toString('base64url');
    await promisify(execFile)(javaCommand(), [...java, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', config]);
  }
  const address = `127.0.0.1:${port}`;
  const launch = async () => {
    const broker = await LocalProcess.start(
      {
        name: 'Kafka',
        command: [javaCommand(), `-Xmx${HEAP}`, `-Xms${HEAP}`, '-XX:+ExitOnOutOfMemoryError', ...java, 'kafka.Kafka', config],
        logFile: join(folder, 'kafka.log'),
        pidFile: join(folder, 'pid'),
        stopSignal: 'SIGTERM',
      },
      onCrash,
    );
    await broker.until(() => letsAGroupJoin([address]), 60_000);
    return broker;
  };
  return localPart(address, `Apache Kafka 4.4.0 (KRaft) from its published jars, on ${address}`, launch);
};
