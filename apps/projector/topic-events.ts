import { UnknownSchemaVersion, unframed } from '@xianjie/contracts';
import type { HouseholdEventCodec, SchemaRegistry } from '@xianjie/contracts';
import type { ReceivedMessage } from '@xianjie/messaging';
import type { ProjectedEvent } from '@xianjie/read-models';

/** Messages of the household topic as events; a schema that a newer publisher wrote with is fetched from the registry once. */
export class TopicEvents {
  constructor(
    private readonly codec: HouseholdEventCodec,
    private readonly registry: SchemaRegistry,
  ) {}

  async read(messages: readonly ReceivedMessage[]): Promise<readonly ProjectedEvent[]> {
    const events: ProjectedEvent[] = [];
    for (const message of messages) if (message.value !== null) events.push(await this.one(message, message.value));
    return events;
  }

  private async one({ key, headers }: ReceivedMessage, value: Buffer): Promise<ProjectedEvent> {
    const {
      ce_type: type = '',
      ce_id: eventId = '',
      xianjie_schema: schema = '',
      xianjie_position: position = '',
      xianjie_version: version = '',
    } = headers;
    const arrived = { household: key, version: Number(version), position: Number(position.split(':')[1]), eventId };
    // A consumer skips what it does not know (interfaces.md); the version still counts.
    if (!this.codec.knows(type)) return { ...arrived, county: '', event: null };
    const { schemaId, body } = unframed(value);
    const encoded = { type, schema, body };
    try {
      const { event, subject } = this.codec.read(encoded);
      return { ...arrived, county: subject.county, event };
    } catch (fault) {
      if (!(fault instanceof UnknownSchemaVersion)) throw fault;
      this.codec.learn(await this.registry.schemaById(schemaId));
      const { event, subject } = this.codec.read(encoded);
      return { ...arrived, county: subject.county, event };
    }
  }
}
