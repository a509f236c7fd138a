import { randomBytes } from 'node:crypto';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { MasterKey } from './master-key';
import { InMemoryPersonBlocks } from './person-blocks';
import type { PersonBlocks } from './person-blocks';
import { describePersonVault } from './person-vault.contract';
import { PostgresPersonBlocks } from './postgres-person-blocks';
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
