import { Type } from 'avsc';
import { landedSchemas, workingSchemas } from './generated/schemas';

/** One .avsc of schemas/. `text` is the file as it is, for the schema registry: a parsed type forgets docs and defaults. */
export type EventSchema = Readonly<{
  family: string;
  /** PascalCase of `ceType` (S-17). */
  name: string;
  fullName: string;
  /** Full names that the record had before: its Avro aliases. */
  formerNames: readonly string[];
  /** Outside name (S-17); null for states, which are no events. */
  ceType: string | null;
  /** The type of the domain's event; the record's name for states. */
  domainType: string;
  /** SHA-256 of the Parsing Canonical Form, first 16 hex digits. */
  fingerprint: string;
  text: string;
}>;

/** What this program writes. */
export const schemas: readonly EventSchema[] = workingSchemas;
/** Every version that ever landed, for bodies of older programs. */
export const schemaVersions: readonly Readonly<{ fullName: string; fingerprint: string; text: string }>[] = landedSchemas;

// Without record methods a decoded value has its fields only. Nested names repeat in each file, so each text has its own registry.
export const avroType = (text: string): Type => Type.forSchema(JSON.parse(text), { omitRecordMethods: true });

type Named = Readonly<{ name: string; namespace: string; aliases?: readonly string[] }>;

/** Every full name that a schema text gives its record: its own first, then its aliases. */
export const namesIn = (text: string): readonly string[] => {
  const { name, namespace, aliases = [] } = JSON.parse(text) as Named;
  return [`${namespace}.${name}`, ...aliases];
};

/** The same schema under another name in the same namespace, so that names do not come between two shapes. */
export const renamed = (text: string, fullName: string): string => {
  const { aliases: _, ...schema } = JSON.parse(text) as Named;
  return JSON.stringify({ ...schema, name: fullName.slice(fullName.lastIndexOf('.') + 1) });
};

/** Larger than nearly every body. avsc's own buffer holds 1 kB and writes what is larger, a household's enrolment, twice. */
const scratch = Buffer.allocUnsafe(1 << 16);

/** The Avro body of a record. @throws what avsc throws for a value that is none of the type's. */
export const bodyOf = (type: Type, record: unknown): Buffer => {
  const end = type.encode(record, scratch, 0);
  return end < 0 ? type.toBuffer(record) : Buffer.from(scratch.subarray(0, end));
};

export const fingerprintOf = (type: Type): string => type.fingerprint('sha256').toString('hex').slice(0, 16);

/** Whether the record has that full name, or had it before. */
export const isCalled = ({ fullName, formerNames }: EventSchema, name: string): boolean =>
  fullName === name || formerNames.includes(name);

/** Today's schema of a record, by a full name that it has or had. */
export const schemaNamed = (fullName: string): EventSchema => {
  const found = schemas.find((schema) => isCalled(schema, fullName));
  if (found === undefined) throw new Error(`no schema ${fullName} in schemas/; run npm run build`);
  return found;
};
