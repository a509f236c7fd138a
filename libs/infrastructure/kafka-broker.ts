import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Kafka, Partitioners, logLevel } from 'kafkajs';
import { javaCommand, javaEnvironment, javaObstacle, propertiesText } from './java';
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
  propertiesText({
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
    // A broker that was killed waits for its old registration to run out before it may serve again: 9 s by default.
    'broker.session.timeout.ms': 3_000,
    'broker.heartbeat.interval.ms': 500,
  });

/** One member writes, joins a group and reads it: only then have the coordinators loaded, not when the port opens. */
export const servesAGroup = async (brokers: readonly string[], name: string): Promise<boolean> => {
  const retry = { retries: 5, initialRetryTime: 50, maxRetryTime: 400 };
  const kafka = new Kafka({
    clientId: 'xianjie-readiness',
    brokers: [...brokers],
    logLevel: logLevel.NOTHING,
    connectionTimeout: 1_000,
    retry,
  });
  const admin = kafka.admin();
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  const consumer = kafka.consumer({ groupId: name, maxWaitTimeInMs: 100 });
  const crashed = new Promise<boolean>((resolve) => consumer.on(consumer.events.CRASH, () => resolve(false)));
  try {
    await admin.connect();
    await admin.createTopics({ topics: [{ topic: name, numPartitions: 1 }], waitForLeaders: true, timeout: 5_000 });
    await producer.connect();
    await producer.send({ topic: name, messages: [{ value: 'ready?' }] });
    await consumer.connect();
    await consumer.subscribe({ topic: name, fromBeginning: true });
    const read = new Promise<boolean>((resolve, reject) => {
      consumer.run({ eachMessage: () => Promise.resolve(resolve(true)) }).catch(reject);
    });
    return await Promise.race([read, crashed]);
  } finally {
    await consumer.disconnect().catch(() => undefined);
    await producer.disconnect().catch(() => undefined);
    await admin.deleteGroups([name]).catch(() => undefined);
    await admin.deleteTopics({ topics: [name] }).catch(() => undefined);
    await admin.disconnect().catch(() => undefined);
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
    const id = randomBytes(16);
    // One id in 64 would begin with a hyphen, and the tool would take it for an option.
    id.writeUInt8(id.readUInt8(0) & 0x7f, 0);
    const clusterId = id.toString('base64url');
    const format = [...java, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', config];
    await promisify(execFile)(javaCommand(), format, { env: javaEnvironment() });
  }
  const address = `127.0.0.1:${port}`;
  const launch = async () => {
    const broker = await LocalProcess.start(
      {
        name: 'Kafka',
        command: [javaCommand(), `-Xmx${HEAP}`, `-Xms${HEAP}`, '-XX:+ExitOnOutOfMemoryError', ...java, 'kafka.Kafka', config],
        env: javaEnvironment(),
        logFile: join(folder, 'kafka.log'),
        pidFile: join(folder, 'pid'),
        stopSignal: 'SIGTERM',
      },
      onCrash,
    );
    const probe = `xianjie.readiness-${randomBytes(6).toString('hex')}`;
    await broker.until(() => servesAGroup([address], probe), 120_000);
    return broker;
  };
  return localPart(address, `Apache Kafka 4.4.0 (KRaft) from its published jars, on ${address}`, launch);
};
