import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HouseholdEventCodec, SchemaRegistry } from '@xianjie/contracts';
import { PostgresDeliveryLedger } from '@xianjie/casework';
import { Ed25519Signer, newEd25519Key } from '@xianjie/documents';
import { backUpDatabase, freePort, restoreDatabase, startPostgres } from '@xianjie/infrastructure';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import {
  EventMessages,
  KafkaBatchConsumer,
  KafkaMessageBus,
  PostgresLeases,
  PostgresParkedLanes,
  PostgresSealing,
  PostgresSeals,
  Publisher,
  SchemaIds,
  SealFile,
  Sealer,
  topicSpecs,
  topicsOf,
  verifySeals,
} from '@xianjie/messaging';
import { HouseholdFolding, PostgresHouseholdProjection, PostgresReplays } from '@xianjie/read-models';
import { readDivisionTable } from '@xianjie/sources';
import { createHubDatabase } from '@xianjie/testing';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { TopicEvents } from '../../apps/projector/topic-events';
import {
  SHARD,
  aHousehold,
  anEvent,
  append,
  appendLives,
  enrolled,
  until,
} from '../../libs/messaging/publishing/publishing.fixture';

// A hub whose database is dumped and restored into another server, over the same Kafka, seal file and keys.

jest.setTimeout(240_000);
const brokers = (): string[] => (process.env.XIANJIE_KAFKA_BROKERS ?? '').split(',');
const delivery = { document: 'XJ-530124-2016', version: 1, recipient: '530124' as const };

