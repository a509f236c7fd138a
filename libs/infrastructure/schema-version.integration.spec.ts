import { createHubDatabase, createTestDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { runOnPostgres } from './postgres-server';
import { migrate, migrationSteps, requireSchema } from './typeorm-migrations';

describe('a program and the database it meets', () => {
  let database: TestDatabase;
  afterEach(() => database.drop());
  const newest = migrationSteps().at(-1)!.name;

  it('start when they are of one version', async () => {
    database = await createHubDatabase();
    await expect(requireSchema(database.url)).resolves.toBeUndefined();
    expect(await migrate(database.url)).toEqual([]);
  });

  it('do not when a newer program migrated it: both are named, and nothing is touched', async () => {
    database = await createHubDatabase();
    await runOnPostgres(
      database.url,
      `insert into migrations (timestamp, name) values (1700000009999, 'log/9999-of-a-newer-program-1700000009999')`,
    );
    const refused = {
      code: 'schema-newer',
      message: expect.stringMatching(
        new RegExp(`the database is at log/9999-of-a-newer-program, this program \\(\\d+\\.\\d+\\.\\d+, up to ${newest}\\)`),
      ),
    };
    await expect(requireSchema(database.url)).rejects.toMatchObject(refused);
    await expect(migrate(database.url)).rejects.toMatchObject(refused);
  });

  it('do not when it was not migrated to the end: what is missing is named', async () => {
    database = await createTestDatabase();
    await expect(requireSchema(database.url)).rejects.toMatchObject({
      code: 'schema-older',
      message: expect.stringContaining('the database is at no version at all'),
    });
    const all = migrationSteps().map(({ name }) => name);
    await migrate(database.url, new Set(all.filter((name) => name !== newest)));
    await expect(requireSchema(database.url)).rejects.toMatchObject({
      code: 'schema-older',
      message: expect.stringMatching(new RegExp(`needs ${newest} as well: run .xianjie migrate.`)),
    });
    expect(await migrate(database.url)).toHaveLength(1);
    await expect(requireSchema(database.url)).resolves.toBeUndefined();
  });
});
