import type { Type } from 'avsc';
import { avroType, bodyOf, fingerprintOf, isCalled, namesIn, renamed, schemas, schemaVersions } from './avro-schemas';
import type { EventSchema } from './avro-schemas';
import { BodyUnreadable, EventNotEncodable, UnknownEventType, UnknownSchemaVersion } from './faults';
import { upcasts } from './upcasts';
import type { Upcast } from './upcasts';

/** An event as the log stores it and the topic carries it (architecture decision 3). */
export type EncodedEvent = Readonly<{
  /** Outside name, `household.poverty-exited` (S-17). */
  type: string;
  /** The writer's schema: fingerprint, 16 hex digits. */
  schema: string;
  /** Avro body, without the registry's prefix. */
  body: Buffer;
}>;

export type FamilyOptions = Readonly<{
  /** Folders under schemas/ whose events this codec knows. */
  families: readonly string[];
  /** Fields of the body that say whose event it is: no part of the domain event. */
  subject: readonly string[];
  /** Domain type → Avro field → the domain's field, where the two must differ. */
  renamed?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** What old versions meant; today's when left out. */
  upcasts?: readonly Upcast[];
}>;

type AnyRecord = Record<string, unknown>;
type Known = Readonly<{
  schema: EventSchema;
  type: Type;
  /** [field of the body, field of the event]. */
  fields: readonly (readonly [string, string])[];
  renames: readonly (readonly [string, string])[];
  /** By writer's fingerprint: a cached resolver reads 2.7 M/s, building one takes 17 µs. */
  readers: Map<string, (body: Buffer) => AnyRecord>;
}>;

const fieldNames = (text: string): string[] =>
  (JSON.parse(text) as { fields: { name: string }[] }).fields.map(({ name }) => name);

/** Domain event ↔ Avro body, for one or more families of events. */
export class EventCodec<Event extends Readonly<{ type: string }>, Subject extends Readonly<Record<string, string | number>>> {
  private readonly byDomainType = new Map<string, Known>();
  /** By each full name that the record has or had. */
  private readonly byRecord = new Map<string, Known>();
  private readonly byType = new Map<string, Known>();
  private readonly texts = new Set<string>();

  constructor(private readonly options: FamilyOptions) {
    for (const schema of schemas) {
      if (schema.ceType === null || !options.families.includes(schema.family)) continue;
      const known = this.known(schema);
      this.byDomainType.set(schema.domainType, known);
      for (const name of [schema.fullName, ...schema.formerNames]) this.byRecord.set(name, known);
      this.byType.set(schema.ceType, known);
    }
    for (const { fullName, text } of schemaVersions) {
      const known = this.byRecord.get(fullName);
      if (known !== undefined) this.addReader(known, text);
    }
  }

  /** @throws EventNotEncodable naming the field. */
  encode(event: Event, subject: Subject): EncodedEvent {
    const known = this.byDomainType.get(event.type);
    if (known === undefined) throw new UnknownEventType(event.type);
    const { schema, type, renames } = known;
    const record: AnyRecord = { ...event };
    for (const [field, own] of renames) record[field] = record[own];
    Object.assign(record, subject);
    try {
      return { type: schema.ceType as string, schema: schema.fingerprint, body: bodyOf(type, record) };
    } catch (cause) {
      throw this.notEncodable(known, record, cause);
    }
  }

  /** Whether events of this outside name can be decoded; a reader skips the others (interfaces.md). */
  knows(type: string): boolean {
    return this.byType.has(type);
  }

  /** @throws UnknownEventType, UnknownSchemaVersion, BodyUnreadable. */
  decode(encoded: EncodedEvent): Event {
    const known = this.knownAs(encoded.type);
    return this.eventOf(known, this.recordOf(known, encoded));
  }

  /** The event, and whose it is. */
  read(encoded: EncodedEvent): Readonly<{ event: Event; subject: Subject }> {
    const known = this.knownAs(encoded.type);
    const record = this.recordOf(known, encoded);
    const subject = Object.fromEntries(this.options.subject.map((field) => [field, record[field]]));
    return { event: this.eventOf(known, record), subject: subject as Subject };
  }

  /** Takes in a writer's schema of a newer program, as the schema registry keeps it. Returns its fingerprint. */
  learn(text: string): string {
    const fingerprint = fingerprintOf(avroType(text));
    const known = namesIn(text).flatMap((name) => this.byRecord.get(name) ?? [])[0];
    if (known !== undefined) this.addReader(known, text);
    this.texts.add(text);
    return fingerprint;
  }

  /** What was learned so far, so that another thread's codec can learn the same. */
  get learned(): readonly string[] {
    return [...this.texts];
  }

  private knownAs(type: string): Known {
    const known = this.byType.get(type);
    if (known === undefined) throw new UnknownEventType(type);
    return known;
  }

  private recordOf({ readers }: Known, { type, schema, body }: EncodedEvent): AnyRecord {
    const reader = readers.get(schema);
    if (reader === undefined) throw new UnknownSchemaVersion(type, schema);
    try {
      return reader(body);
    } catch (cause) {
      throw new BodyUnreadable(type, schema, { cause });
    }
  }

  private eventOf({ schema, fields }: Known, record: AnyRecord): Event {
    const event: AnyRecord = { type: schema.domainType };
    for (const [field, own] of fields) event[own] = record[field];
    return event as Event;
  }

  private known(schema: EventSchema): Known {
    const renames = Object.entries(this.options.renamed?.[schema.domainType] ?? {});
    const own = new Map(renames);
    const fields = fieldNames(schema.text)
      .filter((field) => !this.options.subject.includes(field))
      .map((field) => [field, own.get(field) ?? field] as const);
    const type = avroType(schema.text);
    const readers = new Map([[schema.fingerprint, (body: Buffer): AnyRecord => type.fromBuffer(body) as AnyRecord]]);
    return { schema, type, fields, renames, readers };
  }

  private addReader({ schema, type, readers }: Known, text: string): void {
    const writer = avroType(text);
    const fingerprint = fingerprintOf(writer);
    if (fingerprint === schema.fingerprint) return;
    const { name = '' } = writer;
    // Avro's aliases lead back, not forth: a name that a newer program gave is not among today's.
    const resolver = type.createResolver(isCalled(schema, name) ? writer : avroType(renamed(text, schema.fullName)));
    const read = (body: Buffer): AnyRecord => type.fromBuffer(body, resolver) as AnyRecord;
    const meant = (this.options.upcasts ?? upcasts).find((one) => one.record === name && one.writer === fingerprint);
    readers.set(fingerprint, meant === undefined ? read : (body) => meant.up(read(body)));
  }

  private notEncodable({ schema, type }: Known, record: AnyRecord, cause: unknown): Error {
    let fault: Error | undefined;
    type.isValid(record, {
      errorHook: (path, _value, expected) => {
        fault ??= new EventNotEncodable(schema.name, path.join('.'), String(expected), { cause });
      },
    });
    return fault ?? new EventNotEncodable(schema.name, 'a value', 'value', { cause });
  }
}