describe('a database that is dumped and restored into another server', () => {
  const folder = mkdtempSync(join(tmpdir(), 'xianjie-drill-'));
  const topics = topicsOf(`drill-${randomUUID()}`);
  const registry = new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? '');
  const schemaIds = new SchemaIds(registry);
  const bus = new KafkaMessageBus(brokers());
  const file = new SealFile(join(folder, 'seals.jsonl'));
  const signer = new Ed25519Signer(newEd25519Key());
  const ending: (() => Promise<unknown>)[] = [];

  const hubOver = (url: string) => {
    const pool = new Pool({ connectionString: url }).on('error', () => undefined);
    const log = new PostgresEventLog(pool, new SystemClock());
    const leases = new PostgresLeases(pool);
    const [seals, sealing] = [new PostgresSeals(pool), new PostgresSealing(pool)];
    const codec = new HouseholdEventCodec();
    const lanes = new PostgresParkedLanes(pool, 'household');
    const projection = new PostgresHouseholdProjection(pool, new HouseholdFolding(log, codec.recorded), lanes);
    const parts = { shard: SHARD, log, bus, topics, schemaIds, leases, holder: randomUUID() };
    const sealer = new Sealer({ ...parts, seals, sealing, file, signer, clock: new SystemClock(), onFault: () => undefined });
    /** Publishes and projects up to that position, then stops. */
    const follow = async (upTo: number): Promise<void> => {
      const stopping = new AbortController();
      let published = 0;
      const publisher = new Publisher({
        ...{ ...parts, events: new EventMessages(topics, schemaIds), states: null, pageSize: 7, leaseMs: 2_000 },
        onPublished: (number) => (published = number),
        onStatus: () => undefined,
        onOtherSettings: () => undefined,
      }).run(stopping.signal);
      const events = new TopicEvents(codec, registry);
      const consumer = new KafkaBatchConsumer({
        ...{ brokers: brokers(), groupId: `drill-${randomUUID()}`, topics: [topics.householdEvents] },
        storedOffsets: (topic) => projection.offsets(topic),
        madeAnew: (topic, partition) => projection.forgetOffset(topic, partition),
        onBatch: async ({ topic, partition, messages, next }) => {
          const { parked } = await projection.apply(await events.read(messages), [{ topic, partition, next }]);
          if (parked > 0) throw new Error(`${parked} messages were parked`);
        },
        onCrash: (fault) => {
          throw fault;
        },
      });
      await consumer.start();
      await until(`${upTo} published`, () => published >= upTo);
      await until(`${upTo} projected`, async () => (await projected()) >= upTo);
      await consumer.stop();
      stopping.abort();
      await publisher;
    };
    const projected = async (): Promise<number> =>
      Number((await pool.query<{ n: string }>('select coalesce(sum(version), 0) as n from views.household')).rows[0]!.n);
    const households = async () =>
      (await pool.query('select household_id, version from views.household order by household_id')).rows;
    return { pool, log, seals, sealer, projection, follow, projected, households, ledger: new PostgresDeliveryLedger(pool) };
  };
  type Hub = ReturnType<typeof hubOver>;
  const onTopic = async (): Promise<number[]> => {
    const positions: number[] = [];
    const tail = await bus.tail([topics.householdEvents], 10_000, ({ headers }) =>
      positions.push(Number(headers.xianjie_position?.split(':')[1])),
    );
    await tail.stop();
    return positions.sort((one, other) => one - other);
  };
  const upTo = (number: number): number[] => Array.from({ length: number }, (_, index) => index + 1);

  let first: Hub;
  let second: Hub;
  let otherServer: string;
  const command = randomUUID();
  const again = {
    shard: SHARD,
    commandId: command,
    streams: [{ stream: aHousehold(), expectedVersion: 0, events: [] as never[] }],
  };

  beforeAll(async () => {
    await bus.ensureTopics(topicSpecs(topics));
    const database = await createHubDatabase();
    first = hubOver(database.url);
    ending.push(
      () => first.pool.end(),
      () => database.drop(),
    );
    await appendLives(first.log, 20);
    await first.sealer.seal();
    await first.follow(40);
    await first.ledger.begin(delivery);
    await first.ledger.finish(delivery, 'receipt-1');
    // What nobody has published or projected yet, when the backup is taken.
    await appendLives(first.log, 10, 100);
    again.streams[0]!.events.push(anEvent(again.streams[0]!.stream, enrolled('530124000099999911')) as never);
    expect(await first.log.append(again)).toMatchObject({ outcome: 'appended' });
    // Rows that refer to rows that refer to rows, as an erasure leaves them.
    await first.pool.query(`
      insert into intake.imports (id, source, as_of, changes, dry_run, encoding, mapping, state)
        values (gen_random_uuid(), 'poverty', '2016-12-31', false, false, 'auto', '{}', 'done');
      insert into intake.files (import, number, name, format, hash, bytes, path, key_box)
        select no, 1, 'a.csv', 'csv', '', 0, '', '' from intake.imports;
      insert into intake.blanked (person, import, file, rows, cells) select 'p-1', no, 1, 1, 1 from intake.imports`);
    for (const [name, topic] of [
      ['audit', null],
      ['again', 'xianjie.replay.again'],
    ] as const)
      await new PostgresReplays(first.pool, readDivisionTable()).open(first.log, name, { topic });
    await backUpDatabase(database.url, join(folder, 'backup'));
    const server = await startPostgres(join(folder, 'postgres'), await freePort(), () => undefined);
    ending.unshift(() => server.stop());
    otherServer = server.address;
    await restoreDatabase(join(folder, 'backup'), otherServer);
    second = hubOver(otherServer);
    ending.unshift(() => second.pool.end());
  });
  afterAll(async () => {
    for (const end of ending) await end();
    await bus.close();
    const admin = new Kafka({ brokers: brokers(), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: Object.values(topics) });
    await admin.disconnect();
    rmSync(folder, { recursive: true });
  });

  it('holds every event under its position and link, and the views as they stood', async () => {
    expect(await second.log.head(SHARD)).toEqual(await first.log.head(SHARD));
    expect(await second.log.verify({ shard: SHARD })).toBeNull();
    expect(await second.projected()).toBe(40);
    expect(await second.households()).toEqual(await first.households());
    expect((await second.pool.query('select person, rows from intake.blanked')).rows).toEqual([{ person: 'p-1', rows: 1 }]);
  });

  it('forgets the replays whose views were left out', async () => {
    const replays = new PostgresReplays(second.pool, readDivisionTable());
    expect(await replays.forgetWithoutViews()).toEqual(['audit']);
    expect((await replays.list()).map(({ name }) => name)).toEqual(['again']);
    expect(await new PostgresReplays(first.pool, readDivisionTable()).forgetWithoutViews()).toEqual([]);
  });

  it('goes on publishing and projecting where it stood: no gap, and nothing twice', async () => {
    expect(await onTopic()).toEqual(upTo(40));
    await second.follow(61);
    expect(await onTopic()).toEqual(upTo(61));
    expect(await second.projected()).toBe(61);
    expect((await second.households()).map(({ version }) => Number(version)).sort()).toEqual([1, ...Array<number>(30).fill(2)]);
  });

  it('answers a command and a delivery that were made before as they were answered', async () => {
    expect(await second.log.append(again)).toMatchObject({ outcome: 'repeated', last: { shard: SHARD, number: 61 } });
    expect(await second.ledger.begin(delivery)).toBe('receipt-1');
  });

  it('appends at the next position, and seals on in the chain of seals', async () => {
    await append(second.log, aHousehold(), 0, enrolled('530124000099999912'));
    expect(await second.sealer.seal()).toMatchObject({ number: 62, previous: expect.any(String) });
    const copies = { database: await second.seals.read(SHARD), file: [] as never[] };
    for await (const seal of file.read()) copies.file.push(seal as never);
    expect(copies.file).toHaveLength(2);
    expect(await verifySeals(second.log, SHARD, copies)).toMatchObject({ checked: 2, firstBad: null, holdsUpTo: 62 });
    expect(await second.log.verify({ shard: SHARD })).toBeNull();
  });

  it('is refused where something is already, and where there is no whole backup', async () => {
    const refused = { code: 'backup-refused' };
    await expect(restoreDatabase(join(folder, 'backup'), otherServer)).rejects.toMatchObject(refused);
    await expect(backUpDatabase(otherServer, join(folder, 'backup'))).rejects.toMatchObject(refused);
    await expect(restoreDatabase(folder, otherServer)).rejects.toMatchObject(refused);
    const half = mkdtempSync(join(folder, 'half-'));
    writeFileSync(join(half, 'manifest.json'), readFileSync(join(folder, 'backup', 'manifest.json')).subarray(0, 50));
    await expect(restoreDatabase(half, otherServer)).rejects.toMatchObject(refused);
  });
});
