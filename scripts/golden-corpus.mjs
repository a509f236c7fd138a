// Writes test/golden/<record>/<fingerprint>.json for each landed schema version that has none: records as that version wrote them, as
// bytes and as JSON. An entry that is there is never touched: it stands for bytes that lie in logs and topics for ever.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import avsc from 'avsc';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const VERSIONS = join(ROOT, 'schemas', 'versions');
const GOLDEN = join(ROOT, 'test', 'golden');

/** Values that later code could not take for a default, and that a date, month or county code may be read as. Nobody's data. */
const TEXTS = [
  [/^(county|caseCounty)$/, '530124'],
  [/^division$/, '530124101001'],
  [/^(householdId|other)$/, 'h-0190a5c2-0000-7000-8000-000000000001'],
  [/^(person|head|applicant)$/, 'p-0190a5c2-0000-7000-8000-000000000002'],
  [/(Month|grantedFrom|stoppedFrom|grantedMonth)$/, '2016-03'],
  [/(^on$|On$|Date$|Until$|^from$|^to$|^at$)/, '2016-11-15'],
  [/caseKey$/, 'RURAL/0012/2016-01'],
];
const textOf = (name) => TEXTS.find(([pattern]) => pattern.test(name))?.[1] ?? `${name} 甲`;

/** `full` fills every optional field and lists two of each; otherwise as little as the schema allows. */
const valueOf = (type, name, full, records) => {
  if (Array.isArray(type)) {
    const branch = full ? type.find((one) => one !== 'null') : type.includes('null') ? 'null' : type[0];
    return valueOf(branch, name, full, records);
  }
  if (typeof type === 'object' && type.type === 'record') {
    records.set(type.name, type);
    return Object.fromEntries(type.fields.map((field) => [field.name, valueOf(field.type, field.name, full, records)]));
  }
  if (typeof type === 'object' && type.type === 'array')
    return full ? [1, 2].map(() => valueOf(type.items, name, full, records)) : [];
  if (typeof type === 'object') return valueOf(type.type, name, full, records);
  if (records.has(type.split('.').at(-1))) return valueOf(records.get(type.split('.').at(-1)), name, full, records);
  if (type === 'null') return null;
  if (type === 'boolean') return full;
  if (type === 'int' || type === 'long') return full ? 2016 : 0;
  if (type === 'double' || type === 'float') return full ? 0.5 : 0;
  if (type === 'string') return textOf(name);
  throw new Error(`no golden value for the Avro type ${type}: add it here`);
};

for (const fullName of readdirSync(VERSIONS).sort())
  for (const file of readdirSync(join(VERSIONS, fullName)).sort()) {
    const out = join(GOLDEN, fullName, file.replace('.avsc', '.json'));
    if (existsSync(out)) continue;
    const schema = JSON.parse(readFileSync(join(VERSIONS, fullName, file), 'utf8'));
    const type = avsc.Type.forSchema(schema, { omitRecordMethods: true });
    const entries = [false, true].map((full) => {
      const wrote = valueOf(schema, '', full, new Map());
      return { wrote, body: type.toBuffer(wrote).toString('hex') };
    });
    mkdirSync(dirname(out), { recursive: true });
    writeFileSync(out, `${JSON.stringify(entries, null, 1)}\n`);
    console.log(`golden ${fullName} ${file}`);
  }
