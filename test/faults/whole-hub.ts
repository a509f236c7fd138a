import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { topicSpecs, topicsOf } from '@xianjie/messaging';
import { loadMasterKey } from '@xianjie/persons';
import { FileKeys, KeptFile, PostgresImports } from '@xianjie/sources';
import { Pool } from 'pg';
import type { RunningHub } from '../journeys/running-hub';
import type { Witness } from './witness';

// Looks for a text in all that a hub holds, past its own programs: every row, every message, every byte on disk, and the kept files opened.

/** Postgres shows bytes as hex, so a text may stand there in either way. */
const formsOf = (text: string): readonly string[] => [text, Buffer.from(text).toString('hex'), encodeURIComponent(text)];

const tablesWith = async (pool: Pool, texts: readonly string[]): Promise<readonly string[]> => {
  const { rows } = await pool.query<{ name: string }>(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const found: string[] = [];
  for (const { name } of rows) {
    const wanted = texts.flatMap(formsOf).map((form) => `%${form}%`);
    const hit = await pool.query(`select 1 from ${name} one where one::text like any($1::text[]) limit 1`, [wanted]);
    if (hit.rowCount) found.push(name);
  }
  return found;
};

const topicsWith = async (witness: Witness, texts: readonly string[]): Promise<readonly string[]> => {
  const topics = topicSpecs(topicsOf()).map(({ name }) => name);
  const found: string[] = [];
  for (const topic of topics) {
    const messages = await witness.messages([topic]);
    const isHit = messages.some(({ key, value, headers }) =>
      texts.some((text) => `${key} ${JSON.stringify(headers)}`.includes(text) || value?.includes(Buffer.from(text)) === true),
    );
    if (isHit) found.push(topic);
  }
  return found;
};

/** Empty for a file that went in the meantime: Kafka deletes the folders of topics that are gone. */
const bytesOf = (path: string): Buffer => {
  try {
    return readFileSync(path);
  } catch (fault) {
    if ((fault as NodeJS.ErrnoException).code === 'ENOENT') return Buffer.alloc(0);
    throw fault;
  }
};

const filesWith = (folder: string, texts: readonly string[]): readonly string[] => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const isHit = (path: string): boolean => {
    const bytes = bytesOf(path);
    return texts.some((text) => bytes.includes(Buffer.from(text)));
  };
  return files.map(({ parentPath, name }) => join(parentPath, name)).filter(isHit);
};

/** Kept files, each opened with its key. */
const keptWith = async (hub: RunningHub, pool: Pool, texts: readonly string[]): Promise<readonly string[]> => {
  const keys = new FileKeys(loadMasterKey({ XIANJIE_MASTER_KEY_FILE: join(hub.dir, 'master.key') }));
  const { rows } = await pool.query<{ no: string }>('select no from intake.imports');
  const found: string[] = [];
  for (const { no } of rows)
    for (const { path, keyBox, fileName } of await new PostgresImports(pool).parts(no)) {
      const file = await KeptFile.open(join(hub.dir, 'sources', path), keys.unwrap(path, keyBox));
      const bytes = await file.read(0, file.bytes);
      await file.close();
      if (texts.some((text) => bytes.includes(Buffer.from(text)))) found.push(fileName);
    }
  return found;
};

/** Where any of the texts stands: names of tables, topics, files on disk and kept files. */
export const placesWith = async (hub: RunningHub, witness: Witness, texts: readonly string[]) => {
  const pool = new Pool({ connectionString: hub.addresses.databaseUrl, max: 2 }).on('error', () => undefined);
  try {
    return {
      tables: await tablesWith(pool, texts),
      topics: await topicsWith(witness, texts),
      files: filesWith(hub.dir, texts),
      kept: await keptWith(hub, pool, texts),
    };
  } finally {
    await pool.end();
  }
};
