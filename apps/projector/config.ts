import { readEnvironment } from '@xianjie/infrastructure';
import { BROKER_LIST, BROKER_LIST_SAID } from '@xianjie/messaging';
import { z } from 'zod';

const environment = z.object({
  PORT: z.coerce.number().int().default(8083),
  XIANJIE_BIND: z.string().default('127.0.0.1'),
  XIANJIE_DATABASE_URL: z.string().url(),
  XIANJIE_KAFKA_BROKERS: z.string().regex(BROKER_LIST, BROKER_LIST_SAID),
  XIANJIE_SCHEMA_REGISTRY_URL: z.string().url(),
  /** The publisher's: topics.ts takes it. */
  XIANJIE_TOPIC_PREFIX: z.string().min(1).default('xianjie'),
});

export type ProjectorConfig = z.infer<typeof environment>;

/** @throws when a variable is missing or wrong; the message names each of them. */
export const readConfig = (from: NodeJS.ProcessEnv = process.env): ProjectorConfig =>
  readEnvironment('projector', environment, from);
