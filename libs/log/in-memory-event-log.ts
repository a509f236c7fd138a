import type {
  Append,
  Appended,
  Epoch,
  Head,
  MarkKind,
  Note,
  Position,
  PositionRange,
  RecordedEvent,
  StreamEvents,
  WholeStreams,
} from './event-log';
import type { Clock } from './clock';
import type { Prepared } from './group-plan';
import { GENESIS } from './chain';
import { EventLog } from './event-log';
import { LogBehindSeal } from './faults';
import { follow } from './follow';
import { GroupCommit } from './group-commit';
import { GroupPlan } from './group-plan';
import { InMemoryShard, byText } from './in-memory-shard';
import { blockOf } from './chain-block';
import type { ChainBlock } from './chain-block';
import { verifyChain } from './verify-chain';

/** For specs of what stands on the log; passes the same contract as the Postgres log, and is as lasting as its process. */
export class InMemoryEventLog extends EventLog {
  private readonly groups = new GroupCommit((shard, group) => this.commit(shard, group));
  private readonly byName = new Map<string, InMemoryShard>();
  private readonly answers = new Map<string, Appended>();
  private readonly homes = new Map<string, { shard: string; version: number }>();
  private readonly holders = new Map<string, string>();
  private readonly books = new Map<string, Map<string, Note>>();
  private readonly followers = new Set<() => void>();

  constructor(private readonly clock: Clock) {
    super();
  }

  append(append: Append): Promise<Appended> {
    return this.groups.append(append);
  }

  private async commit(name: string, group: readonly Prepared[]): Promise<readonly (Appended | Error)[]> {
    const now = new Date(await this.clock.now()).toISOString();
    const shard = this.shard(name);
    const { head, mark } = shard;
    if (mark > head.number) return group.map(() => new LogBehindSeal(name, head.number, mark));
    const recordedAt = head.recordedAt !== null && head.recordedAt > now ? head.recordedAt : now;
    const known = { answers: this.answers, streams: this.homes, owners: this.holders };
    const plan = GroupPlan.of(name, head, recordedAt, known, group);
    shard.add(plan.events);
    for (const [stream, version] of plan.versions) this.homes.set(stream, { shard: name, version });
    for (const [command, answer] of plan.answers) this.answers.set(command, answer);
    for (const [hash, owner] of plan.owners) this.holders.set(hash, owner);
    for (const note of plan.notes) this.keep(note);
    this.followers.forEach((bell) => bell());
    return plan.results;
  }

  private keep(note: Note): void {
    const book = this.books.get(note.book) ?? new Map<string, Note>();
    this.books.set(note.book, book);
    if (note.value === null) book.delete(note.key);
    else book.set(note.key, note);
  }

  private shard(name: string): InMemoryShard {
    const shard = this.byName.get(name) ?? new InMemoryShard(name);
    this.byName.set(name, shard);
    return shard;
  }

  async answerTo(commandId: string): Promise<Appended | null> {
    return this.answers.get(commandId) ?? null;
  }

  async read(stream: string, { fromVersion = 1, upTo = Infinity } = {}): Promise<readonly RecordedEvent[]> {
    const home = this.homes.get(stream);
    return home
      ? this.shard(home.shard)
          .stream(stream, upTo)
          .filter(({ version }) => version >= fromVersion)
      : [];
  }

  async readMany(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    const found = await Promise.all(streams.map(async (stream) => [stream, await this.read(stream)] as const));
    return new Map(found.filter(([, events]) => events.length > 0));
  }

  async *readCounties(
    shard: string,
    counties: readonly string[],
    upTo: number,
    options?: WholeStreams,
  ): AsyncGenerator<StreamEvents> {
    yield* this.shard(shard).wholeStreams(upTo, (event) => counties.includes(event.county), options);
  }

  async *readShard(shard: string, upTo: number, options?: WholeStreams): AsyncGenerator<StreamEvents> {
    yield* this.shard(shard).wholeStreams(upTo, () => true, options);
  }

  async *readRange(shard: string, after: number, { upTo = Infinity, pageSize = 1_000 } = {}) {
    const { events } = this.shard(shard);
    const end = Math.min(upTo, events.length);
    for (let last = after; last < end; last += pageSize) yield events.slice(last, Math.min(end, last + pageSize));
  }

  follow(shard: string, after: number, signal: AbortSignal, { pageSize = 1_000 }: Readonly<{ pageSize?: number }> = {}) {
    const readPage = async (last: number) => this.shard(shard).events.slice(last, last + pageSize);
    const subscribe = (bell: () => void) => {
      this.followers.add(bell);
      return () => void this.followers.delete(bell);
    };
    return follow(readPage, subscribe, shard, after, signal);
  }

  async head(shard: string): Promise<Head> {
    return this.byName.get(shard)?.head ?? { shard, number: 0, link: GENESIS, recordedAt: null, epoch: 1 };
  }

  async shards(): Promise<readonly string[]> {
    return [...this.byName.keys()].sort();
  }

  async positionAt(shard: string, instant: string): Promise<number> {
    const known = new Date(instant).toISOString();
    return this.shard(shard).events.findLast(({ recordedAt }) => recordedAt <= known)?.position.number ?? 0;
  }

  async linksAt(shard: string, numbers: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
    const { events } = this.shard(shard);
    return new Map(numbers.flatMap((number) => (events[number - 1] ? [[number, events[number - 1]!.link] as const] : [])));
  }

  async owners(hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return new Map(hashes.flatMap((hash) => (this.holders.has(hash) ? [[hash, this.holders.get(hash)!] as const] : [])));
  }

  async notes(book: string, keys: readonly string[]): Promise<ReadonlyMap<string, Note>> {
    const kept = this.books.get(book);
    return new Map(keys.flatMap((key) => (kept?.has(key) ? [[key, kept.get(key)!] as const] : [])));
  }

  async *notesIn(book: string, scope: string, after = ''): AsyncGenerator<readonly Note[]> {
    const kept = [...(this.books.get(book)?.values() ?? [])].filter((note) => note.scope === scope && note.key > after);
    if (kept.length > 0) yield kept.sort((a, b) => byText(a.key, b.key));
  }

  verify(range: PositionRange): Promise<Position | null> {
    return verifyChain({ head: (shard) => this.head(shard), blocks: (...asked) => this.blocks(...asked) }, range);
  }

  private async *blocks(shard: string, after: number, upTo: number): AsyncGenerator<ChainBlock> {
    for await (const page of this.readRange(shard, after, { upTo })) yield* page.map(blockOf);
  }

  async mark(shard: string, kind: MarkKind, number: number): Promise<void> {
    const { marks } = this.shard(shard);
    marks.set(kind, Math.max(number, marks.get(kind) ?? 0));
  }

  async openEpoch(shard: string, reason: string): Promise<number> {
    return this.shard(shard).openEpoch(reason, await this.clock.now());
  }

  async epochs(shard: string): Promise<readonly Epoch[]> {
    return this.shard(shard).epochs;
  }
}
