import { performance } from 'node:perf_hooks';
import type { EventLog, RecordedEvent } from '@xianjie/log';
import { TopicsAheadOfLog } from '../faults';
import type { MessageBus, TopicMessages } from '../message-bus';
import type { Lease } from '../postgres-leases';
import type { Topics } from '../topics';
import type { EventMessage, EventMessages } from './event-messages';
import type { HouseholdStates, Touched } from './household-states';
import { lostUpTo } from './lost-positions';
import type { SchemaIds } from './schema-ids';
import { SentPositions } from './sent-positions';
import { StaleStates } from './stale-states';
import type { StateMessages } from './state-messages';

export type LeadershipParts = Readonly<{
  shard: string;
  log: EventLog;
  bus: MessageBus;
  topics: Topics;
  events: EventMessages;
  schemaIds: SchemaIds;
  /** Null leaves the state topics alone: the benchmark measures the event topic. */
  states: Readonly<{ households: HouseholdStates; messages: StateMessages; sender: string }> | null;
  pageSize: number;
  onPublished: (number: number) => void;
}>;

const MARK_EVERY_MS = 1_000;
const BESIDE_EVERY_MS = 500;
/** Not in turn with the pages: a registry that is slow to answer holds up none. */
const LOOK_EVERY_MS = 10_000;

const byTopic = (messages: readonly EventMessage[]): TopicMessages[] => {
  const topics = new Map<string, EventMessage['message'][]>();
  for (const { topic, message } of messages) {
    const open = topics.get(topic);
    if (open === undefined) topics.set(topic, [message]);
    else open.push(message);
  }
  return [...topics].map(([topic, open]) => ({ topic, messages: open }));
};

/** One term of leading: from the stored position on, page by page, until the signal or a fault (S-16). */
export class Leadership {
  private published = 0;
  private marked = 0;
  private markedAt = 0;
  /** Pages and answers take turns: an answer between two states of a page would be older than the second. */
  private turn: Promise<unknown> = Promise.resolve();
  private readonly stale: StaleStates | null;
  /** A fault outside the page loop: the renewing timer, an answer. */
  private readonly broken = new AbortController();

  constructor(
    private readonly parts: LeadershipParts,
    private readonly lease: Lease,
  ) {
    const { bus, topics, shard, states } = parts;
    this.stale = states && new StaleStates(bus, topics, shard, states.sender);
  }

  async lead(signal: AbortSignal): Promise<void> {
    const { shard, bus, topics, pageSize } = this.parts;
    const eventTopics = [topics.householdEvents, topics.exitListEvents, topics.standardEvents, topics.hubEvents];
    this.published = await this.lease.publishedUpTo(shard);
    this.parts.onPublished(this.published);
    const renewing = setInterval(
      () => void this.lease.renew().catch((fault: unknown) => this.broken.abort(fault)),
      this.lease.renewEveryMs,
    );
    const besides = setInterval(
      () => void this.inTurn(() => this.beside()).catch((fault: unknown) => this.broken.abort(fault)),
      BESIDE_EVERY_MS,
    );
    const looks = setInterval(
      () => void this.parts.schemaIds.look().catch((fault: unknown) => this.broken.abort(fault)),
      LOOK_EVERY_MS,
    );
    try {
      // A page may have gone out whose position was never stored; at most one, and a stale sender's one beside it.
      const known = Math.max(this.published, await lostUpTo(this.parts.log, shard, 'topic'));
      const sent = await SentPositions.of(bus, eventTopics, shard, known, 2 * pageSize);
      await this.refuseToFallBehind(sent.last);
      await this.stale?.watch((fault) => this.broken.abort(fault));
      await this.publish(AbortSignal.any([signal, this.broken.signal]), sent);
      if (this.broken.signal.aborted) throw this.broken.signal.reason;
    } finally {
      clearInterval(renewing);
      clearInterval(besides);
      clearInterval(looks);
      await this.stale?.stop().catch(() => undefined);
    }
  }

  /** A restored log holds the marks of its backup: what the topics were told since is known to them alone (S-19). */
  private async refuseToFallBehind(told: number): Promise<void> {
    const { log, shard } = this.parts;
    const head = await log.head(shard);
    if (told <= head.number) return;
    await log.mark(shard, 'topic', told);
    throw new TopicsAheadOfLog(shard, head.number, told);
  }

  private async publish(signal: AbortSignal, sent: SentPositions): Promise<void> {
    const { log, shard, pageSize } = this.parts;
    const ended = new AbortController();
    const either = AbortSignal.any([signal, ended.signal]);
    const pages = log.follow(shard, this.published, either, { pageSize })[Symbol.asyncIterator]();
    try {
      for (let next = pages.next(); ;) {
        const { done, value: page } = await next;
        if (done || signal.aborted) return;
        // Read ahead while this one is on its way.
        next = pages.next();
        next.catch(() => undefined);
        await this.inTurn(() => this.sendPage(page, sent));
      }
    } finally {
      ended.abort();
      await pages.return?.();
    }
  }

  private async sendPage(page: readonly RecordedEvent[], sent: SentPositions): Promise<void> {
    const { bus, events, states, shard, onPublished } = this.parts;
    const last = page.at(-1)!.position.number;
    const missing = sent.missing(await events.of(page));
    const touched = states === null ? [] : await states.households.fold(page);
    this.lease.assertHeld();
    if (missing.length > 0) await bus.send(byTopic(missing));
    if (states !== null) await this.sendStates(touched, false);
    await this.lease.advance(shard, last);
    this.published = last;
    onPublished(last);
    await this.mark();
  }

  private async sendStates(touched: readonly Touched[], whole: boolean): Promise<void> {
    const { bus, states } = this.parts;
    if (states === null || touched.length === 0) return;
    const messages = await states.messages.of(touched, whole);
    this.lease.assertHeld();
    await bus.send(messages);
  }

  /** Between pages: whoever's state was overwritten by an older one gets the newest again. */
  private async beside(): Promise<void> {
    await this.mark();
    const households = this.stale?.take() ?? [];
    const newest = new Map<string, Touched>();
    for (const household of households)
      for (const touched of (await this.parts.states?.households.around(household, this.published)) ?? [])
        newest.set(touched.household, touched);
    await this.sendStates([...newest.values()], true);
  }

  /** The log refuses appends when its head falls behind what a topic already holds (S-19). */
  private async mark(): Promise<void> {
    const { log, shard } = this.parts;
    if (this.published === this.marked || performance.now() - this.markedAt < MARK_EVERY_MS) return;
    const number = this.published;
    await log.mark(shard, 'topic', number);
    [this.marked, this.markedAt] = [number, performance.now()];
  }

  private inTurn<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => undefined);
    return done;
  }
}
