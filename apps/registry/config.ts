import { z } from 'zod';
import { CallProblem } from '@xianjie/http';

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
  XIANJIE_INTAKE_URL: z.string().url(),
});

export type RegistryConfig = z.infer<typeof environment>;

/** @throws when a variable is missing or wrong; the message names each of them. */
export const readConfig = (from: NodeJS.ProcessEnv = process.env): RegistryConfig => {
  const read = environment.safeParse(from);
  if (read.success) return read.data;
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new CallProblem(500, 'misconfigured', `the environment of registry is incomplete: ${wrong.join('; ')}`);
};
