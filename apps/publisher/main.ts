import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { couldNotStart, endWithSupervisor, requireSchema } from '@xianjie/infrastructure';
import { EventLog } from '@xianjie/log';
import { loadMasterKey, requireMasterKey } from '@xianjie/persons';
import pino from 'pino';
import { readConfig } from './config';
import { serveEveryShard } from './every-shard';
import { PublisherHealth } from './publisher-health';
import { PublisherModule } from './publisher.module';
import { ShardParts } from './shard-parts';

const logger = pino({ name: 'publisher' });

const start = async (): Promise<void> => {
  endWithSupervisor();
  const config = readConfig();
  await requireSchema(config.XIANJIE_DATABASE_URL);
  await requireMasterKey(config.XIANJIE_DATABASE_URL, loadMasterKey());
  const app = await NestFactory.create(PublisherModule, { logger: ['error', 'warn'], abortOnError: false });
  await app.listen(config.PORT, config.XIANJIE_BIND);
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  try {
    const parts = app.get(ShardParts);
    const serve = (shard: string, signal: AbortSignal): Promise<void> => {
      logger.info({ port: config.PORT, shard }, 'publishing');
      return parts.serve(shard, signal);
    };
    await serveEveryShard({ log: app.get(EventLog), home: config.XIANJIE_PROVINCE, serve }, stopping.signal);
  } catch (fault) {
    // Skipping past what we do not know would break an order; `up` starts the process again after a pause.
    logger.fatal({ err: fault }, 'the publisher stopped');
    app.get(PublisherHealth).crashed(fault as Error);
    await new Promise((shown) => setTimeout(shown, 1_000));
    process.exit(1);
  }
  await app.close();
  process.exit(0);
};

start().catch(couldNotStart(logger));
