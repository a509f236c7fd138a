import { escapeLiteral } from 'pg';
import type { Pool } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { RecordedEvent, StreamEvents, WholeStreams } from './event-log';
import { withClient } from './postgres-connections';
import { copiedEvents } from './postgres-copied-events';
import { byStream } from './postgres-rows';
import { script, statement } from './postgres-statements';

// Whole streams in stream order, for rebuilds, replays and county folds. Binary COPY in pages: as text rows each byte of a body is
// two, and one statement over the whole shard would hold back the vacuum of the head row, which every append rewrites.

const copyStreams = script('copy-streams');
const readCountyStreams = statement('read-county-streams');

/** Events read at once, at about 700 bytes each. */
const EVENTS = 8_000;
/** Streams of a county named at once. */
const STREAMS = 1_000;
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

type Range = Readonly<{ shard: string; from: number; upTo: number }>;
type Page = Readonly<{ streams: readonly StreamEvents[]; last: string | null }>;

export class PostgresStreamReader {
  constructor(private readonly pool: Pool) {}

  ofShard(shard: string, upTo: number, { after = '', from = 1 }: WholeStreams = {}): AsyncIterable<StreamEvents> {
    return pages((last) => this.shardPage({ shard, from, upTo }, last, EVENTS), after);
  }

  ofCounty(
    shard: string,
    county: string,
    upTo: number,
    { after = '', from = 1 }: WholeStreams = {},
  ): AsyncIterable<StreamEvents> {
    return pages((last) => this.countyPage({ shard, from, upTo }, county, last), after);
  }

  private async shardPage(range: Range, after: string, limit: number): Promise<Page> {
    const events = await this.copied(range, after, null, limit);
    if (events.length < limit) return { streams: byStream(events), last: null };
    // The last stream may have been cut: the next page begins with it. One that fills a page alone is read in a larger one.
    const whole = byStream(events).slice(0, -1);
    const last = whole.at(-1)?.stream;
    return last === undefined ? this.shardPage(range, after, limit * 4) : { streams: whole, last };
  }

  private async countyPage(range: Range, county: string, after: string): Promise<Page> {
    const names = await withClient(this.pool, 'reading a county', async (client) => {
      const asked = readCountyStreams(range.shard, county, range.upTo, after, STREAMS);
      return (await client.query<{ stream: string }>(asked)).rows.map(({ stream }) => stream);
    });
    const events = names.length === 0 ? [] : await this.copied(range, after, names, NO_LIMIT);
    return { streams: byStream(events), last: names.length < STREAMS ? null : names.at(-1)! };
  }

  /** COPY takes no parameters, so each value is written as a literal. */
  private copied(
    { shard, from, upTo }: Range,
    after: string,
    streams: readonly string[] | null,
    limit: number,
  ): Promise<readonly RecordedEvent[]> {
    const values: Readonly<Record<string, string>> = {
      ...{ shard: escapeLiteral(shard), from: String(from), upTo: String(upTo), limit: String(limit) },
      after: escapeLiteral(after),
      streams: streams === null ? 'null::text[]' : `array[${streams.map(escapeLiteral).join(',')}]`,
    };
    return withClient(this.pool, 'copying streams', async (client) => {
      const chunks: Buffer[] = [];
      const text = copyStreams.replace(/(?<!:):(\w+)/g, (_, name: string) => values[name] as string);
      for await (const chunk of client.query(copyTo(text))) chunks.push(chunk as Buffer);
      return copiedEvents(Buffer.concat(chunks));
    });
  }
}

/** The next page is read while one is worked on. */
async function* pages(read: (after: string) => Promise<Page>, after: string): AsyncGenerator<StreamEvents> {
  for (let reading = read(after); ;) {
    const { streams, last } = await reading;
    if (last !== null) {
      reading = read(last);
      // A reader who stops early must not leave an unhandled rejection.
      reading.catch(() => undefined);
    }
    yield* streams;
    if (last === null) return;
  }
}
