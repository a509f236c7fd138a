import { escapeLiteral } from 'pg';
import type { Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { StreamEvents, WholeStreams } from './event-log';
import { withClient } from './postgres-connections';
import { COLUMNS_OF_EVENT, COLUMNS_TO_FOLD, copiedStreams } from './postgres-copied-events';
import { cutBeforeLastStream, endedAt } from './postgres-copied-page';
import { script, statement } from './postgres-statements';

// Whole streams in stream order, for rebuilds, replays and county folds. Binary COPY in pages: as text rows each byte of a body is
// two, and one statement over the whole shard would hold back the vacuum of the head row, which every append rewrites.

const copyStreams = script('copy-streams');
const readStreamsOfCounties = statement('read-streams-of-counties');

/** Events read at once, at about 700 bytes each. */
const EVENTS = 8_000;
/** Streams of the counties named at once. */
const STREAMS = 1_000;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

type Range = Readonly<{ columns: string; shard: string; from: number; upTo: number }>;
type Page<Streams = Iterable<StreamEvents>> = Readonly<{ streams: Streams; last: string | null }>;

export class PostgresStreamReader {
  constructor(private readonly pool: Pool) {}

  ofShard(shard: string, upTo: number, { after = '', from = 1 }: WholeStreams = {}): AsyncIterable<StreamEvents> {
    return each(pages((last) => this.shardPage({ columns: COLUMNS_OF_EVENT, shard, from, upTo }, last, EVENTS), after));
  }

  /** The same as it comes from the server: whole streams, read by `copiedToFold` where they are wanted, as in another thread. */
  copiesOfShard(shard: string, upTo: number): AsyncIterable<Uint8Array> {
    return pages((last) => this.copiedPage({ columns: COLUMNS_TO_FOLD, shard, from: 1, upTo }, last, EVENTS), '');
  }

  ofCounties(
    shard: string,
    counties: readonly string[],
    upTo: number,
    { after = '', from = 1 }: WholeStreams = {},
  ): AsyncIterable<StreamEvents> {
    return each(pages((last) => this.countiesPage({ columns: COLUMNS_OF_EVENT, shard, from, upTo }, counties, last), after));
  }

  private async shardPage(range: Range, after: string, limit: number): Promise<Page> {
    const { streams, last } = await this.copiedPage(range, after, limit);
    return { streams: copiedStreams(streams), last };
  }

  private async copiedPage(range: Range, after: string, limit: number): Promise<Page<Uint8Array>> {
    const page = await this.copied(range, after, null, limit);
    const { events, lastWhole, at } = cutBeforeLastStream(page);
    if (events < limit) return { streams: page, last: null };
    // The last stream may have been cut: the next page begins with it. One that fills a page alone is read in a larger one.
    return lastWhole === null ? this.copiedPage(range, after, limit * 4) : { streams: endedAt(page, at), last: lastWhole };
  }

  private async countiesPage(range: Range, counties: readonly string[], after: string): Promise<Page> {
    const names = await withClient(this.pool, 'reading counties', async (client) => {
      const asked = readStreamsOfCounties(range.shard, counties, range.upTo, after, STREAMS);
      return (await client.query<{ stream: string }>(asked)).rows.map(({ stream }) => stream);
    });
    const streams = names.length === 0 ? [] : copiedStreams(await this.copied(range, after, names, NO_LIMIT));
    return { streams, last: names.length < STREAMS ? null : names.at(-1)! };
  }

  /** COPY takes no parameters, so each value is written as a literal. */
  private copied(
    { columns, shard, from, upTo }: Range,
    after: string,
    streams: readonly string[] | null,
    limit: number,
  ): Promise<Buffer> {
    const values: Readonly<Record<string, string>> = {
      columns,
      ...{ shard: escapeLiteral(shard), from: String(from), upTo: String(upTo), limit: String(limit) },
      after: escapeLiteral(after),
      streams: streams === null ? 'null::text[]' : `array[${streams.map(escapeLiteral).join(',')}]`,
    };
    return withClient(this.pool, 'copying streams', async (client) => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      const text = copyStreams.replace(/(?<!:):(\w+)/g, (_, name: string) => values[name] as string);
      for await (const chunk of client.query(copyTo(text))) bytes += chunks[chunks.push(chunk as Buffer) - 1]!.length;
      // No part of Node's own pool: it can be handed to another thread.
      const page = Buffer.allocUnsafeSlow(bytes);
      chunks.reduce((at, chunk) => at + chunk.copy(page, at), 0);
      return page;
    });
  }
}

/** The next page is read while one is worked on. */
async function* pages<Streams>(read: (after: string) => Promise<Page<Streams>>, after: string): AsyncGenerator<Streams> {
  for (let reading = read(after); ;) {
    const { streams, last } = await reading;
    if (last !== null) {
      reading = read(last);
      // A reader who stops early must not leave an unhandled rejection.
      reading.catch(() => undefined);
    }
    yield streams;
    if (last === null) return;
  }
}

async function* each(all: AsyncIterable<Iterable<StreamEvents>>): AsyncGenerator<StreamEvents> {
  for await (const streams of all) yield* streams;
}
