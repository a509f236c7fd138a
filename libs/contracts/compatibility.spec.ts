import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { avroType, fingerprintOf, schemas, schemaVersions } from './avro-schemas';
import { describeDifference, isFullyCompatible } from './avro-compatibility';

const SCHEMAS = join(__dirname, '..', '..', 'schemas');
const record = (...fields: object[]): string => JSON.stringify({ type: 'record', name: 'R', namespace: 'n', fields });
const x = { name: 'x', type: 'int' };
const y = { name: 'y', type: ['null', 'string'], default: null };
const kindOf = ({ fullName }: { fullName: string }): string => fullName;

describe('every schema in schemas/', () => {
  it.each(schemas.map((schema) => [kindOf(schema), schema] as const))(
    '%s has landed as it is, and can read and be read by all before it',
    (_, schema) => {
      const landed = schemaVersions.filter(({ fullName }) => fullName === schema.fullName);
      const itself = landed.find(({ fingerprint }) => fingerprint === schema.fingerprint);
      expect(itself === undefined ? 'not landed: run npm run land-schemas' : describeDifference(itself.text, schema.text)).toBe(
        '',
      );
      expect(landed.filter(({ text }) => !isFullyCompatible(text, schema.text)).map(({ fingerprint }) => fingerprint)).toEqual(
        [],
      );
    },
  );

  it('is the one in the generated code', () => {
    const onDisk = readdirSync(SCHEMAS, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.avsc') && !file.startsWith('versions'))
      .map((file) => readFileSync(join(SCHEMAS, file), 'utf8'));
    expect(schemas.map(({ text }) => text).sort()).toEqual(onDisk.sort());
  });

  it('that ever landed is still here: an event type is added, never taken away', () =>
    expect(schemaVersions.filter(({ fullName }) => !schemas.some((schema) => schema.fullName === fullName))).toEqual([]));

  it('says what each field means', () => {
    const undocumented = schemas.flatMap(({ name, text }) =>
      (JSON.parse(text) as { fields: { name: string; doc?: string }[] }).fields
        .filter(({ doc }) => !doc)
        .map((field) => `${name}.${field.name}`),
    );
    expect(undocumented).toEqual([]);
  });

  it('is kept under its own fingerprint', () =>
    expect(schemaVersions.filter(({ text, fingerprint }) => fingerprintOf(avroType(text)) !== fingerprint)).toEqual([]));
});

describe('the compatibility check', () => {
  it('lets a field with a default be added or dropped', () => {
    expect(isFullyCompatible(record(x), record(x, y))).toBe(true);
    expect(isFullyCompatible(record(x, y), record(x))).toBe(true);
  });

  it('refuses a new field without a default, and dropping one', () => {
    expect(isFullyCompatible(record(y), record(x, y))).toBe(false);
    expect(isFullyCompatible(record(x, y), record(y))).toBe(false);
  });

  it('refuses a wider type, which an older reader cannot read', () =>
    expect(isFullyCompatible(record(x), record({ name: 'x', type: 'long' }))).toBe(false));

  it('sees a default that changed, which the fingerprint does not', () =>
    expect(describeDifference(record({ ...x, default: 1 }), record({ ...x, default: 2 }))).toContain('default'));
});
