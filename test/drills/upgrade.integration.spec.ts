import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ExitListEventCodec, HouseholdEventCodec, SchemaRegistry } from '@xianjie/contracts';
import { Ed25519Signer, newEd25519Key } from '@xianjie/documents';
import { foldExitList } from '@xianjie/domain';
import { migrationSteps, projectRoot, requireSchema, restoreDatabase } from '@xianjie/infrastructure';
import type { BackedUp } from '@xianjie/infrastructure';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import type { RecordedEvent } from '@xianjie/log';
import {
  EventMessages,
  InMemoryMessageBus,
  KafkaBatchConsumer,
  KafkaMessageBus,
  PostgresLeases,
  PostgresParkedLanes,
  PostgresSealing,
  PostgresSeals,
  SchemaIds,
  SealFile,
  Sealer,
  topicSpecs,
  topicsOf,
  verifySeals,
} from '@xianjie/messaging';
import type { Seal } from '@xianjie/messaging';
import { HouseholdFolding, PostgresHouseholdProjection } from '@xianjie/read-models';
import { createTestDatabase, eventually } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { TopicEvents } from '../../apps/projector/topic-events';
import { SHARD, append, planned } from '../../libs/messaging/publishing/publishing.fixture';

// What the first release wrote (two synthetic families and a March list, from opening to closing), under its own migrations: release-0.1.
// Made by its exit-list-life.journey.ts and `xianjie backup`; never made anew, since a later release would write it otherwise.

const RELEASE = join(projectRoot(), 'test', 'drills', 'release-0.1');
const manifest = JSON.parse(readFileSync(join(RELEASE, 'manifest.json'), 'utf8')) as BackedUp;

