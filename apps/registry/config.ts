import { readEnvironment } from '@xianjie/infrastructure';
import { z } from 'zod';

const environment = z.object({
  PORT: z.coerce.number().int().default(8080),
  XIANJIE_BIND: z.string().default('127.0.0.1'),
  XIANJIE_DATABASE_URL: z.string().url(),
  XIANJIE_KAFKA_BROKERS: z.string().min(1),
  XIANJIE_DATA_DIR: z.string().min(1).default('.xianjie'),
  XIANJIE_TOKEN_FILE: z.string().min(1),
  XIANJIE_MASTER_KEY_FILE: z.string().min(1),
  XIANJIE_SIGNING_KEY_FILE: z.string().min(1),
  XIANJIE_PROVINCE: z.string().regex(/^\d{2}$/, 'two digits, such as 53'),
  XIANJIE_POLICY: z.string().optional(),
  XIANJIE_CLOCK: z.enum(['system', 'simulated']).default('system'),
  /** How often the scheduler looks at the hub's clock; 0 never. */
  XIANJIE_SCHEDULER_SECONDS: z.coerce.number().int().min(0).default(60),
  XIANJIE_INTAKE_URL: z.string().url(),
});

export type RegistryConfig = z.infer<typeof environment>;

/** @throws when a variable is missing or wrong; the message names each of them. */
export const readConfig = (from: NodeJS.ProcessEnv = process.env): RegistryConfig =>
  readEnvironment('registry', environment, from);
