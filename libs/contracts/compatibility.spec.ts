import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { avroType, fingerprintOf, isCalled, schemas, schemaVersions } from './avro-schemas';
import { describeDifference, describeMisfit, isFullyCompatible } from './avro-compatibility';

const SCHEMAS = join(__dirname, '..', '..', 'schemas');
const record = (...fields: object[]): string => JSON.stringify({ type: 'record', name: 'R', namespace: 'n', fields });
const x = { name: 'x', type: 'int' };
const y = { name: 'y', type: ['null', 'string'], default: null };
const called = (name: string, aliases: readonly string[], ...fields: object[]): string =>
  JSON.stringify({ type: 'record', name, namespace: 'n', aliases, fields });
const kindOf = ({ fullName }: { fullName: string }): string => fullName;

describe('every schema in schemas/', () => {
  it.each(schemas.map((schema) => [kindOf(schema), schema] as const))(
    '%s has landed as it is, and can read and be read by all before it',
    (_, schema) => {
      const landed = schemaVersions.filter(({ fullName }) => isCalled(schema, fullName));
      const itself = landed.find(({ fingerprint }) => fingerprint === schema.fingerprint);
      expect(itself === undefined ? 'not landed: run npm run land-schemas' : describeDifference(itself.text, schema.text)).toBe(
        '',
      );
      const misfits = landed.map(({ fullName, fingerprint, text }) => [
        ...[fullName, fingerprint],
        describeMisfit(text, schema.text),
      ]);
      expect(misfits.filter(([, , why]) => why !== '')).toEqual([]);
    },
  );

  it('is the one in the generated code', () => {
    const onDisk = readdirSync(SCHEMAS, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.avsc') && !file.startsWith('versions'))
      .map((file) => readFileSync(join(SCHEMAS, file), 'utf8'));
    expect(schemas.map(({ text }) => text).sort()).toEqual(onDisk.sort());
  });

  it('that ever landed is still here: an event type is added, never taken away', () =>
    expect(schemaVersions.filter(({ fullName }) => !schemas.some((schema) => isCalled(schema, fullName)))).toEqual([]));

  it('says what each field means', () => {
    const undocumented = schemas.flatMap(({ name, text }) =>
      (JSON.parse(text) as { fields: { name: string; doc?: string }[] }).fields
        .filter(({ doc }) => !doc)
        .map((field) => `${name}.${field.name}`),
    );
    expect(undocumented).toEqual([]);
  });

  it('of an event is named after its type, the file too, and no name stands for two records (S-17)', () => {
    const events = schemas.filter(({ ceType }) => ceType !== null);
    const pascalCase = (type: string): string => type.replace(/(?:^|[.-])(.)/g, (_, letter: string) => letter.toUpperCase());
    expect(Object.fromEntries(events.map(({ ceType, name }) => [ceType, name]))).toEqual(
      Object.fromEntries(events.map(({ ceType }) => [ceType, pascalCase(ceType!)])),
    );
    const files = readdirSync(SCHEMAS, { recursive: true, encoding: 'utf8' }).filter((file) => !file.startsWith('versions'));
    const expected = events.map(({ family, ceType }) => join(family, `${ceType!.replaceAll('.', '-')}.avsc`));
    expect(expected.filter((file) => !files.includes(file))).toEqual([]);
    const names = schemas.flatMap(({ fullName, formerNames }) => [fullName, ...formerNames]);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
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

  it('lets a record have another name when the old one is an alias, and a field be added with it', () => {
    expect(describeMisfit(called('Old', [], x), called('New', ['n.Old'], x))).toBe('');
    expect(describeMisfit(called('Old', [], x), called('New', ['n.Older', 'n.Old'], x, y))).toBe('');
  });

  it('refuses another name without the alias', () => {
    expect(describeMisfit(called('Old', [], x), called('New', [], x))).toBe('n.Old is no alias');
    expect(describeMisfit(called('Old', [], x), called('New', ['n.Older'], x))).toBe('n.Old is no alias');
  });

  it.each([
    ['a new field without a default', [x], [x, { name: 'z', type: 'string' }], /^today’s reader/],
    ['a field that is gone', [x, { name: 'z', type: 'string' }], [x], /^its reader/],
    ['a wider type', [x], [{ ...x, type: 'long' }], /^its reader/],
    ['another type', [x], [{ ...x, type: 'string' }], /^today’s reader/],
    ['another default', [{ ...x, default: 1 }], [{ ...x, default: 2 }], /default/],
  ])('under another name sees %s', (_, before, after, why) =>
    expect(describeMisfit(called('Old', [], ...before), called('New', ['n.Old'], ...after))).toMatch(why),
  );

  it('sees a default that changed, which the fingerprint does not', () =>
    expect(describeDifference(record({ ...x, default: 1 }), record({ ...x, default: 2 }))).toContain('default'));
});
