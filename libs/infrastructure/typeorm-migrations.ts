import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import type { MigrationInterface, QueryRunner } from 'typeorm';

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
    name = `${name}-${EPOCH + number}`;
    async up(runner: QueryRunner): Promise<void> {
      await runner.query(readFileSync(file, 'utf8'));
    }
    async down(): Promise<void> {
      throw new Error(`${name}: migrations only go forward; restore a backup instead`);
    }
  };

/** Brings the database to this version; each step commits with its own record, so two starters cannot both apply one. */
export const migrate = async (databaseUrl: string): Promise<readonly string[]> => {
  const source = new DataSource({
    type: 'postgres',
    url: databaseUrl,
    migrations: migrationSteps().map(asMigration),
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
