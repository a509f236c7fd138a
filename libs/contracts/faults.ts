import { HubError } from '@xianjie/domain';

/** An event does not fit its schema: a programming error, named by field. The value is never in the message. */
export class EventNotEncodable extends HubError {
  readonly code = 'event-not-encodable';
  readonly retryable = false;

  constructor(record: string, field: string, expected: string, options?: ErrorOptions) {
    super(`${record}: ${field} is not a valid ${expected}`, options);
  }
}

/** An event of a type this program does not know: written by a newer one. Ask `knows(type)` and skip it. */
export class UnknownEventType extends HubError {
  readonly code = 'unknown-event-type';
  readonly retryable = false;

  constructor(type: string) {
    super(`no schema for the event type ${type}; a newer program wrote it`);
  }
}

/** A known type under a schema version this program has not seen: learn it from the schema registry, or update the program. */
export class UnknownSchemaVersion extends HubError {
  readonly code = 'unknown-schema-version';
  readonly retryable = false;

  constructor(type: string, fingerprint: string) {
    super(`${type} was written under schema ${fingerprint}, which is not in schemas/versions`);
  }
}

export class BodyUnreadable extends HubError {
  readonly code = 'body-unreadable';
  readonly retryable = false;

  constructor(type: string, fingerprint: string, options?: ErrorOptions) {
    super(`a body of ${type} is not what schema ${fingerprint} says`, options);
  }
}

/** The registry does not answer; it may later. */
export class SchemaRegistryUnavailable extends HubError {
  readonly code = 'schema-registry-unavailable';
  readonly retryable = true;

  constructor(url: string, said: string, options?: ErrorOptions) {
    super(`the schema registry at ${url}: ${said}`, options);
  }
}

/** FULL_TRANSITIVE: the schema cannot read, or be read by, a version of its subject. Change the schema, never the registry. */
export class IncompatibleSchema extends HubError {
  readonly code = 'incompatible-schema';
  readonly retryable = false;

  constructor(path: string, said: string) {
    super(`${path}: the schema registry refuses an incompatible schema: ${said}`);
  }
}

export class SchemaRegistryRefused extends HubError {
  readonly code = 'schema-registry-refused';
  readonly retryable = false;

  constructor(
    path: string,
    readonly status: number,
    said: string,
  ) {
    super(`${path}: the schema registry answers ${status}: ${said}`);
  }
}
