import { SchemaRegistryRefused, UnknownSchemaVersion, isUnreadable, unframed } from '@xianjie/contracts';
import type { HouseholdEventCodec, SchemaRegistry } from '@xianjie/contracts';
import { laneOf } from '@xianjie/messaging';
import type { ReceivedMessage } from '@xianjie/messaging';
import { NotAnEvent, isOwnFault } from '@xianjie/read-models';
import type { ProjectedEvent } from '@xianjie/read-models';

type Read = Pick<ProjectedEvent, 'county' | 'event'>;

// What a registry answers about an id that it never gave out, or that is no id.
const NO_SUCH_SCHEMA: readonly number[] = [400, 404, 422];

/** Messages of the household topic as events; a schema that a newer publisher wrote with is fetched from the registry once. */
export class TopicEvents {
  constructor(
    private readonly codec: HouseholdEventCodec,
    private readonly registry: SchemaRegistry,
  ) {}

  /** One for each message, in their order; why one cannot be read is in its `fault`. @throws SchemaRegistryUnavailable. */
  readonly read = async (messages: readonly ReceivedMessage[]): Promise<readonly ProjectedEvent[]> => {
    const events: ProjectedEvent[] = [];
    for (const message of messages) events.push(await this.one(message));
    return events;
  };

  private async one(message: ReceivedMessage): Promise<ProjectedEvent> {
    const { key, headers } = message;
    const { ce_id: eventId = '', xianjie_position: position = '', xianjie_version: version = '' } = headers;
    const arrived = {
      ...{ lane: laneOf(key), household: key, eventId, message, discarded: false },
      version: /^[1-9]\d*$/.test(version) ? Number(version) : Number.NaN,
      position: Number(position.split(':')[1]),
    };
    try {
      return { ...arrived, ...(await this.content(message, arrived)), fault: null };
    } catch (fault) {
      if (!isOwnFault(fault)) throw fault;
      return { ...arrived, county: '', event: null, fault };
    }
  }

  private async content(
    { key, value, headers }: ReceivedMessage,
    { version, position, eventId }: Pick<ProjectedEvent, 'version' | 'position' | 'eventId'>,
  ): Promise<Read> {
    const { ce_type: type = '', xianjie_schema: schema = '' } = headers;
    if (value === null) throw new NotAnEvent('it has no value');
    if (type === '' || eventId === '') throw new NotAnEvent('ce_type or ce_id is missing');
    if (Number.isNaN(version) || !Number.isInteger(position))
      throw new NotAnEvent('xianjie_version or xianjie_position says no number');
    // A consumer skips what it does not know (interfaces.md); the version still counts.
    if (!this.codec.knows(type)) return { county: '', event: null };
    const { schemaId, body } = unframed(value);
    const { event, subject } = await this.decoded({ type, schema, body }, schemaId);
    if (subject.householdId !== key) throw new NotAnEvent('its key is not the household that it speaks of');
    return { county: subject.county, event };
  }

  private async decoded(encoded: Parameters<HouseholdEventCodec['read']>[0], schemaId: number) {
    try {
      return this.codec.read(encoded);
    } catch (fault) {
      if (!(fault instanceof UnknownSchemaVersion)) throw fault;
      await this.learn(schemaId, fault);
      return this.codec.read(encoded);
    }
  }

  private async learn(schemaId: number, unknown: UnknownSchemaVersion): Promise<void> {
    let text: string;
    try {
      text = await this.registry.schemaById(schemaId);
    } catch (fault) {
      if (fault instanceof SchemaRegistryRefused && NO_SUCH_SCHEMA.includes(fault.status)) throw unknown;
      throw fault;
    }
    try {
      this.codec.learn(text);
    } catch (cause) {
      // No Avro record, or one that today's cannot be read from.
      throw isUnreadable(cause) ? cause : unknown;
    }
  }
}
