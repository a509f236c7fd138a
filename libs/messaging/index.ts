export { BrokerUnavailable, LeaseLost, MessageTooLarge, TopicMismatch, UnpublishableEvent } from './faults';
export { InMemoryMessageBus } from './in-memory-message-bus';
export { KafkaBatchConsumer } from './kafka-batch-consumer';
export type { BatchConsumerOptions, ConsumedBatch, StoredOffset } from './kafka-batch-consumer';
export { KafkaMessageBus } from './kafka-message-bus';
export { MessageBus } from './message-bus';
export type { OutgoingMessage, ReceivedMessage, Tail, TopicMessages, TopicSpec } from './message-bus';
export { PARTITIONS, topicsOf, topicSpecs } from './topics';
export type { Topics } from './topics';
