import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Client } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { BackupRefused } from './faults';
import { appliedMigrations, migrate, migrationsOf, programVersion } from './typeorm-migrations';
import { BEGIN_RESTORE, END_RESTORE, isRestoreUnfinished, requireRestored } from './unfinished-restore';

// A logical copy by COPY in its text form: it needs no client of the server's release (pg_dump refuses a newer server), can be
// restored into a newer version of the hub, and its files can be read. What is large has base backups and WAL beside it (runbook).

/** `sm3`: of its file; backups of earlier releases have none. */
type Table = Readonly<{ name: string; columns: string; rows: number; sm3?: string }>;
type Sequence = Readonly<{ name: string; last: string }>;
/** `manifest.json`, written last: a folder without it is no backup. */
export type BackedUp = Readonly<{
  program: string;
  takenAt: string;
  migrations: readonly string[];
  tables: readonly Table[];
  sequences: readonly Sequence[];
}>;

const OWN_SCHEMAS = "nspname not in ('pg_catalog', 'information_schema') and nspname not like 'pg\\_%'";
// Each after all that it refers to.
const TABLES = `
  with recursive referring as (
    select oid, 0 as depth from pg_class where relkind = 'r'
    union
    select conrelid, depth + 1 from referring join pg_constraint on confrelid = referring.oid where contype = 'f' and conrelid <> confrelid
  )
  select format('%I.%I', nspname, relname) as name, string_agg(quote_ident(attname), ', ' order by attnum) as columns
  from pg_class join pg_namespace on pg_namespace.oid = relnamespace join pg_attribute on attrelid = pg_class.oid
  where relkind = 'r' and attnum > 0 and not attisdropped and attgenerated = '' and ${OWN_SCHEMAS} and (nspname, relname) not in (('public', 'migrations'), ('public', 'unfinished_restore'))
  group by nspname, relname
  order by (select max(depth) from referring where referring.oid = min(pg_class.oid)), nspname, relname`;
const SEQUENCES = `
  select format('%I.%I', schemaname, sequencename) as name, last_value::text as last from pg_sequences
  where last_value is not null and (schemaname, sequencename) <> ('public', 'migrations_id_seq') order by 1`;

const withClient = async <Answer>(url: string, work: (client: Client) => Promise<Answer>): Promise<Answer> => {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};
const fileOf = (folder: string, table: string): string => join(folder, `${table.replaceAll('"', '')}.copy`);

/** Everything as of one moment, while the hub goes on. @throws BackupRefused when the folder holds a backup already; RestoreUnfinished */
export const backUpDatabase = async (databaseUrl: string, folder: string): Promise<BackedUp> => {
  const manifest = join(folder, 'manifest.json');
  if (existsSync(manifest)) throw new BackupRefused(`${folder} holds a backup already`);
  await requireRestored(databaseUrl);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return withClient(databaseUrl, async (client) => {
    await client.query('begin isolation level repeatable read read only');
    const tables: Table[] = [];
    for (const { name, columns } of (await client.query<Omit<Table, 'rows'>>(TABLES)).rows) {
      const copy = client.query(copyTo(`copy ${name} (${columns}) to stdout`));
      const digest = createHash('sm3');
      copy.on('data', (bytes: Buffer) => digest.update(bytes));
      await pipeline(copy, createWriteStream(fileOf(folder, name), { mode: 0o600 }));
      tables.push({ name, columns, rows: copy.rowCount, sm3: digest.digest('hex') });
    }
    const sequences = (await client.query<Sequence>(SEQUENCES)).rows;
    const { rows } = await client.query<{ now: Date; names: string[] }>(
      'select now() as now, (select array_agg(name order by id) from public.migrations) as names',
    );
    await client.query('commit');
    const migrations = migrationsOf(rows[0]!.names);
    const done = { program: programVersion(), takenAt: rows[0]!.now.toISOString(), migrations, tables, sequences };
    writeFileSync(manifest, `${JSON.stringify(done, null, 2)}\n`, { mode: 0o600 });
    return done;
  });
};

