import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { endWithSupervisor, requireSchema } from '@xianjie/infrastructure';
import { Publisher, Sealer } from '@xianjie/messaging';
import pino from 'pino';
import { readConfig } from './config';
import { PublisherHealth } from './publisher-health';
import { PublisherModule } from './publisher.module';

const logger = pino({ name: 'publisher' });

const start = async (): Promise<void> => {
  endWithSupervisor();
  const config = readConfig();
  await requireSchema(config.XIANJIE_DATABASE_URL);
  const app = await NestFactory.create(PublisherModule, { logger: ['error', 'warn'] });
  await app.listen(config.PORT, config.XIANJIE_BIND);
  logger.info({ port: config.PORT, shard: config.XIANJIE_PROVINCE }, 'publishing');
  const stopping = new AbortController();
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, () => stopping.abort());
  try {
    const { signal } = stopping;
    await Promise.all([app.get(Publisher).run(signal), app.get(Sealer).run(config.XIANJIE_SEAL_SECONDS * 1_000, signal)]);
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

start().catch((fault: unknown) => {
  logger.fatal({ err: fault }, 'could not start');
  process.exit(1);
});
