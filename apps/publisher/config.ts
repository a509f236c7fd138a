import { join } from 'node:path';
import { readEnvironment } from '@xianjie/infrastructure';
import { BROKER_LIST, BROKER_LIST_SAID, brokersIn } from '@xianjie/messaging';
import { z } from 'zod';

const environment = z.object({
  PORT: z.coerce.number().int().default(8082),
  XIANJIE_BIND: z.string().default('127.0.0.1'),
  XIANJIE_DATABASE_URL: z.string().url(),
  XIANJIE_KAFKA_BROKERS: z.string().regex(BROKER_LIST, BROKER_LIST_SAID),
  XIANJIE_SCHEMA_REGISTRY_URL: z.string().url(),
  XIANJIE_DATA_DIR: z.string().min(1).default('.xianjie'),
  XIANJIE_MASTER_KEY_FILE: z.string().min(1).optional(),
  XIANJIE_SIGNING_KEY_FILE: z.string().min(1),
  XIANJIE_PROVINCE: z.string().regex(/^\d{2}$/, 'two digits, such as 53'),
  XIANJIE_CLOCK: z.enum(['system', 'simulated']).default('system'),
  /** Before the first dot of every topic; another one keeps two hubs on one broker apart. */
  XIANJIE_TOPIC_PREFIX: z.string().min(1).default('xianjie'),
  XIANJIE_LEASE_MS: z.coerce.number().int().min(1_000).default(10_000),
  XIANJIE_SEAL_SECONDS: z.coerce.number().min(1).default(10),
});

export type PublisherConfig = Readonly<
  z.infer<typeof environment> & { brokers: readonly string[]; sealFileOf: (shard: string) => string }
>;

/** @throws when a variable is missing or wrong; the message names each of them. */
export const readConfig = (from: NodeJS.ProcessEnv = process.env): PublisherConfig => {
  const read = readEnvironment('publisher', environment, from);
  return {
    ...read,
    brokers: brokersIn(read.XIANJIE_KAFKA_BROKERS),
    sealFileOf: (shard) => join(read.XIANJIE_DATA_DIR, 'seals', `${shard}.jsonl`),
  };
};