describe('a database of the release before, brought to this version', () => {
  let database: TestDatabase;
  let pool: Pool;
  let log: PostgresEventLog;
  let events: readonly RecordedEvent[];
  const rowsOf = (table: string): number => manifest.tables.find(({ name }) => name === table)!.rows;

  beforeAll(async () => {
    database = await createTestDatabase();
    expect(await restoreDatabase(RELEASE, database.url)).toEqual([]);
    pool = new Pool({ connectionString: database.url });
    log = new PostgresEventLog(pool, new SystemClock());
    const pages: RecordedEvent[] = [];
    for await (const page of log.readRange(SHARD, 0)) pages.push(...page);
    events = pages;
  });
  afterAll(async () => {
    await pool.end();
    await database.drop();
  });

  it('was older, and is what this program asks for', async () => {
    expect(manifest.migrations.length).toBeLessThan(migrationSteps().length);
    await expect(requireSchema(database.url)).resolves.toBeUndefined();
  });

  // Views and staging may be made anew by a later version; the record may not.
  const RECORD = /^(log|persons|casework)\.|^messaging\.seals$/;
  it('holds every row of the record', async () => {
    const kept = manifest.tables.filter(({ name }) => RECORD.test(name));
    expect(kept.length).toBeGreaterThanOrEqual(12);
    for (const { name, rows } of kept) expect([name, (await pool.query(`select from ${name}`)).rowCount]).toEqual([name, rows]);
    expect(rowsOf('log.events')).toBe(events.length);
  });

  it('has a chain and seals that this program verifies', async () => {
    expect(await log.verify({ shard: SHARD })).toBeNull();
    const file: Seal[] = [];
    for await (const seal of new SealFile(join(RELEASE, 'seals.jsonl')).read()) file.push(seal);
    const copies = { database: await new PostgresSeals(pool).read(SHARD), file };
    expect(await verifySeals(log, SHARD, copies)).toMatchObject({
      checked: file.length,
      firstBad: null,
      holdsUpTo: events.length,
    });
  });

  it('has events that this program reads, and folds to where they stood', () => {
    const households = new HouseholdEventCodec();
    const lists = new ExitListEventCodec();
    const ofHouseholds = events.filter(({ stream }) => stream.startsWith('h-'));
    for (const event of ofHouseholds) expect(households.decode(event)).toMatchObject({ on: event.effectiveOn });
    const ofList = events.filter(({ stream }) => stream === 'exit-list-530124-2016');
    expect(foldExitList(ofList.map((event) => lists.decode(event)))).toMatchObject({
      closedOn: '2017-05-03',
      versions: [{ version: 1, stage: 'ACKNOWLEDGED' }],
    });
    expect(ofHouseholds.length + ofList.length).toBeGreaterThan(15);
  });

  it('takes new events and seals, in the chain of the old ones', async () => {
    const { stream, version } = events.findLast((event) => event.stream.startsWith('h-'))!;
    await append(log, stream, version, planned(2018));
    expect((await log.head(SHARD)).number).toBe(events.length + 1);
    const signer = new Ed25519Signer(newEd25519Key());
    const [seals, sealing] = [new PostgresSeals(pool), new PostgresSealing(pool)];
    const file = new SealFile(join(mkdtempSync(join(tmpdir(), 'xianjie-upgrade-')), 'seals.jsonl'));
    const sealer = new Sealer({
      ...{ shard: SHARD, log, seals, sealing, signer, file, clock: new SystemClock(), holder: 'drill', onFault: () => undefined },
      ...{ bus: new InMemoryMessageBus(), topics: topicsOf(), schemaIds: {} as SchemaIds, leases: new PostgresLeases(pool) },
    });
    expect(await sealer.seal()).toMatchObject({ number: events.length + 1, previous: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(await log.verify({ shard: SHARD })).toBeNull();
    const copies = { database: await seals.read(SHARD), file: null };
    expect(await verifySeals(log, SHARD, copies)).toMatchObject({ firstBad: null, holdsUpTo: events.length + 1 });
  });

  it('has views again from a topic that holds records under the names of before and of today (ADR 15)', async () => {
    const registry = new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? '');
    const brokers = (process.env.XIANJIE_KAFKA_BROKERS ?? '').split(',');
    const [bus, topics] = [new KafkaMessageBus(brokers), topicsOf(`upgrade-${randomUUID()}`)];
    const { householdEvents: topic } = topics;
    await bus.ensureTopics(topicSpecs(topics));
    const messages = new EventMessages(topics, new SchemaIds(registry));
    for await (const page of log.readRange(SHARD, 0))
      for (const { topic: to, message } of await messages.of(page)) await bus.send([{ topic: to, messages: [message] }]);
    const registered = (await registry.versionsUnder(`${topic}-`)).map(
      ({ schema }) => (JSON.parse(schema) as { name: string }).name,
    );
    expect(registered).toEqual(expect.arrayContaining(['ExitPlanned', 'PovertyExited', 'HouseholdExitPlanned']));

    const { rows } = await pool.query<{ tables: string }>(
      `select string_agg(format('views.%I', tablename), ', ') as tables from pg_tables where schemaname = 'views'`,
    );
    await pool.query(`truncate ${rows[0]!.tables}`);
    const codec = new HouseholdEventCodec();
    const folding = new HouseholdFolding(log, codec.recorded);
    const projection = new PostgresHouseholdProjection(pool, folding, new PostgresParkedLanes(pool, 'household'));
    const read = new TopicEvents(codec, registry);
    let parked = 0;
    const consumer = new KafkaBatchConsumer({
      ...{ brokers, groupId: topic, topics: [topic], storedOffsets: (of) => projection.offsets(of) },
      madeAnew: (of, partition) => projection.forgetOffset(of, partition),
      onBatch: async ({ topic: of, partition, messages: batch, next }) => {
        parked += (await projection.apply(await read.read(batch), [{ topic: of, partition, next }])).parked;
      },
      onCrash: (fault) => {
        throw fault;
      },
    });
    await consumer.start();
    const lives = new Map<string, number>();
    for await (const page of log.readRange(SHARD, 0))
      for (const { stream, version } of page) if (stream.startsWith('h-')) lives.set(stream, version);
    const views = async () =>
      (await pool.query<{ id: string; version: number }>('select household_id as id, version from views.household')).rows;
    const inViews = await eventually('the households in the views', views, (found) =>
      [...lives].every(([id, version]) => found.some((one) => one.id === id && one.version === version)),
    ).finally(() => consumer.stop().then(() => bus.close()));
    expect([inViews.length, parked]).toEqual([lives.size, 0]);
  });
});
