import { randomUUID } from 'node:crypto';
import { ConfigResourceTypes, Kafka, Partitioners, logLevel } from 'kafkajs';
import type { Admin, ISocketFactory, KafkaJSProtocolError, Message, PartitionMetadata, Producer } from 'kafkajs';
import { BrokerUnavailable, MessageTooLarge, TopicMismatch } from './faults';
import { settled } from './kafka-settled';
import { KafkaTail } from './kafka-tail';
import { MessageBus, settingsOtherThan } from './message-bus';
import type { OtherSetting, OutgoingMessage, ReceivedMessage, Tail, TopicMessages, TopicSpec } from './message-bus';
import { MAX_MESSAGE_BYTES } from './topics';

// Short inside, long outside: a caller that hears of a fault can look for what arrived, kafkajs cannot.
const RETRY = { retries: 6, initialRetryTime: 100, maxRetryTime: 1_000 };
/** kafkajs writes all messages of a partition in one call as one record batch, and the topic's limit is on batches. */
const BATCH_BYTES = 2 * 1024 * 1024;

const sizeOf = ({ value }: OutgoingMessage): number => value?.length ?? 0;

/** Cuts a call so that no partition's batch outgrows the topic's limit. */
const cut = (batches: readonly TopicMessages[]): TopicMessages[][] => {
  const total = batches.reduce((sum, { messages }) => sum + messages.reduce((bytes, message) => bytes + sizeOf(message), 0), 0);
  if (total <= BATCH_BYTES) return [[...batches]];
  const calls: TopicMessages[][] = [];
  for (const { topic, messages } of batches) {
    let [open, bytes]: [OutgoingMessage[], number] = [[], 0];
    for (const message of messages) {
      if (open.length > 0 && bytes + sizeOf(message) > BATCH_BYTES) {
        calls.push([{ topic, messages: open }]);
        [open, bytes] = [[], 0];
      }
      open.push(message);
      bytes += sizeOf(message);
    }
    if (open.length > 0) calls.push([{ topic, messages: open }]);
  }
  return calls;
};

/** Kafka by kafkajs: idempotent, acks of all replicas, one request in flight, so that a retry neither doubles nor overtakes. */
export class KafkaMessageBus extends MessageBus {
  private readonly kafka: Kafka;
  private readonly partitions = new Map<string, PartitionMetadata[]>();
  private readonly choosePartition = Partitioners.DefaultPartitioner();
  private producing: Promise<Producer> | null = null;

  /** `socketFactory`: how connections are made, where they need more than an address. */
  constructor(brokers: readonly string[], clientId = 'xianjie', socketFactory?: ISocketFactory) {
    super();
    this.kafka = new Kafka({
      clientId,
      brokers: [...brokers],
      logLevel: logLevel.NOTHING,
      connectionTimeout: 3_000,
      retry: RETRY,
      ...(socketFactory && { socketFactory }),
    });
  }

  async ensureTopics(topics: readonly TopicSpec[]): Promise<void> {
    await this.withAdmin('making topics', async (admin) => {
      const existing = new Set(await admin.listTopics());
      const missing = topics.filter(({ name }) => !existing.has(name));
      await admin.createTopics({
        waitForLeaders: true,
        topics: missing.map(({ name, partitions, config }) => ({
          topic: name,
          numPartitions: partitions,
          configEntries: Object.entries(config).map(([key, value]) => ({ name: key, value })),
        })),
      });
      // Also those that another process made a moment ago: publisher and projector of a new hub begin together.
      for (const { name } of topics) await settled(() => admin.fetchTopicOffsets(name));
      const { topics: found } = await settled(() => admin.fetchTopicMetadata({ topics: topics.map(({ name }) => name) }));
      for (const { name, partitions } of topics) {
        const count = found.find((topic) => topic.name === name)?.partitions.length ?? 0;
        if (count !== partitions) throw new TopicMismatch(name, partitions, count);
        this.partitions.set(
          name,
          Array.from({ length: count }, (_, partitionId) => ({ partitionId }) as PartitionMetadata),
        );
      }
    });
  }

