import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { requireBearer } from '@xianjie/http';
import { endWithSupervisor } from '@xianjie/infrastructure';
import pino from 'pino';
import { readConfig } from './config';
import { forwardToIntake } from './intake-proxy';
import { withIntake } from './openapi';
import { ProblemFilter } from './problem.filter';
import { RegistryModule } from './registry.module';

const logger = pino({ name: 'registry' });
const BODY_LIMIT = '2mb';

const start = async (): Promise<void> => {
  endWithSupervisor();
  const config = readConfig();
  const app = await NestFactory.create<NestExpressApplication>(RegistryModule, { logger: ['error', 'warn'], bodyParser: false });
  // Nothing stands open but the health calls; then what belongs to intake goes there unread.
  app.use(requireBearer(config.XIANJIE_TOKEN_FILE));
  app.use(forwardToIntake(config.XIANJIE_INTAKE_URL));
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  app.useGlobalFilters(new ProblemFilter(logger));
  const description = new DocumentBuilder()
    .setTitle('Xianjie')
    .setDescription('The offices’ API: both registries, the March list, reviews')
    .setVersion('1')
    .addBearerAuth()
    .build();
  SwaggerModule.setup('api/docs', app, withIntake(SwaggerModule.createDocument(app, description)));
  app.enableShutdownHooks();
  await app.listen(config.PORT, config.XIANJIE_BIND);
  logger.info({ port: config.PORT }, 'answering');
};

start().catch((fault: unknown) => {
  logger.fatal({ err: fault }, 'could not start');
  process.exit(1);
});
