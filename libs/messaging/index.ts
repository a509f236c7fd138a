export {
  BrokerUnavailable,
  LeaseLost,
  MessageTooLarge,
  ReplayTopicRefused,
  SealFileDamaged,
  SealFileUnwritable,
  SealingOverdue,
  TopicMismatch,
  TopicsAheadOfLog,
  UnpublishableEvent,
} from './faults';
export { BROKER_LIST, BROKER_LIST_SAID, brokersIn } from './broker-list';
export { InMemoryMessageBus } from './in-memory-message-bus';
export { KafkaBatchConsumer } from './kafka-batch-consumer';
export type { BatchConsumerOptions, ConsumedBatch } from './kafka-batch-consumer';
export type { StoredOffset } from './kafka-batch-place';
export { KafkaMessageBus } from './kafka-message-bus';
export { MessageBus } from './message-bus';
export type { OtherSetting, OutgoingMessage, ReceivedMessage, Tail, TopicMessages, TopicSpec } from './message-bus';
export { Lanes, laneOf } from './parked/lanes';
export type { Waiting } from './parked/lanes';
export { PostgresParkedLanes } from './parked/postgres-parked-lanes';
export type { ParkedMessage } from './parked/postgres-parked-lanes';
export { PostgresParkedDesk } from './parked/postgres-parked-desk';
export type { ParkedCounts, ParkedEntry, ParkedHead } from './parked/postgres-parked-desk';
export { PostgresParkedPayloads } from './parked/postgres-parked-payloads';
export { PostgresParkedNews } from './parked/postgres-parked-news';
export { ParkedCopies } from './parked/parked-copies';
export { PARTITIONS, replayTopicSpec, topicsOf, topicSpecs } from './topics';
export type { Topics } from './topics';
export { PostgresLeases } from './postgres-leases';
export type { Lease } from './postgres-leases';
export { PostgresSealing } from './postgres-sealing';
export { PostgresSeals } from './postgres-seals';
export type { Seal } from './postgres-seals';
export { MessagingStoreUnavailable } from './postgres-statements';
export { EventMessages, topicOf } from './publishing/event-messages';
export { HouseholdStates } from './publishing/household-states';
export { pause } from './publishing/pause';
export { Publisher } from './publishing/publisher';
export type { PublisherOptions, PublisherStatus } from './publishing/publisher';
export { assertReplayTopic, replayToTopic } from './publishing/replay-topic';
export type { ReplayToTopic } from './publishing/replay-topic';
export { SchemaIds } from './publishing/schema-ids';
export type { Reminded } from './publishing/schema-ids';
export { InMemorySchemaBook, SchemaBook } from './publishing/schema-book';
export { PostgresSchemaBook } from './postgres-schema-book';
export { SealFile } from './publishing/seal-file';
export { Sealer, sealStatement } from './publishing/sealer';
export { knownShards, verifyShard } from './publishing/verify-shard';
export type { ShardVerified, VerifyAsked } from './publishing/verify-shard';
export { verifySeals } from './publishing/verify-seals';
export type { SealCopies, SealFault, SealsVerified } from './publishing/verify-seals';
export { StateMessages } from './publishing/state-messages';
export { caseRefs } from './publishing/state-records';
