import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { bePatient, endWhenClosed, isJson, requireBearer, requireJson } from '@xianjie/http';
import { json } from 'express';
import type { IncomingMessage, ServerResponse } from 'node:http';
import pino from 'pino';
import type { IntakeConfig } from './config';
import { IntakeModule } from './intake.module';
import { ProblemFilter } from './problem.filter';

/** A thousand reports of large households. */
const LARGEST_BODY = '16mb';

const keepRawBody = (request: IncomingMessage, _: ServerResponse, body: Buffer): void => {
  (request as IncomingMessage & { rawBody?: Buffer }).rawBody = body;
};

/** The app, listening to nobody yet. Bodies of files are streamed: only POST is parsed. */
export const createIntake = async (config: IntakeConfig, logger = pino({ name: 'intake' })): Promise<NestExpressApplication> => {
  const app = await NestFactory.create<NestExpressApplication>(IntakeModule.with(config), {
    bodyParser: false,
    logger: ['error', 'warn'],
    abortOnError: false,
  });
  bePatient(app.getHttpServer());
  endWhenClosed(app.getHttpServer());
  app.use(requireBearer(config.XIANJIE_TOKEN_FILE));
  app.use(requireJson);
  app.use(json({ limit: LARGEST_BODY, verify: keepRawBody, type: (request) => request.method === 'POST' && isJson(request) }));
  app.useGlobalFilters(new ProblemFilter(logger));
  return app;
};
