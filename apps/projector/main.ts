import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { HouseholdEventCodec, SchemaRegistry, learnRegistered } from '@xianjie/contracts';
import { couldNotStart, endWithSupervisor, requireSchema } from '@xianjie/infrastructure';
import { KafkaMessageBus, PARTITIONS, brokersIn, topicSpecs } from '@xianjie/messaging';
import { PostgresHouseholdProjection } from '@xianjie/read-models';
import pino from 'pino';
import { readConfig } from './config';
import { KafkaBatchStrategy } from './kafka-batch-strategy';
import { LaneKeeper } from './lane-keeper';
import { ProjectorHealth } from './projector-health';
import { ProjectorModule } from './projector.module';
import { PREFIX, TOPICS } from './topics';

const logger = pino({ name: 'projector' });

const start = async (): Promise<void> => {
  endWithSupervisor();
  const config = readConfig();
  await requireSchema(config.XIANJIE_DATABASE_URL);
  const brokers = brokersIn(config.XIANJIE_KAFKA_BROKERS);
  const topics = new KafkaMessageBus(brokers);
  await topics.ensureTopics(topicSpecs(TOPICS));
  await topics.close();
  const app = await NestFactory.create(ProjectorModule, { logger: ['error', 'warn'], abortOnError: false });
  const projection = app.get(PostgresHouseholdProjection);
  const health = app.get(ProjectorHealth);
  const isTold = await learnRegistered(app.get(HouseholdEventCodec), app.get(SchemaRegistry), TOPICS.householdEvents);
  if (!isTold) logger.warn('the schema registry does not answer: schemas of newer programs are learned when their events come');
  // An unknown fault stops the consumer: health turns red and the process ends; `up` starts it again after a pause.
  const onCrash = (fault: Error): void => {
    health.crashed(fault);
    logger.fatal({ err: fault }, 'the consumer stopped');
    setTimeout(() => process.exit(1), 1_000);
  };
  app.connectMicroservice({
    strategy: new KafkaBatchStrategy({
      brokers,
      groupId: `${PREFIX}-projector`,
      storedOffsets: (topic) => projection.offsets(topic),
      madeAnew: async (topic, partition) => {
        logger.warn(
          { topic, partition },
          'the topic was made anew: read from its beginning; see the runbook, "A topic was deleted"',
        );
        await projection.forgetOffset(topic, partition);
      },
      // All those of a fetch at once: they share a transaction.
      partitionsConsumedConcurrently: PARTITIONS,
      onCrash,
    }),
  });
  app.enableShutdownHooks();
  await app.startAllMicroservices();
  app.get(LaneKeeper).start(onCrash);
  await app.listen(config.PORT, config.XIANJIE_BIND);
  logger.info({ port: config.PORT }, 'projecting');
};

start().catch(couldNotStart(logger));
