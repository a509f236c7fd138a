import { randomUUID } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SchemaRegistry } from '@xianjie/contracts';
import { Sm2Signer, newSm2Key } from '@xianjie/documents';
import { LogBehindSeal, PostgresEventLog, SystemClock } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { KafkaMessageBus } from '../kafka-message-bus';
import { PostgresLeases } from '../postgres-leases';
import { PostgresSealing } from '../postgres-sealing';
import { PostgresSeals } from '../postgres-seals';
import type { Seal } from '../postgres-seals';
import { topicSpecs, topicsOf } from '../topics';
import { EventMessages } from './event-messages';
import { Publisher } from './publisher';
import type { PublisherStatus } from './publisher';
import { SHARD, aHousehold, append, appendLives, enrolled, until } from './publishing.fixture';
import { SchemaIds } from './schema-ids';
import { SealFile } from './seal-file';
import { Sealer } from './sealer';
import { verifySeals } from './verify-seals';

const brokers = (): string[] => (process.env.XIANJIE_KAFKA_BROKERS ?? '').split(',');
jest.setTimeout(180_000);

describe('a log that was restored from an older backup', () => {
  const topics = topicsOf(`test-${randomUUID()}`);
  const schemaIds = new SchemaIds(new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? ''));
  const file = new SealFile(join(mkdtempSync(join(tmpdir(), 'xianjie-restored-')), 'seals', `${SHARD}.jsonl`));
  const signer = Sm2Signer.fromPem(newSm2Key());
  const bus = new KafkaMessageBus(brokers());
  const opened: Readonly<{ database: TestDatabase; pool: Pool }>[] = [];
  let lost: Hub;
  let restored: Hub;

  type Hub = Readonly<{ pool: Pool; log: PostgresEventLog }>;
  const openHub = async (): Promise<Hub> => {
    const database = await createHubDatabase();
    const pool = new Pool({ connectionString: database.url });
    opened.push({ database, pool });
    return { pool, log: new PostgresEventLog(pool, new SystemClock()) };
  };
  const publisherOf = ({ pool, log }: Hub) => {
    const said: PublisherStatus[] = [];
    const stopping = new AbortController();
    const done = new Publisher({
      ...{ shard: SHARD, log, bus, topics, schemaIds, leases: new PostgresLeases(pool) },
      ...{ events: new EventMessages(topics, schemaIds), states: null, pageSize: 100, holder: randomUUID(), leaseMs: 2_000 },
      onPublished: () => undefined,
      onStatus: (status) => void said.push(status),
      onOtherSettings: () => undefined,
    }).run(stopping.signal);
    return { now: () => said.at(-1), stop: () => (stopping.abort(), done) };
  };
  const sealerOf = ({ pool, log }: Hub): Sealer =>
    new Sealer({
      ...{ shard: SHARD, log, bus, topics, schemaIds, file, signer, clock: new SystemClock(), holder: randomUUID() },
      ...{ seals: new PostgresSeals(pool), sealing: new PostgresSealing(pool), leases: new PostgresLeases(pool) },
      onFault: () => undefined,
    });
  const numbersOnTopic = async (): Promise<string[]> => {
    const positions: string[] = [];
    const tail = await bus.tail([topics.householdEvents], 10_000, ({ headers }) =>
      positions.push(headers.xianjie_position ?? ''),
    );
    await tail.stop();
    return positions;
  };

  beforeAll(async () => {
    await bus.ensureTopics(topicSpecs(topics));
    lost = await openHub();
    restored = await openHub();
    await appendLives(lost.log, 20);
    await sealerOf(lost).seal();
    const publisher = publisherOf(lost);
    await until('40 events on the topic', () => publisher.now()?.published === 40);
    await publisher.stop();
    // The backup was taken after ten of the forty events.
    await appendLives(restored.log, 5);
  });
  afterAll(async () => {
    await bus.close();
    const admin = new Kafka({ brokers: brokers(), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: Object.values(topics) });
    await admin.disconnect();
    for (const { database, pool } of opened) {
      await pool.end();
      await database.drop();
    }
  });

  it('refuses appends once the sealer has seen the seal file', async () => {
    await sealerOf(restored).rememberFile();
    await expect(append(restored.log, aHousehold(), 0, enrolled('530124000099999901'))).rejects.toEqual(
      new LogBehindSeal(SHARD, 10, 40),
    );
  });

  it('publishes nothing over the positions that the topics already hold, and refuses appends because of them too', async () => {
    await restored.pool.query('delete from log.marks');
    const publisher = publisherOf(restored);
    await until('the publisher to wait', () => publisher.now()?.role === 'waiting-after-fault');
    expect(publisher.now()?.fault).toContain(`${SHARD}:40`);
    await publisher.stop();
    await expect(append(restored.log, aHousehold(), 0, enrolled('530124000099999902'))).rejects.toBeInstanceOf(LogBehindSeal);
    expect(await numbersOnTopic()).toHaveLength(40);
  });

  it('is found out by its seals', async () => {
    const seals: Seal[] = [];
    for await (const seal of file.read()) seals.push(seal);
    const found = (hub: Hub, copies: readonly Seal[], trusted: ReadonlySet<string> | null = null) =>
      verifySeals(hub.log, SHARD, { database: [], file: copies }, { trusted });
    expect(await found(restored, seals)).toMatchObject({ firstBad: { number: 40, because: 'not-in-the-log' } });
    expect(await found(lost, seals)).toMatchObject({ checked: 1, firstBad: null, holdsUpTo: 40 });
    const forged = seals.map((seal) => ({ ...seal, link: 'ab'.repeat(32) }));
    expect(await found(lost, forged)).toMatchObject({ firstBad: { because: 'statement-altered' } });
    expect(await found(lost, seals, new Set(['another key']))).toMatchObject({ firstBad: { because: 'unknown-key' } });
  });

  it('takes and publishes appends again in a new epoch, and every start of it remembers that', async () => {
    await sealerOf(restored).rememberFile();
    await restored.log.openEpoch(SHARD, 'restored the backup of 3 January');
    await sealerOf(restored).rememberFile();
    await append(restored.log, aHousehold(), 0, enrolled('530124000099999903'));
    const publisher = publisherOf(restored);
    await until('the eleventh event on the topic', () => publisher.now()?.published === 11);
    await publisher.stop();
    expect((await numbersOnTopic()).filter((position) => position === `${SHARD}:11`)).toHaveLength(2);
    await append(restored.log, aHousehold(), 0, enrolled('530124000099999904'));
  });
});
