import { randomBytes, randomUUID } from 'node:crypto';
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

/** Marks what the harness put there as poison; the hub reads only the headers that it knows. */
export const POISON_MARK = 'fire-poison';

/**
 * No event at all, an unknown schema id, a broken body under a known type, no header, a version far ahead that nobody recorded: under the
 * keys of households that are at work, and of one that nobody knows.
 */
export const sendPoison = async (fire: BurningHub, random: Random): Promise<boolean> => {
  const topic = 'xianjie.household.events';
  const all = (await readTopics(fire.parts.kafkaBrokers, [topic])).filter(({ headers }) => headers[POISON_MARK] === undefined);
  if (all.length === 0) return false;
  // A version that was seen is a repeat, which is passed over before anybody reads it.
  const like = (ahead: number, id: string = randomUUID()): Sent => {
    const { partition, key, value, headers } = random.pick(all);
    const newest = Math.max(...all.filter((one) => one.key === key).map((one) => Number(one.headers.xianjie_version)));
    const version = String(newest + ahead);
    return { partition, key, value, headers: { ...headers, ce_id: id, xianjie_version: version, [POISON_MARK]: 'yes' } };
  };
  const [garbage, stranger, broken, nobody, bare] = [like(1), like(1), like(1), like(1), like(1)];
  const unknownId = Buffer.concat([Buffer.from([0, 0x7f, 0xff, 0xff, 0xff]), randomBytes(20)]);
  const kinds: readonly Sent[] = [
    { ...garbage, value: randomBytes(64) },
    { ...stranger, value: unknownId, headers: { ...stranger.headers, xianjie_schema: 'ffffffffffffffff' } },
    { ...broken, value: broken.value?.subarray(0, 9) ?? null },
    { ...nobody, key: `h-poison-${nobody.key}` },
    { ...bare, headers: { [POISON_MARK]: 'yes' } },
    like(1_000),
  ];
  return send(fire, topic, random.shuffle([...kinds]).slice(0, random.int(2, kinds.length)));
};
