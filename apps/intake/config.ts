import { z } from 'zod';

const environment = z.object({
  PORT: z.coerce.number().int().default(8081),
  XIANJIE_BIND: z.string().default('127.0.0.1'),
  XIANJIE_DATABASE_URL: z.string().url(),
  XIANJIE_DATA_DIR: z.string().min(1).default('.xianjie'),
  XIANJIE_TOKEN_FILE: z.string().min(1),
  XIANJIE_MASTER_KEY_FILE: z.string().min(1).optional(),
  XIANJIE_CLOCK: z.enum(['system', 'simulated']).default('system'),
  /** Share of a snapshot's scope that may depart without `import confirm` (S-6). */
  XIANJIE_DEPARTURE_LIMIT: z.coerce.number().min(0).max(1).default(0.02),
});

export type IntakeConfig = Readonly<z.infer<typeof environment>>;

/** @throws when a variable is missing or wrong; the message names each of them. */
export const readConfig = (from: NodeJS.ProcessEnv = process.env): IntakeConfig => {
  const read = environment.safeParse(from);
  if (read.success) {
    if (from.NODE_ENV === 'production' && read.data.XIANJIE_CLOCK === 'simulated')
      throw new Error('XIANJIE_CLOCK: production refuses a simulated clock (S-3)');
    return read.data;
  }
  const wrong = read.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`the environment of intake is incomplete: ${wrong.join('; ')}`);
};
