import { readEnvironment } from '@xianjie/infrastructure';
import { z } from 'zod';

const environment = z.object({
  PORT: z.coerce.number().int().default(8081),
  XIANJIE_BIND: z.string().default('127.0.0.1'),
  XIANJIE_DATABASE_URL: z.string().url(),
  XIANJIE_DATA_DIR: z.string().min(1).default('.xianjie'),
  XIANJIE_TOKEN_FILE: z.string().min(1),
  XIANJIE_MASTER_KEY_FILE: z.string().min(1).optional(),
  /** The shard in which it is recorded who looked. */
  XIANJIE_PROVINCE: z.string().regex(/^\d{2}$/, 'two digits, such as 53'),
  XIANJIE_CLOCK: z.enum(['system', 'simulated']).default('system'),
  XIANJIE_POLICY: z.string().min(1).optional(),
  /** Share of a snapshot's scope that may depart without `import confirm`, instead of what the policy packs say (S-6). */
  XIANJIE_DEPARTURE_LIMIT: z.coerce.number().min(0).max(1).optional(),
  /** Days for which the files of an import are kept after it has settled (S-25, ADR 16); 0: for ever. */
  XIANJIE_KEEP_FILES_DAYS: z.coerce.number().int().min(0).max(36_500).default(3_650),
  /** Without a seal for longer than this, nothing new is taken (S-19). Several times the publisher's XIANJIE_SEAL_SECONDS. */
  XIANJIE_SEAL_DEADLINE_SECONDS: z.coerce.number().min(1).default(600),
});

export type IntakeConfig = Readonly<z.infer<typeof environment>>;

/** @throws when a variable is missing or wrong; the message names each of them. */
export const readConfig = (from: NodeJS.ProcessEnv = process.env): IntakeConfig => readEnvironment('intake', environment, from);
