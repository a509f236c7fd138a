import { setTimeout as sleep } from 'node:timers/promises';
import { HubError } from '@xianjie/domain';
import { Kafka, logLevel } from 'kafkajs';
import type { Consumer, EachBatchPayload } from 'kafkajs';
import { OutOfTouch, PartitionTakenAway } from './kafka-batch-faults';
import { BEGINNING, isMadeAnew, placeOf, seekOf } from './kafka-batch-place';
import type { Place, StoredOffset } from './kafka-batch-place';
import { received } from './kafka-tail';
import type { ReceivedMessage } from './message-bus';

export type ConsumedBatch = Readonly<{
  topic: string;
  partition: number;
  /** In offset order, never empty, none before the stored offset. */
  messages: readonly ReceivedMessage[];
  /** The offset to store with the batch's effects, and of which moment the message before it is. */
  next: string;
  lastSentAt: string;
  /** One past the newest message of the partition: lag is this minus `next`. */
  highWatermark: string;
  /** To be awaited inside a long batch (peers.md, kafkajs #1720). Throws when the partition was taken away. */
  heartbeat: () => Promise<void>;
}>;
export type BatchConsumerOptions = Readonly<{
  brokers: readonly string[];
  groupId: string;
  topics: readonly string[];
  /** Where each partition goes on; the handler stores `next` and `lastSentAt` with its effects, Kafka keeps none (peers.md, 10). A retryable fault is asked again. */
  storedOffsets: (topic: string) => Promise<readonly StoredOffset[]>;
  /** The topic of the partition was deleted and made anew since. What was stored of it is to be forgotten. */
  madeAnew: (topic: string, partition: number) => Promise<void>;
  /** Batches of one partition come one after the other. A retryable fault is tried again; any other stops the consumer (S-18). */
  onBatch: (batch: ConsumedBatch) => Promise<void>;
  /** The consumer has stopped for good: turn health red and end the process (dydxprotocol/v4-chain #3367 ran 14 days silent). */
  onCrash: (fault: Error) => void;
  partitionsConsumedConcurrently?: number;
}>;

const FIRST_PAUSE_MS = 200;
const LONGEST_PAUSE_MS = 5_000;
// A member that was killed is missed after this long; kafkajs beats every 3 s.
const SESSION_MS = 10_000;
const ONE_BATCH_BYTES = 1024 * 1024;

/** Hands whole batches of a consumer group over, from offsets that the handler keeps. */
export class KafkaBatchConsumer {
  private readonly consumer: Consumer;
  /** Where each assigned partition goes on; filled anew at each assignment. */
  private positions: Promise<Map<string, Place>> = Promise.resolve(new Map());
  /** Counts assignments: whoever still asks for the offsets of an older one gives up. */
  private joins = 0;
  private stopped = false;

  constructor(private readonly options: BatchConsumerOptions) {
    const kafka = new Kafka({
      clientId: options.groupId,
      brokers: [...options.brokers],
      logLevel: logLevel.NOTHING,
      retry: { initialRetryTime: 200, maxRetryTime: LONGEST_PAUSE_MS, retries: Number.MAX_SAFE_INTEGER },
    });
    this.consumer = kafka.consumer({
      groupId: options.groupId,
      sessionTimeout: SESSION_MS,
      maxWaitTimeInMs: 100,
      maxBytesPerPartition: ONE_BATCH_BYTES,
      allowAutoTopicCreation: false,
    });
  }

