import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ViewQueries } from '@xianjie/read-models';
import { readDivisionTable } from '@xianjie/sources';
import { Pool } from 'pg';
import { RunningHub } from '../journeys/running-hub';
import type { BenchOptions, BenchResult } from './bench-result';
import { rounded } from './bench-result';
import { monthFloor } from './month-floor';
import { CHANGED_SHARE, snapshotCsv } from './snapshot-files';
import { reportSteadily, unchangedOf } from './steady-reports';

const SHARD = '45';
const HOUSEHOLDS = 100_000;
const MEMBERS = 4;
const REPORTS_PER_SECOND = 500;
/** What a township enters at a time; a call may hold 1,000. */
const REPORTS_IN_A_CALL = 10;
const STEADY_SECONDS = 20;
const WITHIN_MS = 1_200_000;

const pause = (ms: number): Promise<void> => new Promise((next) => setTimeout(next, ms));

/** Until the topics hold the whole log, and no household with events after a position has a view that is behind it. */
const untilSeen = async (pool: Pool, views: ViewQueries, after: number): Promise<void> => {
  const deadline = Date.now() + WITHIN_MS;
  for (;;) {
    const { rows } = await pool.query<{ done: boolean }>(
      `select coalesce((select p.number from messaging.publications p where p.shard = h.shard), 0) >= h.number as done
       from log.heads h where h.shard = $1`,
      [SHARD],
    );
    if (rows[0]?.done && (await views.householdsBehind(SHARD, after)) === 0) return;
    if (Date.now() > deadline) throw new Error(`topics or views are behind after ${WITHIN_MS / 1_000} s`);
    await pause(50);
  }
};

const bring = async (hub: RunningHub, file: string, asOf: string): Promise<number> => {
  const start = performance.now();
  const done = await hub.xianjie('import', file, '--source', 'poverty', '--as-of', asOf, '--json');
  if (done.exitCode !== 0) throw new Error(`import ended with ${done.exitCode}: ${done.stderr}`);
  return (performance.now() - start) / 1_000;
};

/** `xianjie up`; a first load; the month in which 5 % changed until its last event is on Kafka and in the views; then reports by HTTP. */
export const run = async ({ say, scale = 1 }: BenchOptions): Promise<BenchResult> => {
  const households = Math.round(HOUSEHOLDS * scale);
  const changed = Math.ceil(households / CHANGED_SHARE);
  say('starting a hub');
  const hub = await RunningHub.start({ province: SHARD, simulatedClock: false });
  const pool = new Pool({ connectionString: hub.addresses.databaseUrl, max: 4 }).on('error', () => undefined);
  const views = await ViewQueries.open(hub.addresses.databaseUrl, readDivisionTable());
  try {
    const [before, after] = [join(hub.dir, 'before.csv'), join(hub.dir, 'after.csv')];
    await pipeline(Readable.from(snapshotCsv(households, false)), createWriteStream(before));
    await pipeline(Readable.from(snapshotCsv(households, true)), createWriteStream(after));
    say(`first load of ${households} households`);
    const loading = performance.now();
    const firstImport = await bring(hub, before, '2016-11-30');
    await untilSeen(pool, views, 0);
    const firstSeconds = (performance.now() - loading) / 1_000;
    say(
      `first load: imported in ${rounded(firstImport)} s, seen after ${rounded(firstSeconds)} s; the month in which 5 % changed`,
    );
    const loaded = await views.lastHouseholdPosition(SHARD);
    const start = performance.now();
    const imported = await bring(hub, after, '2016-12-31');
    await untilSeen(pool, views, loaded);
    const seconds = (performance.now() - start) / 1_000;
    say(`changed month: imported in ${rounded(imported)} s, seen after ${rounded(seconds)} s; the same bytes by the parts alone`);
    const brokers = hub.addresses.kafkaBrokers.split(',');
    const floor = await monthFloor({
      pool,
      brokers,
      shard: SHARD,
      file: after,
      rows: households * MEMBERS,
      after: loaded,
      changed,
    });
    say(`by the parts alone: ${rounded(floor)} s; ${REPORTS_PER_SECOND} reports/s`);
    const { registry: url } = hub.addresses;
    const unchanged = unchangedOf(households);
    const half = Math.floor(unchanged.length / 2);
    const steady = { url, token: hub.token, pool, perSecond: REPORTS_PER_SECOND, seconds: STEADY_SECONDS };
    const reports = await reportSteadily({ ...steady, households: unchanged.slice(0, half), inOneCall: REPORTS_IN_A_CALL });
    say('the same with a call for each report');
    const single = await reportSteadily({ ...steady, households: unchanged.slice(half), inOneCall: 1 });
    const [perSecond, ceilingPerSecond] = [changed / seconds, changed / floor];
    return {
      name: 'end-to-end',
      perSecond: rounded(perSecond),
      ceilingPerSecond: rounded(ceilingPerSecond),
      ratio: rounded(perSecond / ceilingPerSecond),
      details: {
        unit: 'household changes, from the import command to the views and Kafka',
        households,
        changed,
        seconds: rounded(seconds),
        importSeconds: rounded(imported),
        floorSeconds: rounded(floor),
        rowsPerSecond: rounded((households * MEMBERS) / seconds),
        firstLoad: {
          importSeconds: rounded(firstImport),
          seconds: rounded(firstSeconds),
          householdsPerSecond: rounded(households / firstSeconds),
        },
        reports: { ...reports, asked: REPORTS_PER_SECOND },
        reportsOneByOne: { ...single, asked: REPORTS_PER_SECOND },
      },
    };
  } finally {
    await views.close();
    await pool.end();
    await hub.stop();
  }
};
