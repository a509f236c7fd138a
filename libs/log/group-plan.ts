import type { Append, Appended, NewEvent, Note, RecordedEvent } from './event-log';
import { linkOf } from './chain';
import { ClaimTaken, StreamInAnotherShard, StreamMovedOn } from './faults';

/** An append with what could be computed before the head lock: one SM3 a body, in order of `streams`. */
export type Prepared = Readonly<{ append: Append; bodyHashes: readonly Buffer[]; bytes: number }>;

/** What the store holds, asked under the head lock, about the commands, streams and claims of a group. */
export type Known = Readonly<{
  answers: ReadonlyMap<string, Appended>;
  streams: ReadonlyMap<string, Readonly<{ shard: string; version: number }>>;
  owners: ReadonlyMap<string, string>;
}>;

export type Plan = Readonly<{
  /** One for each append of the group, in order. */
  results: readonly (Appended | Error)[];
  events: readonly RecordedEvent[];
  versions: ReadonlyMap<string, number>;
  answers: ReadonlyMap<string, Appended>;
  owners: ReadonlyMap<string, string>;
  /** The last note of each book and key. */
  notes: readonly Note[];
  head: Readonly<{ number: number; link: Buffer }>;
}>;

/** Decides a group in order, each append against what those before it left (S-15). Pure; the caller holds the head. */
export class GroupPlan {
  private readonly results: (Appended | Error)[] = [];
  private readonly events: RecordedEvent[] = [];
  private readonly versions = new Map<string, number>();
  private readonly answers = new Map<string, Appended>();
  private readonly owners = new Map<string, string>();
  private readonly notes = new Map<string, Note>();

  constructor(
    private readonly shard: string,
    private head: Readonly<{ number: number; link: Buffer }>,
    private readonly recordedAt: string,
    private readonly known: Known,
  ) {}

  static of(shard: string, head: Plan['head'], recordedAt: string, known: Known, group: readonly Prepared[]): Plan {
    const plan = new GroupPlan(shard, head, recordedAt, known);
    for (const prepared of group) plan.results.push(plan.add(prepared));
    const { results, events, versions, answers, owners } = plan;
    return { results, events, versions, answers, owners, notes: [...plan.notes.values()], head: plan.head };
  }

  private add({ append, bodyHashes }: Prepared): Appended | Error {
    const before = this.answers.get(append.commandId) ?? this.known.answers.get(append.commandId);
    if (before) return { ...before, outcome: 'repeated' };
    const conflict = this.conflictOf(append);
    if (conflict) return conflict;
    const answer = this.take(append, bodyHashes);
    this.answers.set(append.commandId, answer);
    return answer;
  }

  private conflictOf({ streams, claims = [] }: Append): Error | null {
    const ahead = new Map<string, number>();
    for (const { stream, expectedVersion, events } of streams) {
      const home = this.known.streams.get(stream)?.shard ?? this.shard;
      if (home !== this.shard) return new StreamInAnotherShard(stream, home);
      const version = ahead.get(stream) ?? this.versionOf(stream);
      if (version !== expectedVersion) return new StreamMovedOn(stream, expectedVersion, version);
      ahead.set(stream, version + events.length);
    }
    const own = new Map<string, string>();
    for (const { hash, owner } of claims) {
      const holder = own.get(hash) ?? this.owners.get(hash) ?? this.known.owners.get(hash) ?? owner;
      if (holder !== owner) return new ClaimTaken(hash, holder);
      own.set(hash, owner);
    }
    return null;
  }

  private take({ streams, claims = [], notes = [], commandId }: Append, bodyHashes: readonly Buffer[]): Appended {
    const first = this.head.number + 1;
    // Without a prototype: V8 would otherwise learn a new class of object for each stream's name.
    const versions: Record<string, number> = Object.create(null);
    let event = 0;
    for (const { stream, events } of streams) {
      for (const one of events) this.record(one, stream, commandId, bodyHashes[event++]!);
      if (events.length > 0) versions[stream] = this.versionOf(stream);
    }
    for (const { hash, owner } of claims) this.owners.set(hash, owner);
    for (const note of notes) this.notes.set(JSON.stringify([note.book, note.key]), note);
    const at = (number: number) => (event === 0 ? null : { shard: this.shard, number });
    return { outcome: 'appended', first: at(first), last: at(this.head.number), versions };
  }

  private record(event: NewEvent, stream: string, commandId: string, bodyHash: Buffer): void {
    const position = { shard: this.shard, number: this.head.number + 1 };
    const version = this.versionOf(stream) + 1;
    const recorded = {
      position,
      stream,
      version,
      id: event.id,
      type: event.type,
      schema: event.schema,
      effectiveOn: event.effectiveOn,
      recordedAt: this.recordedAt,
      origin: event.origin,
      source: event.source,
      county: event.county,
      commandId,
      traceparent: event.traceparent ?? null,
      body: event.body,
      link: this.head.link,
    };
    recorded.link = linkOf(this.head.link, bodyHash, recorded);
    this.events.push(recorded);
    this.versions.set(stream, version);
    this.head = { number: position.number, link: recorded.link };
  }

  private versionOf(stream: string): number {
    return this.versions.get(stream) ?? this.known.streams.get(stream)?.version ?? 0;
  }
}
