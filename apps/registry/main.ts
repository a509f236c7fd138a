import 'reflect-metadata';
import { couldNotStart, endWithSupervisor, requireSchema } from '@xianjie/infrastructure';
import { loadMasterKey, requireMasterKey } from '@xianjie/persons';
import pino from 'pino';
import { readConfig } from './config';
import { createRegistry } from './registry-app';

const logger = pino({ name: 'registry' });

const start = async (): Promise<void> => {
  endWithSupervisor();
  const config = readConfig();
  await requireSchema(config.XIANJIE_DATABASE_URL);
  await requireMasterKey(config.XIANJIE_DATABASE_URL, loadMasterKey());
  const app = await createRegistry(config, logger);
  app.enableShutdownHooks();
  await app.listen(config.PORT, config.XIANJIE_BIND);
  logger.info({ port: config.PORT }, 'answering');
};

start().catch(couldNotStart(logger));
