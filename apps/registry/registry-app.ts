import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { bePatient, endWhenClosed, isJson, refuseUnstorableText, requireBearer, requireJson } from '@xianjie/http';
import pino from 'pino';
import type { RegistryConfig } from './config';
import { forwardToIntake } from './intake-proxy';
import { withIntake } from './openapi';
import { ProblemFilter } from './problem.filter';
import { RegistryModule } from './registry.module';

const BODY_LIMIT = '2mb';

/** The app, listening to nobody yet. */
export const createRegistry = async (
  config: RegistryConfig,
  logger = pino({ name: 'registry' }),
): Promise<NestExpressApplication> => {
  const app = await NestFactory.create<NestExpressApplication>(RegistryModule, {
    logger: ['error', 'warn'],
    bodyParser: false,
    abortOnError: false,
  });
  bePatient(app.getHttpServer());
  endWhenClosed(app.getHttpServer());
  // Nothing stands open but the health calls; then what belongs to intake goes there unread.
  app.use(requireBearer(config.XIANJIE_TOKEN_FILE));
  app.use(forwardToIntake(config.XIANJIE_INTAKE_URL));
  app.use(requireJson);
  app.useBodyParser('json', { limit: BODY_LIMIT, type: isJson });
  app.use(refuseUnstorableText);
  app.setGlobalPrefix('api/v1', { exclude: ['health/live', 'health/ready', 'metrics'] });
  app.useGlobalFilters(new ProblemFilter(logger));
  const description = new DocumentBuilder()
    .setTitle('Xianjie')
    .setDescription('The offices’ API: both registries, the March list, reviews')
    .setVersion('1')
    .addBearerAuth()
    .build();
  SwaggerModule.setup('api/docs', app, withIntake(SwaggerModule.createDocument(app, description)));
  return app;
};
