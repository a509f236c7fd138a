import 'reflect-metadata';
import { couldNotStart, endWithSupervisor, requireSchema } from '@xianjie/infrastructure';
import { loadMasterKey, requireMasterKey } from '@xianjie/persons';
import { Imports } from '@xianjie/sources';
import pino from 'pino';
import { readConfig } from './config';
import { createIntake } from './intake-app';
import { ExpiredFiles } from './expired-files';
import { UnfinishedErasures } from './unfinished-erasures';

const logger = pino({ name: 'intake' });

const start = async (): Promise<void> => {
  endWithSupervisor();
  const config = readConfig();
  await requireSchema(config.XIANJIE_DATABASE_URL);
  await requireMasterKey(config.XIANJIE_DATABASE_URL, loadMasterKey());
  const app = await createIntake(config, logger);
  app.enableShutdownHooks();
  await app.listen(config.PORT, config.XIANJIE_BIND);
  logger.info({ port: config.PORT }, 'listening');
  // Imports that a killed process left behind are gone on with (S-15 makes that harmless).
  await app.get(Imports).resume();
  app.get(UnfinishedErasures).start();
  app.get(ExpiredFiles).start();
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.once(signal, () => setTimeout(() => process.exit(0), 2_000).unref());
};

start().catch(couldNotStart(logger));