  async otherSettings(topics: readonly TopicSpec[]): Promise<readonly OtherSetting[]> {
    return this.withAdmin('looking at topics', async (admin) => {
      const resources = topics.map(({ name }) => ({ type: ConfigResourceTypes.TOPIC, name }));
      const { resources: found } = await admin
        .describeConfigs({ resources, includeSynonyms: false })
        .catch((fault: KafkaJSProtocolError) => {
          // Looking may be forbidden where publishing is not.
          if (fault.type?.endsWith('AUTHORIZATION_FAILED')) return { resources: [] };
          throw fault;
        });
      return found.flatMap(({ resourceName, configEntries }) => {
        const spec = topics.find(({ name }) => name === resourceName);
        return spec ? settingsOtherThan(spec, new Map(configEntries.map((one) => [one.configName, one.configValue]))) : [];
      });
    });
  }

  async send(batches: readonly TopicMessages[]): Promise<void> {
    for (const { topic, messages } of batches)
      for (const message of messages)
        if (sizeOf(message) > MAX_MESSAGE_BYTES - 4_096)
          throw new MessageTooLarge(topic, `the message of ${message.key}`, sizeOf(message), MAX_MESSAGE_BYTES - 4_096);
    for (const call of cut(batches)) await this.sendCall(call);
  }

  partitionOf(topic: string, key: string): number {
    const partitionMetadata = this.partitions.get(topic);
    if (partitionMetadata === undefined) throw new Error(`ensureTopics was not asked for ${topic}`);
    return this.choosePartition({ topic, partitionMetadata, message: { key, value: null } });
  }

  async tail(
    topics: readonly string[],
    last: number,
    onMessage: (message: ReceivedMessage) => void,
    onLost: (fault: Error) => void = () => undefined,
  ): Promise<Tail> {
    const doing = `reading the tail of ${topics.join(', ')}`;
    const tail = new KafkaTail(this.kafka, `xianjie-tail-${randomUUID()}`, onMessage, (cause) =>
      onLost(new BrokerUnavailable(doing, { cause })),
    );
    try {
      await tail.start(topics, last);
      return tail;
    } catch (cause) {
      await tail.stop().catch(() => undefined);
      throw new BrokerUnavailable(doing, { cause });
    }
  }

  async close(): Promise<void> {
    const producer = await this.producing?.catch(() => null);
    this.producing = null;
    await producer?.disconnect();
  }

  private async sendCall(call: readonly TopicMessages[]): Promise<void> {
    try {
      const producer = await (this.producing ??= this.connect());
      await producer.sendBatch({
        acks: -1,
        topicMessages: call.map(({ topic, messages }) => ({ topic, messages: messages as unknown as Message[] })),
      });
    } catch (cause) {
      // The broker remembers sequence numbers of this producer: other messages under the numbers of those that may have arrived would be
      // taken for their repetition and lost. A new producer starts over.
      const broken = this.producing;
      this.producing = null;
      void broken?.then((producer) => producer.disconnect()).catch(() => undefined);
      throw new BrokerUnavailable(`sending to ${call.map(({ topic }) => topic).join(', ')}`, { cause });
    }
  }

  private async connect(): Promise<Producer> {
    const producer = this.kafka.producer({
      idempotent: true,
      maxInFlightRequests: 1,
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
    });
    await producer.connect();
    return producer;
  }

  private async withAdmin<Answer>(doing: string, work: (admin: Admin) => Promise<Answer>): Promise<Answer> {
    const admin = this.kafka.admin();
    try {
      await admin.connect();
      return await work(admin);
    } catch (cause) {
      if (cause instanceof TopicMismatch) throw cause;
      throw new BrokerUnavailable(doing, { cause });
    } finally {
      await admin.disconnect().catch(() => undefined);
    }
  }
}
