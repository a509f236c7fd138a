import { Client } from 'pg';
import { createHubDatabase, createTestDatabase } from './test-database';

const ask = async (url: string, sql: string) => {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};

describe('a test database', () => {
  it('is seen by nobody else, and gone after drop', async () => {
    const [mine, other] = await Promise.all([createTestDatabase(), createTestDatabase()]);
    await ask(mine.url, 'create table visits (id int)');
    expect(await ask(other.url, `select to_regclass('visits') as found`)).toEqual([{ found: null }]);
    await Promise.all([mine.drop(), other.drop()]);
    await expect(ask(mine.url, 'select 1')).rejects.toThrow(/does not exist/);
  });

  it('clones a template that is migrated once, even when suites ask at the same time', async () => {
    let migrations = 0;
    const template = `spec_${Date.now()}`;
    const migrate = async (url: string) => {
      migrations += 1;
      await ask(url, 'create table visits as select 7 as id');
    };
    const databases = await Promise.all([1, 2, 3].map(() => createTestDatabase({ migrate, template })));
    for (const { url } of databases) expect(await ask(url, 'select id from visits')).toEqual([{ id: 7 }]);
    expect(migrations).toBe(1);
    await Promise.all(databases.map(({ drop }) => drop()));
    await ask(process.env.XIANJIE_DATABASE_URL!, `drop database "template_${template}"`);
  });

  it('keeps text as it was written and sorts it by code point', async () => {
    const { url, drop } = await createTestDatabase();
    expect(await ask(url, `select name from (values ('𬭎'), ('李'), ('a'), ('B')) as t(name) order by name`)).toEqual(
      ['B', 'a', '李', '𬭎'].map((name) => ({ name })),
    );
    await drop();
  });

  it('can hold every table of the hub', async () => {
    const { url, drop } = await createHubDatabase();
    expect(await ask(url, `select count(*)::int > 0 as migrated from migrations`)).toEqual([{ migrated: true }]);
    await drop();
  });
});
