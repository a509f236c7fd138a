import { isProduction, readEnvironment } from '@xianjie/infrastructure';
import { z } from 'zod';

const said = z.string().min(1);
const settings = z.object({
  XIANJIE_DATABASE_URL: z.string().url(),
  XIANJIE_KAFKA_BROKERS: said,
  XIANJIE_SCHEMA_REGISTRY_URL: z.string().url(),
  XIANJIE_TOKEN_FILE: said,
  XIANJIE_MASTER_KEY_FILE: said,
  XIANJIE_SIGNING_KEY_FILE: said,
  XIANJIE_DATA_DIR: said,
  XIANJIE_PROVINCE: z.string().regex(/^\d{2}$/, 'two digits, such as 53'),
});

/**
 * What `up` otherwise finds, makes or assumes, a deployment says itself: keys made in passing would be known to nobody.
 * @throws EnvironmentIncomplete, which names every variable that is missing or wrong; never outside production.
 */
export const assertSaidInProduction = (simulatedFrom: string | null, env: NodeJS.ProcessEnv = process.env): void => {
  if (isProduction(env)) readEnvironment('up', settings, simulatedFrom === null ? env : { ...env, XIANJIE_CLOCK: 'simulated' });
};
