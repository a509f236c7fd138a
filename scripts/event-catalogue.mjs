// Writes the tables of docs/consuming-the-topics.md from the docs in schemas/. `--check` only says whether they are up to date.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..');
const PAGE = join(ROOT, 'docs', 'consuming-the-topics.md');
const [BEGIN, END] = ['<!-- catalogue: written by scripts/event-catalogue.mjs -->', '<!-- end of the catalogue -->'];
const TITLES = {
  household: 'Households: `xianjie.household.events`',
  'exit-list': 'Exit lists: `xianjie.exit-list.events`',
  standard: 'Standards: `xianjie.standard.events`',
  hub: 'The hub itself: `xianjie.hub.events`',
  person: 'Persons, on the hub’s topic: `xianjie.hub.events`',
  access: 'Who looked, on the hub’s topic: `xianjie.hub.events`',
  state: 'States and seals: the compacted topics, `xianjie.seals`',
};

const typeName = (type) => {
  if (typeof type === 'string') return type.split('.').at(-1);
  if (Array.isArray(type)) return `${typeName(type.find((branch) => branch !== 'null'))}?`;
  return type.type === 'array' ? `${typeName(type.items)}[]` : type.name;
};
const cell = (text) => (text ?? '').replaceAll('|', '\\|');

/** Records met inside an event, each told once a family. */
const nested = (type, found) => {
  if (Array.isArray(type)) type.forEach((branch) => nested(branch, found));
  else if (type?.type === 'array') nested(type.items, found);
  else if (type?.type === 'record') {
    found.set(type.name, type);
    type.fields.forEach((field) => nested(field.type, found));
  }
};

const table = (fields) =>
  [
    '| field | type | meaning |',
    '|---|---|---|',
    ...fields.map(({ name, type, doc }) => `| \`${name}\` | ${typeName(type)} | ${cell(doc)} |`),
  ].join('\n');

const familyPage = (family) => {
  const folder = join(ROOT, 'schemas', family);
  const schemas = readdirSync(folder)
    .filter((file) => file.endsWith('.avsc'))
    .sort()
    .map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
  const inside = new Map();
  for (const { fields } of schemas) fields.forEach(({ type }) => nested(type, inside));
  const title = ({ name, ce_type: type }) => (type ? `\`${type}\` (${name})` : name);
  const former = ({ aliases }) =>
    aliases ? `\n\nIts record was called ${aliases.map((name) => `\`${name}\``).join(', ')} before.` : '';
  const records = schemas.map((schema) => `#### ${title(schema)}\n\n${schema.doc}${former(schema)}\n\n${table(schema.fields)}`);
  const parts = [...inside.values()].map(({ name, doc, fields }) => `#### ${name}, inside others\n\n${doc}\n\n${table(fields)}`);
  return [`### ${TITLES[family] ?? family}`, ...records, ...parts].join('\n\n');
};

const families = Object.keys(TITLES).filter((family) => readdirSync(join(ROOT, 'schemas')).includes(family));
const catalogue = `${BEGIN}\n\n${families.map(familyPage).join('\n\n')}\n\n${END}`;
const page = readFileSync(PAGE, 'utf8');
const fresh = page.slice(0, page.indexOf(BEGIN)) + catalogue + page.slice(page.indexOf(END) + END.length);
if (process.argv.includes('--check')) {
  if (fresh !== page) {
    console.error('the event catalogue is not up to date: run npm run event-catalogue');
    process.exit(1);
  }
} else writeFileSync(PAGE, fresh);
