import { Controller, UseFilters } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import type { ConsumedBatch } from '@xianjie/messaging';
import { PostgresHouseholdProjection } from '@xianjie/read-models';
import pino from 'pino';
import { PassFaults } from './kafka-batch-strategy';
import { ProjectorHealth } from './projector-health';
import { TopicEvents } from './topic-events';
import { TOPICS } from './topics';

const logger = pino({ name: 'projector' });

@Controller()
@UseFilters(PassFaults)
export class HouseholdEventsController {
  constructor(
    private readonly topicEvents: TopicEvents,
    private readonly projection: PostgresHouseholdProjection,
    private readonly health: ProjectorHealth,
  ) {}

  /** Rows and the offset to go on with commit together (peers.md lesson 10). */
  @EventPattern(TOPICS.householdEvents)
  async project(@Payload() { topic, partition, messages, next, lastSentAt, highWatermark }: ConsumedBatch): Promise<void> {
    const { parked } = await this.projection.apply(await this.topicEvents.read(messages), [
      { topic, partition, next, lastSentAt },
    ]);
    if (parked > 0) logger.warn({ topic, partition, parked }, 'messages wait in parked lanes: npx xianjie parked list');
    this.health.projected(messages.length, partition, Number(BigInt(highWatermark) - BigInt(next)));
  }
}