/** It is written last, so that a backup that was cut off has none, or half of one. */
const manifestIn = (folder: string): BackedUp => {
  const file = join(folder, 'manifest.json');
  if (!existsSync(file)) throw new BackupRefused(`${folder} holds no whole backup: manifest.json is missing`);
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as BackedUp;
  } catch (cause) {
    throw new BackupRefused(`${folder} holds no whole backup: manifest.json is no JSON`, { cause });
  }
};

/** Rows that count up are not enough: under another backup's persons.persons the log would verify, and nobody's values could be read again. */
const requireWhole = async (folder: string, { migrations, tables, sequences }: BackedUp): Promise<void> => {
  if (![migrations, tables, sequences].every(Array.isArray))
    throw new BackupRefused(`${folder} holds no whole backup: manifest.json lacks a part`);
  for (const { name, sm3 } of tables) {
    const file = fileOf(folder, name);
    if (!existsSync(file)) throw new BackupRefused(`${folder} holds no whole backup: ${file} is missing`);
    if (sm3 === undefined) continue;
    const digest = createHash('sm3');
    await pipeline(createReadStream(file), digest);
    if (digest.digest('hex') !== sm3)
      throw new BackupRefused(`${folder} holds no whole backup: ${file} is cut, altered, or of another one`);
  }
};

/** Its own tables, of an attempt that was cut off, are no hindrance. @throws BackupRefused */
const requireRoom = async (databaseUrl: string, client: Client, migrations: readonly string[]): Promise<void> => {
  const { rows } = await client.query<{ alone: boolean }>('select pg_try_advisory_lock(7104002) as alone');
  if (!rows[0]?.alone) throw new BackupRefused('another restore into this database is at work');
  if (await isRestoreUnfinished(databaseUrl)) {
    const others = (await appliedMigrations(databaseUrl)).filter((name) => !migrations.includes(name));
    if (others.length === 0) return;
    throw new BackupRefused(`the restore of another backup was cut off in this database (${others[0]}): make an empty one`);
  }
  const { rows: found } = await client.query<{ name: string }>(TABLES);
  if (found.length > 0) throw new BackupRefused(`the database is not empty: it holds ${found[0]!.name}`);
};

/**
 * Fills an empty database as the backup says, under the migrations that it was taken under, then brings it to this version.
 * Answers the tables that no migration makes (shadows of replays): they are left out, since they can be made again.
 * Cut off at any moment it can be begun again; until it is done no app starts over that database.
 * @throws BackupRefused, SchemaNewer
 */
export const restoreDatabase = async (folder: string, databaseUrl: string): Promise<readonly string[]> => {
  const manifest = manifestIn(folder);
  await requireWhole(folder, manifest);
  const { migrations, tables, sequences } = manifest;
  const leftOut = await withClient(databaseUrl, async (client) => {
    await requireRoom(databaseUrl, client, migrations);
    await client.query(BEGIN_RESTORE);
    await migrate(databaseUrl, new Set(migrations));
    const made = (await client.query<{ name: string }>(TABLES)).rows.map(({ name }) => name);
    // In their order, whatever the backup's is.
    const kept = made.flatMap((name) => tables.filter((table) => table.name === name));
    await client.query('begin');
    if (kept.length > 0) await client.query(`truncate ${kept.map(({ name }) => name).join(', ')}`);
    for (const { name, columns, rows } of kept) {
      const copy = client.query(copyFrom(`copy ${name} (${columns}) from stdin`));
      await pipeline(createReadStream(fileOf(folder, name)), copy);
      if (copy.rowCount !== rows) throw new BackupRefused(`${name}: the backup has ${copy.rowCount} of ${rows} rows`);
    }
    for (const { name, last } of sequences) await client.query('select setval($1::regclass, $2::bigint)', [name, last]);
    await client.query(END_RESTORE);
    await client.query('commit');
    return tables.filter(({ name }) => !made.includes(name)).map(({ name }) => name);
  });
  await migrate(databaseUrl);
  return leftOut;
};
