import { randomUUID } from 'node:crypto';
import { DiscardMessage } from '@xianjie/casework';
import { HouseholdEventCodec, SchemaRegistry, avroType, fingerprintOf, framed, schemaNamed } from '@xianjie/contracts';
import type { EncodedEvent } from '@xianjie/contracts';
import type { HouseholdEvent } from '@xianjie/domain';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import type { NewEvent, RecordedEvent } from '@xianjie/log';
import {
  EventMessages,
  KafkaBatchConsumer,
  KafkaMessageBus,
  ParkedCopies,
  PostgresParkedDesk,
  PostgresParkedLanes,
  PostgresParkedNews,
  SchemaIds,
  topicSpecs,
  topicsOf,
} from '@xianjie/messaging';
import { HouseholdFolding, PostgresHouseholdProjection, PostgresRebuild } from '@xianjie/read-models';
import { createHubDatabase, eventually } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';
import { v7 } from 'uuid';
import { LaneKeeper } from './lane-keeper';
import { ProjectorHealth } from './projector-health';
import { TopicEvents } from './topic-events';

const SHARD = '53';
const COUNTY = '530124';
const CONSUMER = 'household';

const enrolled: HouseholdEvent = {
  type: 'HouseholdEnrolled',
  ...{ on: '2014-06-01', registryNo: '53012400001', division: '530124101001', head: null, members: [] },
  attributes: {
    ...{ dataYear: 2016, householdAttribute: null, mainCause: '因病', otherCauses: [], identificationStandard: null },
    ...{ perCapitaNetIncomeFen: 280_000, guarantees: null, score: null, monitoredType: null, riskRemoved: null, declaredSize: 4 },
  },
  ...{ identifiedOn: '2014-06-01', isBackfill: false },
};
const planned = (targetYear: number): HouseholdEvent => ({ type: 'ExitPlanned', on: '2016-01-31', targetYear });

const { text: today, fingerprint: TODAY } = schemaNamed('cn.xianjie.household.HouseholdExitPlanned');
const newer = JSON.parse(today) as { fields: object[] };
newer.fields.push({ name: 'meetingNo', type: ['null', 'string'], default: null });
/** A schema of a program to come; nobody has registered it. */
export const newerSchema = JSON.stringify(newer);
const NEWER = fingerprintOf(avroType(newerSchema));
const NEVER_GIVEN_OUT = 987_654_321;

/** Log, topic, projector and desk of one small hub, over real Postgres, Kafka and registry. */
export class ProjectorUnderTest {
  readonly households = { good: `h-${v7()}`, bad: `h-${v7()}` };
  readonly codec = new HouseholdEventCodec();
  readonly desk: PostgresParkedDesk;
  readonly keeper: LaneKeeper;
  readonly topics = topicsOf(`t${randomUUID()}`);
  readonly bus: KafkaMessageBus;
  readonly log: PostgresEventLog;
  private readonly projection: PostgresHouseholdProjection;
  private readonly events: TopicEvents;
  private readonly messages: EventMessages;
  private consumer: KafkaBatchConsumer | null = null;
  private published = 0;

  private constructor(
    private readonly database: TestDatabase,
    readonly pool: Pool,
    private readonly brokers: readonly string[],
  ) {
    const registry = new SchemaRegistry(process.env.XIANJIE_SCHEMA_REGISTRY_URL ?? '');
    this.bus = new KafkaMessageBus(brokers);
    this.log = new PostgresEventLog(pool, new SystemClock());
    this.messages = new EventMessages(this.topics, new SchemaIds(registry));
    this.events = new TopicEvents(this.codec, registry);
    const lanes = new PostgresParkedLanes(pool, CONSUMER);
    this.desk = new PostgresParkedDesk(pool);
    this.projection = new PostgresHouseholdProjection(pool, new HouseholdFolding(this.log, this.codec.recorded), lanes);
    this.keeper = new LaneKeeper({
      ...{ lanes, desk: this.desk, projection: this.projection, events: this.events, consumer: CONSUMER },
      copies: new ParkedCopies(new PostgresParkedNews(pool), this.bus, this.topics, new SchemaIds(registry)),
      health: new ProjectorHealth(),
    });
  }

  static async start(): Promise<ProjectorUnderTest> {
    const database = await createHubDatabase();
    const pool = new Pool({ connectionString: database.url, max: 12 }).on('error', () => undefined);
    const made = new ProjectorUnderTest(database, pool, (process.env.XIANJIE_KAFKA_BROKERS ?? '').split(','));
    const { householdEvents, parked } = made.topics;
    await made.bus.ensureTopics(topicSpecs(made.topics).filter(({ name }) => name === householdEvents || name === parked));
    return made;
  }

  async stop(): Promise<void> {
    await this.consumer?.stop();
    await this.bus.close();
    await this.pool.end();
    await this.database.drop();
  }

