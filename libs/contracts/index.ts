export { EventCodec } from './avro-event-codec';
export type { EncodedEvent, FamilyOptions } from './avro-event-codec';
export type { Upcast } from './upcasts';
export { RecordCodec } from './avro-record-codec';
export type { Records as StateRecords } from './generated/state';
export { avroType, fingerprintOf, isCalled, schemaNamed, schemas, schemaVersions } from './avro-schemas';
export type { EventSchema } from './avro-schemas';
export {
  BodyUnreadable,
  EventNotEncodable,
  IncompatibleSchema,
  SchemaRegistryRefused,
  SchemaRegistryUnavailable,
  UnknownEventType,
  UnknownSchemaVersion,
} from './faults';
export { isUnreadable, readableEvents, wholeEvents } from './readable-events';
export type { DecodeStored, ReadableEvents, StoredEvent } from './readable-events';
export { framed, unframed } from './registry-framing';
export { SchemaRegistry } from './schema-registry';
export { ExitListEventCodec } from './exit-list-codec';
export type { ExitListSubject } from './exit-list-codec';
export { learnRegistered } from './learn-registered';
export { MessageEventCodec } from './message-codec';
export { RetentionEventCodec } from './retention-codec';
export { PolicyEventCodec } from './policy-codec';
export { AccessEventCodec } from './access-codec';
export { PersonEventCodec } from './person-codec';
export { HouseholdEventCodec } from './household-codec';
export type { HouseholdSubject } from './household-codec';
