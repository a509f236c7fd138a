import { TopicMismatch } from './faults';
import { MessageBus, settingsOtherThan } from './message-bus';
import type { OtherSetting, ReceivedMessage, Tail, TopicMessages, TopicSpec } from './message-bus';

type Reader = Readonly<{ topics: ReadonlySet<string>; onMessage: (message: ReceivedMessage) => void }>;

/** A broker of one process, for specs: it passes the contract that Kafka passes. */
export class InMemoryMessageBus extends MessageBus {
  private readonly topics = new Map<string, ReceivedMessage[][]>();
  private readonly settings = new Map<string, TopicSpec['config']>();
  private readonly readers = new Set<Reader>();

  async ensureTopics(specs: readonly TopicSpec[]): Promise<void> {
    for (const { name, partitions, config } of specs) {
      const found = this.topics.get(name);
      if (found !== undefined && found.length !== partitions) throw new TopicMismatch(name, partitions, found.length);
      this.topics.set(name, found ?? Array.from({ length: partitions }, () => []));
      if (!this.settings.has(name)) this.settings.set(name, config);
    }
  }

  async otherSettings(specs: readonly TopicSpec[]): Promise<readonly OtherSetting[]> {
    return specs.flatMap((spec) => settingsOtherThan(spec, new Map(Object.entries(this.settings.get(spec.name) ?? {}))));
  }

  async send(batches: readonly TopicMessages[]): Promise<void> {
    for (const { topic, messages } of batches)
      for (const message of messages) {
        const partition = this.partitionOf(topic, message.key);
        const log = this.partitionsOf(topic)[partition]!;
        const received = { ...message, topic, partition, offset: String(log.length) };
        log.push(received);
        for (const { topics, onMessage } of this.readers) if (topics.has(topic)) onMessage(received);
      }
  }

  partitionOf(topic: string, key: string): number {
    let hash = 0;
    for (const letter of key) hash = (hash * 31 + letter.charCodeAt(0)) >>> 0;
    return hash % this.partitionsOf(topic).length;
  }

  async tail(topics: readonly string[], last: number, onMessage: (message: ReceivedMessage) => void): Promise<Tail> {
    for (const partition of topics.flatMap((topic) => this.partitionsOf(topic)))
      for (const message of last === 0 ? [] : partition.slice(-last)) onMessage(message);
    const reader = { topics: new Set(topics), onMessage };
    this.readers.add(reader);
    return { stop: async () => void this.readers.delete(reader) };
  }

  async close(): Promise<void> {
    this.readers.clear();
  }

  private partitionsOf(topic: string): ReceivedMessage[][] {
    const partitions = this.topics.get(topic);
    if (partitions === undefined) throw new Error(`ensureTopics was not asked for ${topic}`);
    return partitions;
  }
}
