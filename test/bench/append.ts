import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Append } from '@xianjie/log';
import { PostgresEventLog, SystemClock } from '@xianjie/log';
import type { Pool } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { v7 } from 'uuid';
import { openBenchDatabase } from './bench-database';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded, secondsFor } from './bench-result';

const SHARD = '53';
const HOUSEHOLDS = 100_000;
const BODY_BYTES = 300;
/** What an importer keeps going at once. */
const WIDTH = 4_000;
const CALLERS = 16;
const SINGLE_APPENDS = 40_000;

const anAppend = (): Append => {
  const stream = `h-${v7()}`;
  return {
    shard: SHARD,
    commandId: v7(),
    streams: [
      {
        stream,
        expectedVersion: 0,
        events: [
          {
            id: v7(),
            type: 'household.enrolled',
            schema: '0123456789abcdef',
            body: randomBytes(BODY_BYTES),
            effectiveOn: '2016-01-01',
            origin: 'initial-load',
            source: 'file:8f14e45fceea167a#Sheet1!1024',
            county: `5301${String(Math.floor(Math.random() * 30)).padStart(2, '0')}`,
          },
        ],
      },
    ],
    claims: [{ hash: randomBytes(32).toString('hex'), owner: `p-${v7()}` }],
  };
};

const appendsOf = (count: number): Append[] => Array.from({ length: count }, anAppend);

/** Rows of the log as one COPY stream into a table like it, indexes included; seconds. */
const secondsToCopy = async (pool: Pool): Promise<number> => {
  const client = await pool.connect();
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of client.query(copyTo('copy log.events to stdout (format binary)'))) chunks.push(chunk as Buffer);
    await client.query('create table public.copied (like log.events including all)');
    const start = performance.now();
    await pipeline(Readable.from(chunks), client.query(copyFrom('copy public.copied from stdin (format binary)')));
    const seconds = (performance.now() - start) / 1_000;
    await client.query('drop table public.copied');
    return seconds;
  } finally {
    client.release();
  }
};

/** One event for each of 100,000 households through the port, against one COPY of the same rows; then 16 single callers. */
export const run = async ({ say, scale = 1 }: BenchOptions): Promise<BenchResult> => {
  const { pool, drop } = await openBenchDatabase();
  try {
    const log = new PostgresEventLog(pool, new SystemClock());
    const count = Math.round(HOUSEHOLDS * scale);
    await secondsFor(appendsOf(2_000), 500, (append) => log.append(append));

    const appends = appendsOf(count);
    say(`appending one event for each of ${count} households`);
    const batched = await secondsFor(appends, WIDTH, (append) => log.append(append));

    say('verifying');
    const head = await log.head(SHARD);
    const start = performance.now();
    const bad = await log.verify({ shard: SHARD });
    const verified = (performance.now() - start) / 1_000;
    if (bad !== null) throw new Error(`the chain breaks at ${bad.shard}:${bad.number}`);
    if (head.number !== count + 2_000) throw new Error(`${head.number} events were stored instead of ${count + 2_000}`);

    say('copying the same rows');
    const copied = await secondsToCopy(pool);

    const singles = appendsOf(Math.round(SINGLE_APPENDS * scale));
    say(`appending from ${CALLERS} callers, one at a time each`);
    const single = await secondsFor(singles, CALLERS, (append) => log.append(append));

    const perSecond = count / batched;
    const ceilingPerSecond = head.number / copied;
    return {
      name: 'append',
      perSecond: rounded(perSecond),
      ceilingPerSecond: rounded(ceilingPerSecond),
      ratio: rounded(perSecond / ceilingPerSecond),
      details: {
        households: count,
        bodyBytes: BODY_BYTES,
        seconds: rounded(batched),
        singlePerSecond: rounded(singles.length / single),
        callers: CALLERS,
        verifiedPerSecond: rounded(head.number / verified),
      },
    };
  } finally {
    await drop();
  }
};
