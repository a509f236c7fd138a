import type { Pool } from 'pg';
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
import { AppendUnstorable, LogUnavailable } from './faults';
import { follow } from './follow';
import { GroupCommit } from './group-commit';
import { PostgresAnnouncements } from './postgres-announcements';
import { chainBlocks } from './postgres-chain-blocks';
import { appendGroup } from './postgres-append';
import { isRaced, isUnstorable, withClient } from './postgres-connections';
import { PostgresLogReader } from './postgres-log-reader';
import { statement } from './postgres-statements';
import { PostgresStreamReader } from './postgres-stream-reader';
import { verifyChain } from './verify-chain';

const readAnswers = statement('read-answers');
const lockHead = statement('lock-head');
const openShard = statement('open-shard');
const setMark = statement('set-mark');
const openEpoch = statement('open-epoch');

/** The first attempt trusts that what should be new is; and another shard's group can be first with it. The next look then sees it. */
const ATTEMPTS = 4;

/**
 * The log in Postgres (schema `log`, migrations 01xx). Appends of one process share transactions; those of several processes
 * take turns at the head row. Uses up to two connections of the pool a shard that is written to, and one that listens.
 */
export class PostgresEventLog extends EventLog {
  private readonly groups = new GroupCommit((shard, group, headTaken) => this.commit(shard, group, headTaken));
  private readonly reader: PostgresLogReader;
  private readonly streams: PostgresStreamReader;
  private readonly announcements: PostgresAnnouncements;

  constructor(
    private readonly pool: Pool,
    private readonly clock: Clock,
  ) {
    super();
    this.reader = new PostgresLogReader(pool);
    this.streams = new PostgresStreamReader(pool);
    this.announcements = new PostgresAnnouncements(pool);
  }

  append(append: Append): Promise<Appended> {
    return this.groups.append(append);
  }

  private async commit(
    shard: string,
    group: readonly Prepared[],
    headTaken: () => void,
    attempt = 1,
  ): Promise<readonly (Appended | Error)[]> {
    try {
      return await appendGroup(this.pool, this.clock, shard, group, headTaken, attempt === 1);
    } catch (fault) {
      if (fault instanceof LogUnavailable) {
        const isWorthAnother = isRaced(fault.cause) && attempt < ATTEMPTS;
        return isWorthAnother ? this.commit(shard, group, headTaken, attempt + 1) : this.settle(shard, group, fault);
      }
      if (!isUnstorable(fault)) throw fault;
      if (group.length === 1)
        return [new AppendUnstorable(group[0]!.append.commandId, (fault as Error).message, { cause: fault })];
      // One append spoilt the transaction: halves find out which, and its neighbours are appended.
      const half = Math.ceil(group.length / 2);
      const first = await this.commit(shard, group.slice(0, half), () => undefined);
      return [...first, ...(await this.commit(shard, group.slice(half), headTaken))];
    }
  }

  /** The connection was lost: COMMIT may have been carried out. Each append is answered from what is stored. */
  private async settle(shard: string, group: readonly Prepared[], fault: LogUnavailable): Promise<readonly (Appended | Error)[]> {
    const answers = await this.answersTo(
      shard,
      group.map(({ append }) => append.commandId),
    ).catch(() => new Map<string, Appended>());
    return group.map(({ append }) => answers.get(append.commandId) ?? fault);
  }

  /** Waits for the head first: a server that still works on the lost COMMIT lets go of it only when that is done. */
  private answersTo(shard: string, commands: readonly string[]): Promise<ReadonlyMap<string, Appended>> {
    return withClient(this.pool, 'asking for answers', async (client) => {
      await client.query('begin');
      await client.query("set local lock_timeout = '10s'");
      await client.query(lockHead(shard));
      const { rows } = await client.query<{ command_id: string; answer: Appended }>(readAnswers(commands));
      await client.query('commit');
      return new Map(rows.map(({ command_id, answer }) => [command_id, answer]));
    });
  }

  answerTo(commandId: string): Promise<Appended | null> {
    return withClient(this.pool, 'asking for an answer', async (client) => {
      const { rows } = await client.query<{ answer: Appended }>(readAnswers([commandId]));
      return rows[0]?.answer ?? null;
    });
  }

  read(stream: string, options?: Readonly<{ fromVersion?: number; upTo?: number }>): Promise<readonly RecordedEvent[]> {
    return this.reader.read(stream, options);
  }

  readMany(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    return this.reader.readMany(streams);
  }

  readCounties(...asked: Parameters<EventLog['readCounties']>): AsyncIterable<StreamEvents> {
    return this.streams.ofCounties(...asked);
  }

  readShard(shard: string, upTo: number, options?: WholeStreams): AsyncIterable<StreamEvents> {
    return this.streams.ofShard(shard, upTo, options);
  }

  /** What a fold needs of `readShard`, in pages for `copiedToFold`, which other threads may read. */
  copyShard(shard: string, upTo: number): AsyncIterable<Uint8Array> {
    return this.streams.copiesOfShard(shard, upTo);
  }

  readRange(...asked: Parameters<EventLog['readRange']>): AsyncIterable<readonly RecordedEvent[]> {
    return this.reader.readRange(...asked);
  }

  follow(shard: string, after: number, signal: AbortSignal, { pageSize = 1_000 }: Readonly<{ pageSize?: number }> = {}) {
    const readPage = (last: number) => this.reader.page(shard, last, Number.MAX_SAFE_INTEGER, pageSize);
    return follow(readPage, (bell) => this.announcements.subscribe((rung) => rung === shard && bell()), shard, after, signal);
  }

  head(shard: string): Promise<Head> {
    return this.reader.head(shard);
  }

  shards(): Promise<readonly string[]> {
    return this.reader.shards();
  }

  positionAt(shard: string, instant: string): Promise<number> {
    return this.reader.positionAt(shard, instant);
  }

  linksAt(shard: string, numbers: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
    return this.reader.linksAt(shard, numbers);
  }

  owners(hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.reader.owners(hashes);
  }

  notes(book: string, keys: readonly string[]): Promise<ReadonlyMap<string, Note>> {
    return this.reader.notes(book, keys);
  }

  notesIn(book: string, scope: string, after?: string): AsyncIterable<readonly Note[]> {
    return this.reader.notesIn(book, scope, after);
  }

  verify(range: PositionRange): Promise<Position | null> {
    const blocks = (shard: string, after: number, upTo: number) => chainBlocks(this.pool, shard, after, upTo);
    return verifyChain({ head: (shard) => this.reader.head(shard), blocks }, range);
  }

  async mark(shard: string, kind: MarkKind, number: number): Promise<void> {
    await withClient(this.pool, 'setting a mark', (client) => client.query(setMark(shard, kind, number)));
  }

  epochs(shard: string): Promise<readonly Epoch[]> {
    return this.reader.epochs(shard);
  }

  openEpoch(shard: string, reason: string): Promise<number> {
    return withClient(this.pool, 'opening an epoch', async (client) => {
      const now = await this.clock.now();
      await client.query('begin');
      await client.query(openShard(shard, GENESIS));
      await client.query(lockHead(shard));
      const { rows } = await client.query<{ epoch: number }>(openEpoch(shard, reason, now));
      await client.query('commit');
      return rows[0]!.epoch;
    });
  }
}
