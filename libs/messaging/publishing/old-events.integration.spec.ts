import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  HouseholdEventCodec,
  SchemaRegistry,
  avroType,
  fingerprintOf,
  isCalled,
  schemaNamed,
  schemaVersions,
  unframed,
} from '@xianjie/contracts';
import type { EncodedEvent } from '@xianjie/contracts';
import type { HouseholdEvent } from '@xianjie/domain';
import { FixedClock, InMemoryEventLog } from '@xianjie/log';
import type { RecordedEvent } from '@xianjie/log';
import { v7 } from 'uuid';
import { KafkaMessageBus } from '../kafka-message-bus';
import type { ReceivedMessage } from '../message-bus';
import { UnpublishableEvent } from '../faults';
import { topicSpecs, topicsOf } from '../topics';
import { EventMessages } from './event-messages';
import { HouseholdStates } from './household-states';
import { COUNTY, SHARD, aHousehold, enrolled, planned } from './publishing.fixture';
import { SchemaIds } from './schema-ids';

jest.setTimeout(120_000);

const GOLDEN = join(__dirname, '..', '..', '..', 'test', 'golden');
const household = schemaVersions.filter(({ fullName }) => fullName.startsWith('cn.xianjie.household.'));
const golden = ({ fullName, fingerprint }: (typeof household)[number]): { wrote: object; body: Buffer }[] =>
  (JSON.parse(readFileSync(join(GOLDEN, fullName, `${fingerprint}.json`), 'utf8')) as { wrote: object; body: string }[]).map(
    ({ wrote, body }) => ({ wrote, body: Buffer.from(body, 'hex') }),
  );

/** What was written, with the fields that the reader's records have, in lists as well: those that the writer did not know are null. */
const asReadBy = (read: unknown, wrote: unknown): unknown => {
  if (Array.isArray(read) && Array.isArray(wrote) && read.length === wrote.length)
    return read.map((one, at) => asReadBy(one, wrote[at]));
  if (Array.isArray(read) || read === null || wrote === null || typeof read !== 'object' || typeof wrote !== 'object')
    return wrote;
  const fields = wrote as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(read).map(([name, one]) => [name, Object.hasOwn(fields, name) ? asReadBy(one, fields[name]) : null]),
  );
};

