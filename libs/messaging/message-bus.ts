export type OutgoingMessage = Readonly<{
  key: string;
  /** Null is a tombstone: a compacted topic forgets the key. */
  value: Buffer | null;
  headers: Readonly<Record<string, string>>;
}>;
export type TopicMessages = Readonly<{ topic: string; messages: readonly OutgoingMessage[] }>;
export type ReceivedMessage = OutgoingMessage & Readonly<{ topic: string; partition: number; offset: string }>;

export type TopicSpec = Readonly<{ name: string; partitions: number; config: Readonly<Record<string, string>> }>;
/** What a topic has otherwise than it was asked to be made: somebody changed it, or made the topic. */
export type OtherSetting = Readonly<{ topic: string; setting: string; asked: string; found: string }>;
export type Tail = Readonly<{ stop: () => Promise<void> }>;

/** Port. An adapter is one that passes `message-bus.contract.ts`. */
export abstract class MessageBus {
  /**
   * Makes the topics that are missing.
   * @throws TopicMismatch when one exists with another number of partitions; BrokerUnavailable.
   */
  abstract ensureTopics(topics: readonly TopicSpec[]): Promise<void>;

  /** Settings of these topics that are other than asked for; none where the broker does not let us look. @throws BrokerUnavailable. */
  abstract otherSettings(topics: readonly TopicSpec[]): Promise<readonly OtherSetting[]>;

  /**
   * Resolves once every replica in sync has all of them. Messages of one key arrive in their order, also across calls that are awaited
   * one after the other. After a fault some may have arrived and others not.
   * @throws BrokerUnavailable, MessageTooLarge.
   */
  abstract send(batches: readonly TopicMessages[]): Promise<void>;

  /** The partition that a key goes to for ever, as Kafka's own clients choose it (murmur2). */
  abstract partitionOf(topic: string, key: string): number;

  /**
   * Hands over the last `last` messages of every partition, then whatever follows, until stopped; each partition in order.
   * Resolves once everything that was there at the call has been handed over; after that `onLost` says that messages may be missed
   * from now on, and the tail must be taken again.
   */
  abstract tail(
    topics: readonly string[],
    last: number,
    onMessage: (message: ReceivedMessage) => void,
    onLost?: (fault: Error) => void,
  ): Promise<Tail>;

  abstract close(): Promise<void>;
}

/** `found`: what the topic has, by name; of what it does not say nothing is said. */
export const settingsOtherThan = ({ name, config }: TopicSpec, found: ReadonlyMap<string, string>): readonly OtherSetting[] =>
  Object.entries(config).flatMap(([setting, asked]) => {
    const has = found.get(setting);
    return has === undefined || has === asked ? [] : [{ topic: name, setting, asked, found: has }];
  });
