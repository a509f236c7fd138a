import { randomBytes } from 'node:crypto';
import { Partitioners } from 'kafkajs';
import type { Random } from '@xianjie/testing';
import type { BurningHub } from './burning-hub';
import { plainKafka, readTopics } from './topic-reader';

// What a network, a mirror or a stranger may put on the topics a second time, or for the first.

const PAGE = 200;
type Sent = Readonly<{ partition: number; key: string; value: Buffer | null; headers: Record<string, string> }>;

const send = async (fire: BurningHub, topic: string, messages: readonly Sent[]): Promise<boolean> => {
  const producer = plainKafka(fire.parts.kafkaBrokers).producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    await producer.send({ topic, messages: [...messages] });
    return messages.length > 0;
  } finally {
    await producer.disconnect();
  }
};

/** A run of messages that were there before, as they were, at the end of their partitions. */
export const sendOldPage = async (fire: BurningHub, random: Random, topic: string): Promise<boolean> => {
  const all = await readTopics(fire.parts.kafkaBrokers, [topic]);
  const from = random.int(0, Math.max(0, all.length - PAGE));
  const page = all.slice(from, from + random.int(1, PAGE)).map((one) => ({ ...one, headers: { ...one.headers } }));
  return send(fire, topic, page);
};

/** No Avro at all, an unknown schema id, a broken body under a known type, a version from the future. */
export const sendPoison = async (fire: BurningHub, random: Random): Promise<boolean> => {
  const topic = 'xianjie.household.events';
  const all = await readTopics(fire.parts.kafkaBrokers, [topic]);
  if (all.length === 0) return false;
  const like = (): Sent => {
    const { partition, key, value, headers } = random.pick(all);
    return { partition, key: `h-poison-${key}`, value, headers: { ...headers } };
  };
  const [garbage, stranger, broken] = [like(), like(), like()];
  const unknownId = Buffer.concat([Buffer.from([0, 0x7f, 0xff, 0xff, 0xff]), randomBytes(20)]);
  return send(fire, topic, [
    { ...garbage, value: randomBytes(64) },
    { ...stranger, value: unknownId, headers: { ...stranger.headers, xianjie_schema: 'ffffffffffffffff' } },
    { ...broken, value: broken.value?.subarray(0, 9) ?? null },
    { ...like(), headers: {} },
  ]);
};