describe('events of other versions, on real topics', () => {
  const topics = topicsOf(`old-${randomUUID()}`);
  const registry = new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? '');
  const bus = new KafkaMessageBus((process.env.XIANJIE_KAFKA_BROKERS ?? '').split(','));
  let log: InMemoryEventLog;

  beforeAll(() => bus.ensureTopics(topicSpecs(topics).filter(({ name }) => name === topics.householdEvents)));
  beforeEach(() => void (log = new InMemoryEventLog(new FixedClock('2017-01-01T00:00:00Z'))));
  afterAll(() => bus.close());

  const record = async (stream: string, ...events: readonly EncodedEvent[]): Promise<readonly RecordedEvent[]> => {
    const rest = { effectiveOn: '2016-01-31', origin: 'change', source: 'spec', county: COUNTY } as const;
    const expectedVersion = (await log.read(stream)).length;
    const appended = events.map((event) => ({ id: v7(), ...event, ...rest }));
    await log.append({ shard: SHARD, commandId: v7(), streams: [{ stream, expectedVersion, events: appended }] });
    return (await log.read(stream)).slice(expectedVersion);
  };
  const publish = async (page: readonly RecordedEvent[], ids = new SchemaIds(registry)): Promise<void> => {
    const messages = await new EventMessages(topics, ids).of(page);
    await bus.send([{ topic: topics.householdEvents, messages: messages.map(({ message }) => message) }]);
  };
  const onTopic = async (key: string): Promise<readonly ReceivedMessage[]> => {
    const messages: ReceivedMessage[] = [];
    await (await bus.tail([topics.householdEvents], 100_000, (message) => messages.push(message))).stop();
    return messages.filter((message) => message.key === key);
  };
  const newer = (fullName: string): string => {
    const schema = JSON.parse(schemaNamed(fullName).text) as { fields: object[] };
    schema.fields.push({ name: 'meetingNo', type: ['null', 'string'], default: null });
    return JSON.stringify(schema);
  };

  it('of every version that landed are read by a consumer of any other version of the record', async () => {
    const stream = aHousehold();
    const written = household.map((version) => ({ version, body: golden(version)[1]!.body }));
    const events = written.map(({ version: { fullName, fingerprint }, body }) => ({
      ...{ type: schemaNamed(fullName).ceType!, schema: fingerprint, body },
    }));
    await publish(await record(stream, ...events));
    const arrived = await onTopic(stream);
    expect(arrived).toHaveLength(household.length);
    const codec = new HouseholdEventCodec();
    let pairs = 0;
    for (const [index, { value, headers }] of arrived.entries()) {
      const { version, body: stored } = written[index]!;
      const { schemaId, body } = unframed(value!);
      // The topic has the stored bytes.
      expect(body).toEqual(stored);
      const writer = avroType(await registry.schemaById(schemaId));
      expect(fingerprintOf(writer)).toBe(version.fingerprint);
      const wrote = golden(version)[1]!.wrote as Record<string, unknown>;
      const told = codec.read({ type: headers.ce_type!, schema: headers.xianjie_schema!, body });
      expect(told.event.on).toBe(wrote.on);
      const record = schemaNamed(version.fullName);
      for (const { fullName, text } of household.filter((other) => isCalled(record, other.fullName))) {
        const reader = avroType(text);
        // Aliases lead back only: who knows the name of before alone reads by the writer's schema (ADR 15).
        if (fullName !== version.fullName && !reader.aliases?.includes(version.fullName)) continue;
        const read = reader.fromBuffer(body, reader.createResolver(writer)) as Record<string, unknown>;
        for (const { name, default: given } of (JSON.parse(text) as { fields: { name: string; default?: unknown }[] }).fields)
          expect(read[name]).toEqual(Object.hasOwn(wrote, name) ? asReadBy(read[name], wrote[name]) : given);
        pairs += 1;
      }
    }
    // Each version by itself, what a record wrote under its name of before by its reader of today, and two records that have two
    // versions under one name: an old reader of new events and a new one of old events among them.
    expect(pairs).toBeGreaterThan(household.length + 16);
  });

  it('that a newer program wrote are published with their bytes and their schema’s id, once it has registered the schema', async () => {
    const [stream, fullName] = [aHousehold(), 'cn.xianjie.household.HouseholdExitPlanned'];
    const wider = newer(fullName);
    const unheardOf = JSON.stringify({
      ...{ type: 'record', name: 'HouseholdTeleported', namespace: 'cn.xianjie.household', doc: 'of a program to come' },
      fields: [{ name: 'to', type: 'string', doc: 'where' }],
    });
    const recorded = await record(
      stream,
      {
        ...{ type: 'household.exit-planned', schema: fingerprintOf(avroType(wider)) },
        body: avroType(wider).toBuffer({ ...planned(2017), householdId: stream, county: COUNTY, meetingNo: '7' }),
      },
      {
        ...{ type: 'household.teleported', schema: fingerprintOf(avroType(unheardOf)) },
        body: avroType(unheardOf).toBuffer({ to: '530124' }),
      },
    );
    await expect(publish(recorded)).rejects.toThrow(UnpublishableEvent);
    const ids = [
      await registry.register(`${topics.householdEvents}-${fullName}`, wider),
      await registry.register(`${topics.householdEvents}-cn.xianjie.household.HouseholdTeleported`, unheardOf),
    ];
    const codec = new HouseholdEventCodec();
    await publish(recorded, new SchemaIds(registry, { learn: (text) => codec.learn(text) }));
    const arrived = await onTopic(stream);
    expect(arrived.map(({ value }) => unframed(value!))).toEqual(
      recorded.map(({ body }, index) => ({ schemaId: ids[index], body })),
    );
    // What was learned on the way is folded; the type that nobody knows is counted.
    await expect(new HouseholdStates(log, codec).fold(recorded)).resolves.toMatchObject([{ last: { version: 2 } }]);
  });
});

describe('states of a household with an event that cannot be read', () => {
  it('are withheld, while others’ go on, until the event is taken back', async () => {
    const log = new InMemoryEventLog(new FixedClock('2017-01-01T00:00:00Z'));
    const codec = new HouseholdEventCodec();
    const [good, bad] = [aHousehold(), aHousehold()];
    const states = new HouseholdStates(log, codec);
    let seen = 0;
    const record = async (stream: string, event: HouseholdEvent, cut = false): Promise<RecordedEvent> => {
      const encoded = codec.encode(event, { householdId: stream, county: COUNTY });
      const body = cut ? encoded.body.subarray(0, 8) : encoded.body;
      const made = {
        id: v7(),
        ...encoded,
        body,
        effectiveOn: event.on,
        origin: 'change',
        source: 'spec',
        county: COUNTY,
      } as const;
      const expectedVersion = (await log.read(stream)).length;
      await log.append({ shard: SHARD, commandId: v7(), streams: [{ stream, expectedVersion, events: [made] }] });
      return (await log.read(stream)).at(-1)!;
    };
    const touched = async (): Promise<string[]> => {
      const { number } = await log.head(SHARD);
      const page: RecordedEvent[] = [];
      for await (const events of log.readRange(SHARD, seen, { upTo: number })) page.push(...events);
      seen = number;
      return (await states.fold(page)).map(({ household: id }) => id);
    };
    await record(bad, enrolled('1'));
    const unreadable = await record(bad, planned(2016), true);
    await record(good, enrolled('2'));
    expect(await touched()).toEqual([good]);
    await record(bad, planned(2017));
    await record(good, planned(2016));
    expect(await touched()).toEqual([good]);
    expect(await states.at(bad, 100)).toBeNull();
    await record(bad, { type: 'EventRetracted', on: '2016-05-01', ofEvent: unreadable.id, reason: 'cut off' });
    expect(await touched()).toEqual([bad]);
    await record(bad, planned(2018));
    expect(await touched()).toEqual([bad]);
    const plans = (await states.at(bad, 100))?.after.registration?.plans.map(({ targetYear }) => targetYear);
    expect(plans).toEqual([2017, 2018]);
  });
});