  /** Consumes as the projector does; `onBatch` may end it before or after the effects. */
  async consume(onCrash: (fault: Error) => void = () => undefined): Promise<void> {
    await this.consumer?.stop();
    this.consumer = new KafkaBatchConsumer({
      brokers: this.brokers,
      groupId: `g-${this.topics.householdEvents}`,
      topics: [this.topics.householdEvents],
      storedOffsets: (topic) => this.projection.offsets(topic),
      madeAnew: (topic, partition) => this.projection.forgetOffset(topic, partition),
      onBatch: async ({ messages, topic, partition, next, lastSentAt }) => {
        await this.projection.apply(await this.events.read(messages), [{ topic, partition, next, lastSentAt }]);
      },
      onCrash,
    });
    await this.consumer.start();
  }

  /** The next event of a household, in the log and on the topic. */
  async record(household: string, event: HouseholdEvent | EncodedEvent): Promise<RecordedEvent> {
    const encoded = 'body' in event ? event : this.codec.encode(event, { householdId: household, county: COUNTY });
    const made: NewEvent = {
      ...{ id: v7(), ...encoded, effectiveOn: '2016-01-31', origin: 'change', source: 'spec', county: COUNTY },
    };
    const expectedVersion = (await this.log.read(household)).length;
    await this.log.append({ shard: SHARD, commandId: v7(), streams: [{ stream: household, expectedVersion, events: [made] }] });
    await this.publish();
    return (await this.log.read(household)).at(-1) as RecordedEvent;
  }

  /** What the log holds and the topic does not: the publisher's work. The schema to come has an id that no registry gave out. */
  async publish(): Promise<void> {
    const { number } = await this.log.head(SHARD);
    for await (const page of this.log.readRange(SHARD, this.published, { upTo: number }))
      for (const event of page.filter(({ stream }) => stream.startsWith('h-'))) {
        const isNewer = event.schema === NEWER;
        const [sent] = await this.messages.of([isNewer ? { ...event, schema: TODAY } : event]);
        const { topic, message } = sent!;
        const headers = { ...message.headers, xianjie_schema: event.schema };
        const value = isNewer ? framed(NEVER_GIVEN_OUT, event.body) : message.value;
        await this.bus.send([{ topic, messages: [{ ...message, value, headers }] }]);
      }
    this.published = number;
  }

  lifeOf(household: string): { begins: () => Promise<RecordedEvent>; plans: (year: number) => Promise<RecordedEvent> } {
    return {
      begins: () => this.record(household, enrolled),
      plans: (year) => this.record(household, planned(year)),
    };
  }

  /** An event that nobody can read: under a known schema, and cut off. */
  unreadable(household: string): EncodedEvent {
    const whole = this.codec.encode(planned(2016), { householdId: household, county: COUNTY });
    return { ...whole, body: whole.body.subarray(0, 8) };
  }

  /** An event under a schema that only a newer program knows. */
  fromTheFuture(household: string, targetYear: number): EncodedEvent {
    const body = avroType(newerSchema).toBuffer({
      ...planned(targetYear),
      householdId: household,
      county: COUNTY,
      meetingNo: '7',
    });
    return { type: 'household.exit-planned', schema: NEWER, body };
  }

  async versionOf(household: string): Promise<number> {
    const { rows } = await this.pool.query<{ version: number }>('select version from views.household where household_id = $1', [
      household,
    ]);
    return rows[0]?.version ?? 0;
  }

  async plansOf(household: string): Promise<readonly number[]> {
    const { rows } = await this.pool.query<{ state: { registration: { plans: { targetYear: number }[] } } }>(
      'select state from views.household where household_id = $1',
      [household],
    );
    return rows[0]?.state.registration.plans.map(({ targetYear }) => targetYear) ?? [];
  }

  async reaches(household: string, version: number): Promise<void> {
    await eventually(
      `version ${version}`,
      () => this.versionOf(household),
      (now) => now === version,
    );
  }

  async waits(count: number): Promise<void> {
    await eventually(
      `${count} parked messages`,
      () => this.desk.counts(),
      ({ messages }) => messages === count,
    );
  }

  async discard(reason: string, lane?: string): Promise<string> {
    const [head] = await this.desk.list({ limit: 10, ...(lane && { lane }) });
    const use = new DiscardMessage(this.log, this.codec);
    const { recordedAs } = await use.discard({ ...head!, reason, by: 'o-1', on: '2016-07-01', shard: SHARD });
    await this.desk.discard(head!, 'o-1', reason);
    await this.publish();
    return recordedAs;
  }

  rebuild(checkOnly = true): ReturnType<PostgresRebuild['run']> {
    return new PostgresRebuild(this.pool, this.log, this.codec).run('household', { checkOnly });
  }

  /** As if the views' offsets had been lost. */
  async fromTheBeginning(): Promise<void> {
    await this.consumer?.stop();
    await this.pool.query('delete from views.offsets');
    await this.consume();
  }
}
