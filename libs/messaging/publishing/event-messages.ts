import { hash } from 'node:crypto';
import { framed } from '@xianjie/contracts';
import { isHouseholdStream } from '@xianjie/domain';
import type { RecordedEvent } from '@xianjie/log';
import { UnpublishableEvent } from '../faults';
import type { OutgoingMessage } from '../message-bus';
import type { Topics } from '../topics';
import type { SchemaIds } from './schema-ids';

export type EventMessage = Readonly<{ topic: string; number: number; message: OutgoingMessage }>;

/** Every position is on exactly one topic (S-14). By stream, so that an event type of a newer program goes where its household's do. */
export const topicOf = (topics: Topics, { stream }: Pick<RecordedEvent, 'stream'>): string => {
  if (isHouseholdStream(stream)) return topics.householdEvents;
  if (stream.startsWith('exit-list-')) return topics.exitListEvents;
  if (stream.startsWith('standard-')) return topics.standardEvents;
  return topics.hubEvents;
};

/** Lists and standards by division, so that a county's are in one order; everything else by its stream (interfaces.md). */
const keyOf = (topics: Topics, topic: string, { stream, county }: RecordedEvent): string =>
  topic === topics.exitListEvents || topic === topics.standardEvents ? county : stream;

/**
 * CloudEvents in binary mode (S-17). Outsiders' programs read these names. Beside the body they hold everything that the chain covers,
 * and the link, so that the topics alone can be verified (docs/verifying-without-the-hub.md).
 */
const headersOf = (event: RecordedEvent): Record<string, string> => {
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: event.id,
    ce_type: event.type,
    ce_source: event.source,
    ce_time: event.recordedAt,
    ce_subject: event.stream,
    xianjie_position: `${event.position.shard}:${event.position.number}`,
    xianjie_version: String(event.version),
    xianjie_effective_on: event.effectiveOn,
    xianjie_origin: event.origin,
    xianjie_schema: event.schema,
    xianjie_county: event.county,
    xianjie_command: event.commandId,
    xianjie_link: event.link.toString('hex'),
  };
  headers.traceparent = event.traceparent ?? traceOf(event);
  return headers;
};

/** W3C trace context for an event that came without one: one trace for all events of a command, a span for each; not sampled. */
const traceOf = ({ commandId, id }: RecordedEvent): string => {
  const digestOf = (text: string, digits: number): string => hash('sha256', text, 'hex').slice(0, digits);
  return `00-${digestOf(commandId, 32)}-${digestOf(id, 16)}-00`;
};

/** The events of a page as they go on their topics: the stored body, with the registry's prefix before it. */
export class EventMessages {
  constructor(
    private readonly topics: Topics,
    private readonly ids: SchemaIds,
  ) {}

  /** @throws UnpublishableEvent for a schema that nobody wrote down. */
  async of(page: readonly RecordedEvent[]): Promise<readonly EventMessage[]> {
    const messages: EventMessage[] = [];
    for (const event of page) {
      const topic = topicOf(this.topics, event);
      const id = this.ids.peek(topic, event.schema) ?? (await this.idFor(topic, event));
      const message = { key: keyOf(this.topics, topic, event), value: framed(id, event.body), headers: headersOf(event) };
      messages.push({ topic, number: event.position.number, message });
    }
    return messages;
  }

  private async idFor(topic: string, { schema, type, position }: RecordedEvent): Promise<number> {
    const id = await this.ids.idOf(topic, schema);
    if (id !== null) return id;
    throw new UnpublishableEvent(
      `${position.shard}:${position.number}`,
      `${type} under schema ${schema}, which is neither in schemas/versions nor in the registry`,
    );
  }
}
