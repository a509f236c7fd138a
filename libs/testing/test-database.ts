import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { migrate, migrationSteps } from '@xianjie/infrastructure';
import { Client } from 'pg';

export type TestDatabase = Readonly<{
  /** postgres://… of a database that nobody else uses. */
  url: string;
  /** Ends every connection to it and removes it. */
  drop: () => Promise<void>;
}>;

export type TestDatabaseOptions = Readonly<{
  /** Makes the tables. Without it the database is empty. */
  migrate?: (url: string) => Promise<unknown>;
  /** Migrate once into a template of this name, then clone it. The name has to change when the migration does. */
  template?: string;
}>;

const maintenanceUrl = (): string => {
  const url = process.env.XIANJIE_DATABASE_URL;
  if (!url) throw new Error('XIANJIE_DATABASE_URL is not set: only *.integration.spec.ts and *.journey.ts have real parts');
  return url;
};

const named = (name: string): string => {
  const url = new URL(maintenanceUrl());
  url.pathname = `/${name}`;
  return url.href;
};

const onServer = async <Answer>(work: (client: Client) => Promise<Answer>): Promise<Answer> => {
  const client = new Client({ connectionString: maintenanceUrl() });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
};

const ensureTemplate = async (template: string, fill: (url: string) => Promise<unknown>): Promise<void> =>
  onServer(async (client) => {
    // Suites of one run ask at the same time; the lock goes with the connection.
    await client.query('select pg_advisory_lock(hashtext($1))', [template]);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [template]);
    if (rowCount) return;
    const unfinished = `${template}_unfinished`;
    await client.query(`drop database if exists "${unfinished}" with (force)`);
    await client.query(`create database "${unfinished}"`);
    await fill(named(unfinished));
    await client.query(`alter database "${unfinished}" rename to "${template}"`);
  });

/** Looks, 20 ms apart. */
const LOOKS = 50;
// A pool says that it has ended before its connections have; one that is cut in that moment throws where nobody listens.
const untilLeft = async (client: Client, database: string): Promise<void> => {
  for (let look = 0; look < LOOKS; look += 1) {
    const { rowCount } = await client.query('select from pg_stat_activity where datname = $1', [database]);
    if (rowCount === 0) return;
    await new Promise((next) => setTimeout(next, 20));
  }
};

/** A throw-away database on the Postgres of XIANJIE_DATABASE_URL; each suite makes its own. */
export const createTestDatabase = async ({ migrate: fill, template }: TestDatabaseOptions = {}): Promise<TestDatabase> => {
  const name = `test_${randomBytes(6).toString('hex')}`;
  const source = fill && template ? `template_${template}` : 'template1';
  if (fill && template) await ensureTemplate(source, fill);
  await onServer((client) => client.query(`create database "${name}" template "${source}"`));
  if (fill && !template) await fill(named(name));
  return {
    url: named(name),
    drop: () =>
      onServer(async (client) => {
        await untilLeft(client, name);
        await client.query(`drop database "${name}" with (force)`);
      }),
  };
};

/** A throw-away database that holds every table of this version of the hub; cloned, so it costs about 0.1 s. */
export const createHubDatabase = (): Promise<TestDatabase> => {
  const hash = createHash('sha256');
  for (const { name, file } of migrationSteps()) hash.update(name).update(readFileSync(file));
  return createTestDatabase({ migrate, template: `hub_${hash.digest('hex').slice(0, 16)}` });
};
