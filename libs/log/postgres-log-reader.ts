import type { Pool, QueryArrayConfig } from 'pg';
import type { Epoch, Head, MarkKind, Note, RecordedEvent } from './event-log';
import type { EventRow } from './postgres-rows';
import { GENESIS } from './chain';
import { LogHasGap } from './faults';
import { assertGapless } from './follow';
import { withClient } from './postgres-connections';
import { byStream, eventOf, eventTypes } from './postgres-rows';
import { statement } from './postgres-statements';

const readStreams = statement('read-streams');
const readPage = statement('read-page');
const readEpochs = statement('read-epochs');
const readHead = statement('read-head');
const readShards = statement('read-shards');
const positionAt = statement('position-at');
const readLinks = statement('read-links');
const readOwners = statement('read-owners');
const readNotes = statement('read-notes');
const readNotesIn = statement('read-notes-in');

const EVERYTHING = Number.MAX_SAFE_INTEGER;
/** Streams, notes or events read at once; at 300 bytes an event well under a MB. */
const PAGE = 1_000;

type NamedQuery = ReturnType<ReturnType<typeof statement>>;
type HeadRow = { number: string; link: Buffer; recorded_at: Date | null; epoch: number };
type EpochRow = { epoch: number; after: string; overridden: Partial<Record<MarkKind, number>>; reason: string; opened_at: Date };

export class PostgresLogReader {
  constructor(private readonly pool: Pool) {}

  async read(stream: string, { fromVersion = 1, upTo = EVERYTHING } = {}): Promise<readonly RecordedEvent[]> {
    return this.events(readStreams([stream], fromVersion, upTo));
  }

  async readMany(streams: readonly string[]): Promise<ReadonlyMap<string, readonly RecordedEvent[]>> {
    const found = new Map<string, readonly RecordedEvent[]>();
    for (let at = 0; at < streams.length; at += PAGE) {
      const events = await this.events(readStreams(streams.slice(at, at + PAGE), 1, EVERYTHING));
      for (const { stream, events: own } of byStream(events)) found.set(stream, own);
    }
    return found;
  }

  /** What is there, holes included. */
  page(shard: string, after: number, upTo: number, size: number): Promise<readonly RecordedEvent[]> {
    return this.events(readPage(shard, after, upTo, size));
  }

  async *pages(shard: string, after: number, upTo: number, size: number): AsyncGenerator<readonly RecordedEvent[]> {
    for (let next = this.page(shard, after, upTo, size); ;) {
      const page = await next;
      const isLast = page.length < size;
      if (!isLast) next = ahead(this.page(shard, page.at(-1)!.position.number, upTo, size));
      if (page.length > 0) yield page;
      if (isLast) return;
    }
  }

  async *readRange(shard: string, after: number, options: Readonly<{ upTo?: number; pageSize?: number }> = {}) {
    const head = (await this.head(shard)).number;
    const upTo = Math.min(options.upTo ?? head, head);
    let last = after;
    for await (const page of this.pages(shard, after, upTo, options.pageSize ?? PAGE)) {
      assertGapless(shard, last, page);
      last = page.at(-1)!.position.number;
      yield page;
    }
    if (last < upTo) throw new LogHasGap(shard, last + 1);
  }

  async head(shard: string): Promise<Head> {
    const [row] = await this.rows<HeadRow>(readHead(shard));
    if (!row) return { shard, number: 0, link: GENESIS, recordedAt: null, epoch: 1 };
    const { number, link, recorded_at: recordedAt, epoch } = row;
    return { shard, number: Number(number), link, recordedAt: recordedAt?.toISOString() ?? null, epoch };
  }

  async epochs(shard: string): Promise<readonly Epoch[]> {
    const rows = await this.rows<EpochRow>(readEpochs(shard));
    return rows.map(({ after, opened_at: openedAt, ...row }) => ({
      ...row,
      after: Number(after),
      openedAt: openedAt.toISOString(),
    }));
  }

  async shards(): Promise<readonly string[]> {
    return (await this.rows<{ shard: string }>(readShards())).map(({ shard }) => shard);
  }

  async positionAt(shard: string, instant: string): Promise<number> {
    const [row] = await this.rows<{ number: string }>(positionAt(shard, new Date(instant).toISOString()));
    return Number(row?.number ?? 0);
  }

  async linksAt(shard: string, numbers: readonly number[]): Promise<ReadonlyMap<number, Buffer>> {
    const rows = await this.rows<{ number: string; link: Buffer }>(readLinks(shard, numbers));
    return new Map(rows.map(({ number, link }) => [Number(number), link]));
  }

  async owners(hashes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.rows<{ hash: string; owner: string }>(readOwners(hashes));
    return new Map(rows.map(({ hash, owner }) => [hash, owner]));
  }

  async notes(book: string, keys: readonly string[]): Promise<ReadonlyMap<string, Note>> {
    return new Map((await this.rows<Note>(readNotes(book, keys))).map((note) => [note.key, note]));
  }

  async *notesIn(book: string, scope: string, after = ''): AsyncGenerator<readonly Note[]> {
    for (let last = after; ;) {
      const page = await this.rows<Note>(readNotesIn(book, scope, last, PAGE));
      if (page.length > 0) yield page;
      if (page.length < PAGE) return;
      last = page.at(-1)!.key;
    }
  }

  private events(query: NamedQuery): Promise<readonly RecordedEvent[]> {
    return withClient(this.pool, `running ${query.name}`, async (client) => {
      const asked: QueryArrayConfig = { ...query, rowMode: 'array', types: eventTypes };
      const { rows } = await client.query<EventRow & unknown[]>(asked);
      return rows.map(eventOf);
    });
  }

  private rows<Row extends object>(query: NamedQuery): Promise<readonly Row[]> {
    return withClient(this.pool, `running ${query.name}`, async (client) => (await client.query<Row>(query)).rows);
  }
}

/** The page after this one, read while this one is worked on: a reader who stops early must not leave an unhandled rejection. */
const ahead = <Page>(page: Promise<Page>): Promise<Page> => {
  page.catch(() => undefined);
  return page;
};