  /** Resolves once this member has joined its group. */
  async start(): Promise<void> {
    const { GROUP_JOIN, CRASH } = this.consumer.events;
    const joined = new Promise<void>((resolve, reject) => {
      this.consumer.on(GROUP_JOIN, ({ payload: { memberAssignment } }) => {
        const joins = (this.joins += 1);
        this.positions = this.goOn(memberAssignment, joins);
        this.positions.then(
          () => joins === this.joins && resolve(),
          (fault: Error) => joins === this.joins && reject(fault),
        );
      });
      this.consumer.on(CRASH, ({ payload: { error, restart } }) => {
        if (!restart && !this.stopped) this.crash(error);
        if (!restart) reject(error);
      });
    });
    joined.catch(() => undefined);
    await this.consumer.connect();
    await this.consumer.subscribe({ topics: [...this.options.topics], fromBeginning: true });
    await this.consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: this.options.partitionsConsumedConcurrently ?? 1,
      eachBatch: (payload) => this.eachBatch(payload),
    });
    await joined;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.consumer.disconnect();
  }

  /** Kafka holds no offset of this group, so each assignment seeks to what the handler stored. */
  private async goOn(assignment: Readonly<Record<string, readonly number[]>>, joins: number): Promise<Map<string, Place>> {
    const positions = new Map<string, Place>();
    for (const [topic, partitions] of Object.entries(assignment)) {
      const stored = new Map((await this.storedOffsets(topic, joins)).map((one) => [one.partition, one]));
      if (joins !== this.joins) return positions;
      for (const partition of partitions) {
        const place = placeOf(stored.get(partition));
        positions.set(`${topic}/${partition}`, place);
        this.consumer.seek({ topic, partition, offset: seekOf(place) });
      }
    }
    return positions;
  }

  /** Its store may be away just when the group is joined: that passes. */
  private async storedOffsets(topic: string, joins: number): Promise<readonly StoredOffset[]> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return await this.options.storedOffsets(topic);
      } catch (fault) {
        if (this.stopped || joins !== this.joins || !(fault instanceof HubError) || !fault.retryable) throw fault;
        await sleep(pause);
      }
    }
  }

  /** Null when the partition went to another member while the offsets were asked for. */
  private async positionsOf({ heartbeat, isRunning, isStale }: EachBatchPayload): Promise<Map<string, Place> | null> {
    const { positions, joins } = this;
    const known = positions.catch((fault: unknown) => (joins === this.joins ? this.crash(fault) : null));
    known.catch(() => undefined);
    for (;;) {
      const settled = await Promise.race([known, sleep(FIRST_PAUSE_MS).then(() => undefined)]);
      if (settled !== undefined) return settled;
      if (!isRunning() || isStale()) return null;
      // Without it the member is thought dead while its store is away.
      await heartbeat();
    }
  }

  private async eachBatch(payload: EachBatchPayload): Promise<void> {
    const { batch, heartbeat, resolveOffset, isRunning, isStale } = payload;
    const { topic, partition, highWatermark } = batch;
    const positions = await this.positionsOf(payload);
    if (positions === null) return;
    const [place, stored] = [`${topic}/${partition}`, positions.get(`${topic}/${partition}`)];
    if (stored !== undefined && isMadeAnew(stored, batch)) {
      await this.options.madeAnew(topic, partition);
      positions.set(place, BEGINNING);
      return this.consumer.seek({ topic, partition, offset: '0' });
    }
    // A fetch that began before the seek may hand over messages that are long stored.
    const fresh = batch.messages.filter(({ offset }) => stored !== undefined && BigInt(offset) >= stored.next);
    if (fresh.length > 0) {
      const { offset, timestamp: lastSentAt } = fresh.at(-1)!;
      const next = String(BigInt(offset) + 1n);
      const alive = async (): Promise<void> => {
        if (!isRunning() || isStale()) throw new PartitionTakenAway(place);
        await heartbeat().catch((fault: unknown) => {
          throw new OutOfTouch(place, fault);
        });
      };
      const messages = fresh.map((message) => received(topic, partition, message));
      if (!(await this.handle({ topic, partition, messages, next, lastSentAt, highWatermark, heartbeat: alive }))) return;
      positions.set(place, { next: BigInt(next), lastSentAt: null });
    }
    resolveOffset(batch.lastOffset());
    await heartbeat();
  }

  /** False when the partition went to another member before the batch was done. */
  private async handle(batch: ConsumedBatch): Promise<boolean> {
    for (let pause = FIRST_PAUSE_MS; ; pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        await batch.heartbeat();
        await this.options.onBatch(batch);
        return true;
      } catch (fault) {
        if (fault instanceof PartitionTakenAway) return false;
        // A broker that is away, or a rebalance: kafkajs knows what to do with it.
        if (fault instanceof OutOfTouch) throw fault.cause;
        if (!(fault instanceof HubError) || !fault.retryable) return this.crash(fault);
        await sleep(pause);
      }
    }
  }

  private crash(fault: unknown): never {
    const error = fault instanceof Error ? fault : new Error(String(fault));
    if (this.stopped) throw error;
    this.stopped = true;
    void this.consumer.disconnect().catch(() => undefined);
    this.options.onCrash(error);
    throw error;
  }
}
