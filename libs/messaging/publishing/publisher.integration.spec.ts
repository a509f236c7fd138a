import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HouseholdEventCodec, RecordCodec, SchemaRegistry, avroType, unframed } from '@xianjie/contracts';
import type { StateRecords } from '@xianjie/contracts';
import { Sm2Signer, isSignatureOver, newSm2Key } from '@xianjie/documents';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Kafka, logLevel } from 'kafkajs';
import { Pool } from 'pg';
import { KafkaMessageBus } from '../kafka-message-bus';
import type { MessageBus, ReceivedMessage } from '../message-bus';
import { PostgresLeases } from '../postgres-leases';
import { PostgresSealing } from '../postgres-sealing';
import { PostgresSeals } from '../postgres-seals';
import { topicSpecs, topicsOf } from '../topics';
import { EventMessages } from './event-messages';
import { HouseholdStates } from './household-states';
import { Publisher } from './publisher';
import type { PublisherStatus } from './publisher';
import { COUNTY, Network, SHARD, append, appendLives, granted, planned, split, until } from './publishing.fixture';
import { SchemaIds } from './schema-ids';
import { SealFile } from './seal-file';
import { Sealer } from './sealer';
import { StateMessages } from './state-messages';
import { caseRefs } from './state-records';

const brokers = (): string[] => (process.env.XIANJIE_KAFKA_BROKERS ?? '').split(',');
const states = new RecordCodec<StateRecords['HouseholdState']>('cn.xianjie.state.HouseholdState');
jest.setTimeout(180_000);

