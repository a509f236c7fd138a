import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SchemaRegistry, schemas } from '@xianjie/contracts';
import { startRegistry } from '@xianjie/infrastructure';
import { createHubDatabase, createTestDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { PostgresSchemaBook } from '../postgres-schema-book';
import { InMemorySchemaBook } from './schema-book';
import { SchemaIds } from './schema-ids';
import type { Reminded } from './schema-ids';

jest.setTimeout(240_000);

const PORT = 20_000 + (process.pid % 10_000);
const TOPIC = 'xianjie.household.events';
const [first, second, third] = schemas.filter(({ fullName }) => fullName.startsWith('cn.xianjie.household.'));

describe('a schema registry that comes back without its database', () => {
  let folder: string;
  let hub: TestDatabase;
  let pool: Pool;
  let lost: TestDatabase;
  let reminded: Reminded[];

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'xianjie-lost-registry-'));
    hub = await createHubDatabase();
    pool = new Pool({ connectionString: hub.url });
    reminded = [];
  });
  afterEach(async () => {
    await pool.end();
    await hub.drop();
    rmSync(folder, { recursive: true });
  });

  const running = async <Answer>(
    database: TestDatabase,
    work: (registry: SchemaRegistry) => Promise<Answer>,
  ): Promise<Answer> => {
    const part = await startRegistry(join(folder, 'registry'), PORT, database.url, () => undefined);
    try {
      return await work(new SchemaRegistry(part.address));
    } finally {
      await part.stop();
    }
  };
  const idsOver = (registry: SchemaRegistry): SchemaIds =>
    new SchemaIds(registry, {
      ...{ book: new PostgresSchemaBook(pool), prefix: 'xianjie' },
      onReminded: (one) => void reminded.push(one),
    });
  const textsUnder = async (registry: SchemaRegistry, ids: readonly number[]): Promise<readonly unknown[]> =>
    Promise.all(ids.map(async (id) => JSON.parse((await registry.textOf(id)) ?? 'null') as unknown));

  it('is told its schemas again under their old ids, before it learns of a new one', async () => {
    lost = await createTestDatabase();
    const before = await running(lost, async (registry) => {
      const ids = idsOver(registry);
      return [await ids.idOf(TOPIC, second!.fingerprint), await ids.idOf(TOPIC, first!.fingerprint)];
    });
    await lost.drop();
    const empty = await createTestDatabase();
    await running(empty, async (registry) => {
      const ids = idsOver(registry);
      expect(before).not.toContain(await ids.idOf(TOPIC, third!.fingerprint));
      expect(await textsUnder(registry, before as number[])).toEqual([JSON.parse(second!.text), JSON.parse(first!.text)]);
      expect(reminded).toEqual([{ schemas: 2, moved: [] }]);
      await ids.look();
      expect(reminded).toHaveLength(1);
    });
    await empty.drop();
  });
});

describe('a schema registry that cannot give a schema its old id', () => {
  const registry = new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? '');
  const prefix = `test-${randomUUID()}`;
  const [topic, text] = [`${prefix}.household.events`, first!.text];
  const { fingerprint } = first!;
  const subject = `${topic}-${first!.fullName}`;

  it('is said to, and what it gives holds from then on; an empty book begins with what is registered', async () => {
    const book = new InMemorySchemaBook();
    const reminded: Reminded[] = [];
    const id = await registry.register(subject, text);
    const ids = new SchemaIds(registry, { book, prefix, onReminded: (one) => void reminded.push(one) });
    await ids.look();
    expect(await book.read()).toEqual([{ subject, fingerprint, text: expect.any(String), id }]);
    const old = 2_000_000_000;
    await book.keep({ subject, fingerprint, text, id: old });
    await ids.look();
    await ids.look();
    expect(reminded).toEqual([{ schemas: 1, moved: [`${subject}: ${old}, now ${id}`] }]);
    expect([await ids.idOf(topic, fingerprint), (await book.read())[0]?.id]).toEqual([id, id]);
  });

  it('is followed by the processes that were not the ones to tell it', async () => {
    const book = new InMemorySchemaBook();
    const ids = new SchemaIds(registry, { book });
    await ids.idOf(topic, fingerprint);
    await ids.idOf(topic, second!.fingerprint);
    await book.keep({ subject, fingerprint, text, id: 1 });
    await ids.look();
    expect(await ids.idOf(topic, fingerprint)).toBe(1);
  });

  it('and one that is away, hold up nobody who knows his ids', async () => {
    const away = new SchemaIds(new SchemaRegistry('http://127.0.0.1:9'), { book: new InMemorySchemaBook(), prefix });
    await expect(away.look()).resolves.toBeUndefined();
    await expect(away.idOf(topic, fingerprint)).rejects.toMatchObject({ code: 'schema-registry-unavailable' });
  });
});
