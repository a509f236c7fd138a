// schemas/**/*.avsc → libs/contracts/generated/: a TypeScript type for each record, and the schema texts with their fingerprints, so
// that a running program reads no schema files. `--land` first keeps each new schema version in schemas/versions for ever.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync, renameSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import avsc from 'avsc';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const SCHEMAS = join(ROOT, 'schemas');
const VERSIONS = join(SCHEMAS, 'versions');
const OUT = join(ROOT, 'libs', 'contracts', 'generated');

const folders = (dir) =>
  readdirSync(dir, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
const avscFiles = (dir) =>
  readdirSync(dir)
    .filter((name) => name.endsWith('.avsc'))
    .sort();

/** SHA-256 of the schema's Parsing Canonical Form (Avro specification), first 16 hex digits (S-17). */
const fingerprintOf = (schema) => avsc.Type.forSchema(schema).fingerprint('sha256').toString('hex').slice(0, 16);

const readSchema = (file) => {
  const text = readFileSync(file, 'utf8');
  const schema = JSON.parse(text);
  return { text, schema, fullName: `${schema.namespace}.${schema.name}`, fingerprint: fingerprintOf(schema) };
};

/** What libs/domain calls the event; the attribute stands only where that is not the record's name (ADR 15). */
const domainTypeOf = (schema) => schema.domain_type ?? schema.name;

const families = folders(SCHEMAS)
  .filter((family) => family !== 'versions')
  .map((family) => ({
    family,
    schemas: avscFiles(join(SCHEMAS, family)).map((file) => readSchema(join(SCHEMAS, family, file))),
  }));

if (process.argv.includes('--land')) {
  for (const { fullName, fingerprint, text } of families.flatMap(({ schemas }) => schemas)) {
    const file = join(VERSIONS, fullName, `${fingerprint}.avsc`);
    if (existsSync(file)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    console.log(`landed ${fullName} ${fingerprint}`);
  }
}

const versions = existsSync(VERSIONS)
  ? folders(VERSIONS).flatMap((fullName) =>
      avscFiles(join(VERSIONS, fullName)).map((file) => readSchema(join(VERSIONS, fullName, file))),
    )
  : [];

const PRIMITIVES = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Buffer',
};

/** The TypeScript type of an Avro type; a record met on the way is added to `records`. */
const typeScriptOf = (type, records) => {
  if (Array.isArray(type)) return type.map((branch) => typeScriptOf(branch, records)).join(' | ');
  if (typeof type === 'string') return PRIMITIVES[type] ?? type.split('.').at(-1);
  if (type.type === 'array') return `readonly (${typeScriptOf(type.items, records)})[]`;
  if (type.type === 'map') return `Readonly<Record<string, ${typeScriptOf(type.values, records)}>>`;
  if (type.type === 'record') {
    addRecord(type, records);
    return type.name;
  }
  if (PRIMITIVES[type.type]) return PRIMITIVES[type.type];
  throw new Error(`no TypeScript type for the Avro type ${JSON.stringify(type)}`);
};

const comment = (doc, indent = '') => (doc ? `${indent}/** ${doc.replaceAll('*/', '* /')} */\n` : '');

const addRecord = (record, records) => {
  const fields = record.fields.map(({ name, type, doc }) => `${comment(doc, '  ')}  ${name}: ${typeScriptOf(type, records)};\n`);
  const text = `${comment(record.doc)}export type ${record.name} = Readonly<{\n${fields.join('')}}>;\n`;
  const known = records.get(record.name);
  if (known !== undefined && known !== text)
    throw new Error(`${record.name} is defined in two ways; one record, one definition in every file`);
  records.set(record.name, text);
};

const HEADER = '// Generated from schemas/ by scripts/generate-types.mjs; not checked in.\n\n';
const written = (entries) => JSON.stringify(entries, null, 2);

// Written beside and swapped in, so that a test running meanwhile never sees half of it.
const beside = `${OUT}.${process.pid}`;
mkdirSync(beside, { recursive: true });
for (const { family, schemas } of families) {
  const records = new Map();
  for (const { schema } of schemas) addRecord(schema, records);
  const named = schemas.map(({ schema }) => `  ${domainTypeOf(schema)}: ${schema.name};\n`);
  const byType = `/** Every record of schemas/${family}, by the domain's type. */\nexport type Records = {\n${named.join('')}};\n`;
  writeFileSync(join(beside, `${family}.ts`), HEADER + [...records.values(), byType].join('\n'));
}
const landed = families.flatMap(({ family, schemas }) =>
  schemas.map(({ schema, text, fullName, fingerprint }) => ({
    family,
    name: schema.name,
    fullName,
    formerNames: schema.aliases ?? [],
    ceType: schema.ce_type ?? null,
    domainType: domainTypeOf(schema),
    fingerprint,
    text,
  })),
);
writeFileSync(
  join(beside, 'schemas.ts'),
  `${HEADER}export const workingSchemas = ${written(landed)};\n\nexport const landedSchemas = ${written(
    versions.map(({ fullName, fingerprint, text }) => ({ fullName, fingerprint, text })),
  )};\n`,
);
mkdirSync(dirname(OUT), { recursive: true });
if (existsSync(OUT)) renameSync(OUT, `${beside}.old`);
renameSync(beside, OUT);
rmSync(`${beside}.old`, { recursive: true, force: true });
