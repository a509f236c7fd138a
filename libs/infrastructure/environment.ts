import { accessSync, constants } from 'node:fs';
import type { z } from 'zod';
import { EnvironmentIncomplete } from './faults';

type Environment = Readonly<Record<string, string | undefined>>;

export const isProduction = (env: Environment = process.env): boolean =>
  env.NODE_ENV === 'production' || env.XIANJIE_MODE === 'production';

/** Conveniences of a hub on one machine that a deployment must decide itself. */
const DECIDED_IN_PRODUCTION = ['XIANJIE_DATA_DIR', 'XIANJIE_MASTER_KEY_FILE'] as const;

const obstacleTo = (file: string): string | null => {
  try {
    accessSync(file, constants.R_OK);
    return null;
  } catch (fault) {
    return (fault as { code?: string }).code ?? 'unknown';
  }
};

/** Outside production a missing key is made; one that is there and cannot be read never helps. */
const unreadableFile = (name: string, value: unknown, env: Environment): string | null => {
  const obstacle = name.endsWith('_FILE') && typeof value === 'string' ? obstacleTo(value) : null;
  if (obstacle === null || (obstacle === 'ENOENT' && !isProduction(env))) return null;
  return obstacle === 'ENOENT'
    ? `${name}: ${String(value)} does not exist`
    : `${name}: user ${process.getuid?.()} may not read ${String(value)} (${obstacle})`;
};

/**
 * An app's settings, read once at its start.
 * @throws EnvironmentIncomplete when variables are missing or wrong; the message names each of them.
 */
export const readEnvironment = <Shape extends z.ZodRawShape>(
  app: string,
  shape: z.ZodObject<Shape>,
  env: Environment = process.env,
): z.infer<z.ZodObject<Shape>> => {
  const read = shape.safeParse(env);
  const wrong = read.success
    ? []
    : read.error.issues.map(({ path, message }) => {
        const name = path.join('.');
        return `${name}: ${env[name]?.trim() ? message : 'not set'}`;
      });
  if (isProduction(env)) {
    const missing = DECIDED_IN_PRODUCTION.filter((name) => name in shape.shape && !env[name]?.trim());
    wrong.push(...missing.filter((name) => !wrong.some((said) => said.startsWith(name))).map((name) => `${name}: not set`));
    if (env.XIANJIE_CLOCK === 'simulated') wrong.push('XIANJIE_CLOCK: production refuses a simulated clock (S-3)');
  }
  if (read.success) wrong.push(...Object.entries(read.data).flatMap(([name, value]) => unreadableFile(name, value, env) ?? []));
  if (read.success && wrong.length === 0) return read.data;
  throw new EnvironmentIncomplete(`the environment of ${app} is incomplete: ${wrong.join('; ')}`);
};
