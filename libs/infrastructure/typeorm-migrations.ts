import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { SchemaNewer, SchemaOlder } from './faults';
import { runOnPostgres } from './postgres-server';
import { projectRoot } from './project-root';
import { requireRestored } from './unfinished-restore';

// Each library keeps its own tables, in a Postgres schema of its own, as numbered .sql files in libs/<lib>/migrations:
// log 01xx, persons 02xx, sources 03xx, messaging 04xx, casework 05xx, read-models 06xx. Only added, never edited.

const LIBS = join(__dirname, '..');
const EPOCH = 1_700_000_000_000;

type Step = Readonly<{ number: number; name: string; file: string }>;

const stepsOf = (lib: string): Step[] => {
  const folder = join(LIBS, lib, 'migrations');
  const files = readdirSync(folder).filter((file) => file.endsWith('.sql'));
  return files.map((file) => ({
    number: Number(file.slice(0, 4)),
    name: `${lib}/${file.replace('.sql', '')}`,
    file: join(folder, file),
  }));
};

const hasMigrations = (lib: string): boolean => readdirSync(join(LIBS, lib)).includes('migrations');

/** Every migration of this version, in order. */
export const migrationSteps = (): readonly Step[] =>
  readdirSync(LIBS, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && hasMigrations(entry.name))
    .flatMap(({ name }) => stepsOf(name))
    .sort((a, b) => a.number - b.number);

const asMigration = ({ number, name, file }: Step): new () => MigrationInterface =>
  class implements MigrationInterface {
    // TypeORM orders by the 13 digits at the end of a name.
    name = recordedName({ number, name, file });
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(readFileSync(file, 'utf8'));
    }
    async down(): Promise<void> {
      throw new Error(`${name}: migrations only go forward; restore a backup instead`);
    }
  };

const recordedName = ({ name, number }: Step): string => `${name}-${EPOCH + number}`;
/** `messaging/0404-seals`, as in libs/, from what TypeORM recorded. */
const shortName = (recorded: string): string => recorded.replace(/-\d{13}$/, '');
const newestOf = (names: readonly string[]): string =>
  names
    .toSorted((a, b) => Number(a.slice(-13)) - Number(b.slice(-13)))
    .map(shortName)
    .at(-1) ?? 'no version at all';

/** This program, as faults name it. */
export const programVersion = (): string => {
  const { version } = JSON.parse(readFileSync(join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
  return `${version}, up to ${newestOf(migrationSteps().map(recordedName))}`;
};

/** Names as in libs/, of those that a database recorded. @throws SchemaNewer for one that this program does not know. */
export const migrationsOf = (recorded: readonly string[]): readonly string[] => {
  requireKnown(recorded);
  return recorded.map(shortName);
};

/** The names that were recorded in a database; none in an empty one. */
const appliedTo = async (databaseUrl: string): Promise<readonly string[]> => {
  const [found] = await runOnPostgres(databaseUrl, "select to_regclass('public.migrations') is not null as is_there");
  if (!found?.is_there) return [];
  return (await runOnPostgres(databaseUrl, 'select name from public.migrations order by id')).map(({ name }) => String(name));
};

/** Names as in libs/, of those that were applied. @throws SchemaNewer */
export const appliedMigrations = async (databaseUrl: string): Promise<readonly string[]> =>
  migrationsOf(await appliedTo(databaseUrl));

/** @throws SchemaNewer when a program that this one does not know has migrated the database; both are named. */
const requireKnown = (applied: readonly string[]): void => {
  const known = new Set(migrationSteps().map(recordedName));
  const unknown = applied.filter((name) => !known.has(name)).map(shortName);
  if (unknown.length > 0) throw new SchemaNewer(programVersion(), newestOf(applied), unknown);
};

/** What an app asks before it does anything. @throws SchemaNewer, SchemaOlder, RestoreUnfinished */
export const requireSchema = async (databaseUrl: string): Promise<void> => {
  await requireRestored(databaseUrl);
  const applied = await appliedTo(databaseUrl);
  requireKnown(applied);
  const missing = migrationSteps().filter((step) => !applied.includes(recordedName(step)));
  if (missing.length > 0)
    throw new SchemaOlder(
      programVersion(),
      newestOf(applied),
      missing.map(({ name }) => name),
    );
};

/**
 * Brings the database to this version, or only as far as `only` names; each step commits with its own record, so two starters cannot
 * both apply one. Only a restore names some, before its rows are there. @throws SchemaNewer, RestoreUnfinished
 */
export const migrate = async (databaseUrl: string, only?: ReadonlySet<string>): Promise<readonly string[]> => {
  if (!only) await requireRestored(databaseUrl);
  requireKnown(await appliedTo(databaseUrl));
  if (only) requireKnown([...only].map((name) => `${name}-${EPOCH + Number(/\d{4}/.exec(name)?.[0])}`));
  const steps = migrationSteps().filter(({ name }) => only?.has(name) ?? true);
  const source = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    migrations: steps.map(asMigration),
    migrationsTableName: 'migrations',
  });
  await source.initialize();
  try {
    // Two starters at once: the second waits here and then finds nothing to do.
    await source.query('select pg_advisory_lock(7104001)');
    const done = await source.runMigrations({ transaction: 'each' });
    return done.map(({ name }) => name);
  } finally {
    await source.destroy();
  }
};
