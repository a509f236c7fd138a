import { randomBytes } from 'node:crypto';
import { migrate, migrationSteps } from '@xianjie/infrastructure';
import { createHubDatabase, createTestDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { MasterKey } from './master-key';
import { InMemoryPersonBlocks } from './person-blocks';
import type { PersonBlocks } from './person-blocks';
import { describePersonVault } from './person-vault.contract';
import { PostgresPersonBlocks } from './postgres-person-blocks';
import { requireMasterKey } from './postgres-master-key';
import { PostgresPersonVault } from './postgres-person-vault';

let database: TestDatabase;
let pool: Pool;

beforeAll(async () => {
  database = await createHubDatabase();
  pool = new Pool({ connectionString: database.url });
});

afterAll(async () => {
  await pool.end();
  await database.drop();
});

describePersonVault('Postgres', async () => {
  const masterKey = new MasterKey(randomBytes(32));
  // A cache of one shows that nothing depends on what is in it.
  return [new PostgresPersonVault(pool, masterKey), new PostgresPersonVault(pool, masterKey, 1)];
});

it('a vault that remembers keys hears of an erasure that was stamped after the clock had gone back', async () => {
  const masterKey = new MasterKey(randomBytes(32));
  await pool.query(`create schema ahead;
    create function ahead.clock_timestamp() returns timestamptz language sql as $$ select now() + interval '1 day' $$`);
  const ahead = new Pool({ connectionString: database.url, options: '-c search_path=ahead,pg_catalog', max: 1 });
  try {
    const remembering = new PostgresPersonVault(ahead, masterKey);
    await remembering.create(['p-remembered']);
    const [sealed] = await remembering.seal([{ person: 'p-remembered', text: 'a name' }]);
    expect(await remembering.open([sealed!])).toEqual(['a name']);
    await pool.query('drop schema ahead cascade');
    await new PostgresPersonVault(pool, masterKey).destroyKeys(['p-remembered']);
    expect(await remembering.open([sealed!])).toEqual([null]);
  } finally {
    await ahead.end();
  }
});

describe.each<[string, () => PersonBlocks]>([
  ['in-memory', () => new InMemoryPersonBlocks()],
  ['Postgres', () => new PostgresPersonBlocks(pool)],
])('%s person blocks', (_, open) => {
  it('give all who share a hash, or only the doubtful ones', async () => {
    const blocks = open();
    await blocks.add([
      { hash: 'a', person: 'p-1', doubtful: false },
      { hash: 'a', person: 'p-2', doubtful: true },
      { hash: 'b', person: 'p-3', doubtful: false },
    ]);
    const all = await blocks.find(['a', 'c']);
    expect([...all.keys()]).toEqual(['a']);
    expect(
      all
        .get('a')
        ?.map(({ person }) => person)
        .sort(),
    ).toEqual(['p-1', 'p-2']);
    expect((await blocks.find(['a', 'b'], { doubtfulOnly: true })).get('a')).toEqual([
      { hash: 'a', person: 'p-2', doubtful: true },
    ]);
  });

  it('forget an erased person, and nobody else', async () => {
    const blocks = open();
    await blocks.add([
      { hash: 'e', person: 'p-1', doubtful: false },
      { hash: 'e', person: 'p-2', doubtful: true },
    ]);
    await blocks.forget([{ hash: 'e', person: 'p-1' }]);
    expect((await blocks.find(['e'])).get('e')).toEqual([{ hash: 'e', person: 'p-2', doubtful: true }]);
  });

  it('keep what was last said of a person', async () => {
    const blocks = open();
    await blocks.add([{ hash: 'd', person: 'p-1', doubtful: true }]);
    await blocks.add([
      { hash: 'd', person: 'p-1', doubtful: true },
      { hash: 'd', person: 'p-1', doubtful: false },
    ]);
    expect((await blocks.find(['d'], { doubtfulOnly: true })).size).toBe(0);
  });
});

describe('the master key of a database', () => {
  let own: TestDatabase;
  afterEach(() => own.drop());
  const [right, other] = [new MasterKey(randomBytes(32)), new MasterKey(randomBytes(32))];
  const differs = { code: 'master-key-differs', message: expect.stringContaining(`under master key ${right.id}`) };

  it('is that of whoever asked first, and no other is let in', async () => {
    own = await createHubDatabase();
    await requireMasterKey(own.url, right);
    await expect(requireMasterKey(own.url, other)).rejects.toMatchObject(differs);
    await expect(requireMasterKey(own.url, right)).resolves.toBeUndefined();
  });

  it('is one, when two hubs ask an empty database at once', async () => {
    own = await createHubDatabase();
    const asked = await Promise.allSettled([right, other, right, other].map((key) => requireMasterKey(own.url, key)));
    expect(asked.filter(({ status }) => status === 'rejected')).toHaveLength(2);
  });

  it('is that of the persons whom an older program has put there', async () => {
    own = await createTestDatabase();
    const older = migrationSteps().filter(({ name }) => name !== 'persons/0206-master-key');
    await migrate(own.url, new Set(older.map(({ name }) => name)));
    const before = new Pool({ connectionString: own.url });
    await new PostgresPersonVault(before, right).create(['p-1', 'p-2'] as never[]);
    await before.end();
    await migrate(own.url);
    await expect(requireMasterKey(own.url, other)).rejects.toMatchObject(differs);
    await expect(requireMasterKey(own.url, right)).resolves.toBeUndefined();
  });
});