describe('the publisher', () => {
  const topics = topicsOf(`test-${randomUUID()}`);
  const registry = new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? '');
  const reader = new KafkaMessageBus(brokers());
  const schemaIds = new SchemaIds(registry);
  let database: TestDatabase;
  let pool: Pool;
  let log: PostgresEventLog;

  beforeAll(async () => {
    database = await createHubDatabase();
    pool = new Pool({ connectionString: database.url });
    log = new PostgresEventLog(pool, new SystemClock());
    await reader.ensureTopics(topicSpecs(topics));
  });
  afterAll(async () => {
    await reader.close();
    const admin = new Kafka({ brokers: brokers(), logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await admin.deleteTopics({ topics: Object.values(topics) });
    await admin.disconnect();
    await pool.end();
    await database.drop();
  });

  type Running = Readonly<{ status: () => PublisherStatus; stop: () => Promise<void> }>;
  const start = (name: string, bus: MessageBus = new KafkaMessageBus(brokers()), leaseMs = 2_000): Running => {
    let status: PublisherStatus = { role: 'starting', published: 0, fault: null };
    const publisher = new Publisher({
      shard: SHARD,
      log,
      bus,
      leases: new PostgresLeases(pool),
      topics,
      schemaIds,
      events: new EventMessages(topics, schemaIds),
      states: {
        households: new HouseholdStates(log, new HouseholdEventCodec(), 100),
        messages: new StateMessages(topics, schemaIds, caseRefs(Buffer.from('k')), name),
        sender: name,
      },
      pageSize: 200,
      holder: name,
      leaseMs,
      onPublished: () => undefined,
      onStatus: (said) => void (status = said),
      onOtherSettings: () => undefined,
    });
    const stopping = new AbortController();
    const done = publisher.run(stopping.signal);
    return {
      status: () => status,
      stop: async () => {
        stopping.abort();
        await done;
        await bus.close();
      },
    };
  };
  const all = async (topic: string): Promise<ReceivedMessage[]> => {
    const messages: ReceivedMessage[] = [];
    await (await reader.tail([topic], 1_000_000, (message) => messages.push(message))).stop();
    return messages;
  };
  const numberOf = ({ headers }: ReceivedMessage): number => Number(headers.xianjie_position?.split(':')[1]);
  const headNumber = async (): Promise<number> => (await log.head(SHARD)).number;
  const published = async ({ status }: Running): Promise<void> => {
    const head = await headNumber();
    await until(`the publisher to reach ${head}`, () => status().published >= head);
  };
  /** Every position once, and in each partition in the order of the log. */
  const expectWholeLogOnce = async (): Promise<void> => {
    const messages = await all(topics.householdEvents);
    const head = await headNumber();
    expect(messages.map(numberOf).sort((one, other) => one - other)).toEqual(Array.from({ length: head }, (_, n) => n + 1));
    for (let partition = 0; partition < 24; partition += 1) {
      const numbers = messages.filter((message) => message.partition === partition).map(numberOf);
      expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
    }
  };

  it('puts every event on its topic once, in log order, readable by whoever asks the registry', async () => {
    const [household] = await appendLives(log, 500);
    const running = start('first');
    await published(running);
    await running.stop();
    await expectWholeLogOnce();
    const [first] = (await all(topics.householdEvents)).filter(({ key }) => key === household);
    expect(first?.headers).toMatchObject({
      ce_specversion: '1.0',
      ce_type: 'household.enrolled',
      ce_subject: household,
      ce_source: 'file:3b1f#脱贫户!12',
      xianjie_version: '1',
      xianjie_effective_on: '2014-06-01',
      xianjie_origin: 'change',
    });
    const { schemaId, body } = unframed(first!.value!);
    expect(avroType(await registry.schemaById(schemaId)).fromBuffer(body)).toMatchObject({
      householdId: household,
      county: COUNTY,
    });
  });

  it('leaves the newest state of each household on the compacted topic', async () => {
    const newest = new Map((await all(topics.householdState)).map((message) => [message.key, message]));
    expect(newest.size).toBe(500);
    const [household, message] = [...newest][0]!;
    expect(states.decode(unframed(message.value!).body)).toMatchObject({
      householdId: household,
      version: 2,
      registryStatus: 'PLANNED',
    });
    const poverty = new Map((await all(topics.povertyState)).map((each) => [each.key, each]));
    expect(poverty.size).toBe(500);
  });

  it('loses nothing and doubles nothing when the broker goes away in the middle of the stream', async () => {
    const network = new Network();
    const running = start('cut off', new KafkaMessageBus(brokers(), 'cut-off', network.connect));
    const from = await headNumber();
    const appending = appendLives(log, 2_000, 10_000);
    await until('the middle of the stream', () => running.status().published > from + 400);
    network.cut();
    const at = running.status().published;
    await appending;
    await until('the fault to be noticed', () => running.status().role === 'waiting-after-fault');
    expect(running.status().published).toBeLessThan(await headNumber());
    expect(at).toBeGreaterThan(from);
    network.mend();
    await published(running);
    await running.stop();
    await expectWholeLogOnce();
  });

  it('leads alone, and is followed by another when it ends', async () => {
    const one = start('one');
    await until('the first to lead', () => one.status().role === 'leading');
    const other = start('other');
    await until('the second to stand by', () => other.status().role === 'standby');
    await appendLives(log, 100, 20_000);
    await published(one);
    expect(other.status()).toMatchObject({ role: 'standby', published: 0 });
    await one.stop();
    await appendLives(log, 100, 30_000);
    await published(other);
    await other.stop();
    await expectWholeLogOnce();
    // Whoever leads with nothing to send says how far the topics are, not 0.
    const third = start('third');
    await published(third);
    await third.stop();
  });

  it('sends nothing under a lease that expired, even when nobody took it', async () => {
    const lease = await new PostgresLeases(pool).acquire('a test', 'me', 200);
    await new Promise((next) => setTimeout(next, 250));
    expect(() => lease?.assertHeld()).toThrow('expired');
    await expect(lease?.renew()).rejects.toThrow('expired');
    await expect(lease?.advance(SHARD, 1_000_000)).rejects.toThrow('expired');
  });

  it.each([
    ['a publisher that woke up', 40_000, 'asleep'],
    ['its own, which a mirror delivered again,', 60_000, null],
  ])('answers an older state of %s with the newest', async (_, from, sender) => {
    const running = start('leader');
    const [household] = await appendLives(log, 50, from);
    await published(running);
    const old = (await all(topics.householdState)).find(({ key }) => key === household)!;
    await append(log, household!, 2, planned(2017));
    // Others of the same partition follow, as they do in life.
    await appendLives(log, 50, from + 10_000);
    await published(running);
    await reader.send([
      {
        topic: topics.householdState,
        messages: [{ key: old.key, value: old.value, headers: { ...old.headers, ...(sender && { xianjie_sender: sender }) } }],
      },
    ]);
    const lastOf = async (): Promise<number | undefined> => {
      const last = (await all(topics.householdState)).findLast(({ key }) => key === household);
      return last && states.decode(unframed(last.value!).body).version;
    };
    await until('the newest state to be the last again', async () => (await lastOf()) === 3);
    await running.stop();
  });

  it('answers an old state of a case that has moved since with that of the household that has it now', async () => {
    const dibao = new RecordCodec<StateRecords['DibaoState']>('cn.xianjie.state.DibaoState');
    const running = start('of cases');
    await append(log, 'h-left', 0, granted);
    await published(running);
    const [old] = await all(topics.dibaoState);
    await append(log, 'h-left', 1, split('PREDECESSOR', 'h-joined'));
    await append(log, 'h-joined', 0, split('SUCCESSOR', 'h-left'));
    await published(running);
    const holder = async (): Promise<string> => {
      const last = (await all(topics.dibaoState)).findLast(({ key }) => key === old!.key)!;
      return dibao.decode(unframed(last.value!).body).householdId;
    };
    expect(await holder()).toBe('h-joined');
    await reader.send([{ topic: topics.dibaoState, messages: [{ key: old!.key, value: old!.value, headers: old!.headers }] }]);
    await until('the household that has the case to be the last again', async () => (await holder()) === 'h-joined');
    const told = await all(topics.dibaoState);
    expect(told.findLastIndex(({ headers }) => headers.ce_subject === 'h-left')).toBeLessThan(told.length - 1);
    await running.stop();
  });

  it('seals the head in Postgres and in the file before it is published', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'xianjie-seals-')), 'seals', '53.jsonl');
    const signer = Sm2Signer.fromPem(newSm2Key());
    const seals = new PostgresSeals(pool);
    const parts = {
      shard: SHARD,
      log,
      seals,
      file: new SealFile(path),
      signer,
      clock: new SystemClock(),
      topics,
      schemaIds,
      leases: new PostgresLeases(pool),
      sealing: new PostgresSealing(pool),
      holder: 'me',
      onFault: () => undefined,
    };
    const unreachable = new Sealer({ ...parts, bus: new KafkaMessageBus(['127.0.0.1:9']) });
    const seal = await unreachable.seal();
    await expect(unreachable.publish()).rejects.toThrow('Kafka did not answer');
    expect(seal).toMatchObject({ number: await headNumber(), link: (await log.head(SHARD)).link.toString('hex') });
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(seal);
    expect(await seals.read(SHARD)).toEqual([seal]);
    const { algorithm, signature: value, publicKey, keyId, statement } = seal!;
    expect(isSignatureOver(Buffer.from(statement), { algorithm: algorithm as 'SM2', value, publicKey, keyId })).toBe(true);

    const reachable = new Sealer({ ...parts, bus: reader });
    expect(await reachable.seal()).toBeNull();
    await reachable.publish();
    const [message] = await all(topics.seals);
    expect(new RecordCodec<StateRecords['Seal']>('cn.xianjie.state.Seal').decode(unframed(message!.value!).body)).toEqual(seal);
    expect(await seals.unpublished(SHARD)).toEqual([]);
  });
});
