import type { TopicSpec } from './message-bus';

/** Fixed: the partition of a key is part of the contract with consumers (peers.md, lesson 7). */
export const PARTITIONS = 24;
/** Above the broker's 1 MB default: a split or a page of hashed lines is one event. */
export const MAX_MESSAGE_BYTES = 8 * 1024 * 1024;

const FOR_EVER = { 'retention.ms': '-1', 'cleanup.policy': 'delete' };
// A copy of what the hub keeps: what it says is old news after a quarter.
const NINETY_DAYS = { 'retention.ms': String(90 * 86_400_000), 'cleanup.policy': 'delete' };
const COMPACTED = { 'cleanup.policy': 'compact', 'min.cleanable.dirty.ratio': '0.2' };
// A batch of a codec that kafkajs does not know would throw in every consumer.
const COMMON = {
  'max.message.bytes': String(MAX_MESSAGE_BYTES),
  'compression.type': 'producer',
  'message.timestamp.type': 'CreateTime',
};

export type Topics = Readonly<{
  householdEvents: string;
  exitListEvents: string;
  standardEvents: string;
  hubEvents: string;
  householdState: string;
  dibaoState: string;
  povertyState: string;
  seals: string;
  parked: string;
}>;

/** The topics of interfaces.md; tests of one broker take a prefix each. */
export const topicsOf = (prefix = 'xianjie'): Topics => ({
  householdEvents: `${prefix}.household.events`,
  exitListEvents: `${prefix}.exit-list.events`,
  standardEvents: `${prefix}.standard.events`,
  hubEvents: `${prefix}.hub.events`,
  householdState: `${prefix}.household.state`,
  dibaoState: `${prefix}.dibao.state`,
  povertyState: `${prefix}.poverty.state`,
  seals: `${prefix}.seals`,
  parked: `${prefix}.parked`,
});

const spec = (name: string, partitions: number, config: Record<string, string>): TopicSpec => ({
  name,
  partitions,
  config: { ...COMMON, ...config },
});

export const topicSpecs = (topics: Topics): readonly TopicSpec[] => [
  spec(topics.householdEvents, PARTITIONS, FOR_EVER),
  spec(topics.exitListEvents, 6, FOR_EVER),
  spec(topics.standardEvents, 6, FOR_EVER),
  spec(topics.hubEvents, 6, FOR_EVER),
  spec(topics.householdState, PARTITIONS, COMPACTED),
  spec(topics.dibaoState, PARTITIONS, COMPACTED),
  spec(topics.povertyState, PARTITIONS, COMPACTED),
  spec(topics.seals, 1, FOR_EVER),
  spec(topics.parked, PARTITIONS, NINETY_DAYS),
];

/** Like the topic of households' events, so that a consumer finds each key in the same partition. */
export const replayTopicSpec = (name: string): TopicSpec => spec(name, PARTITIONS, FOR_EVER);
