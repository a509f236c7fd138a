import type { Writable } from 'node:stream';
import type { Pool, PoolClient, QueryConfig, QueryResult } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { statement } from '../postgres-statements';
import type { HouseholdOutcome, HouseholdToTell, KeptIssue } from './import';
import { householdFrom } from './postgres-import-rows';
import type { HouseholdRow } from './postgres-import-rows';

const clearStaged = statement('clear-staged');
const clearCompared = statement('clear-compared');
const copyRuns = statement('copy-runs');
const stagedLineages = statement('staged-lineages');
const countPresent = statement('count-present');
const setCompared = statement('set-compared');
const compareHouseholds = statement('compare-households');
const compareOddRows = statement('compare-odd-rows');
const compareDepartures = statement('compare-departures');
const releaseDepartures = statement('release-departures');
const holdDepartures = statement('hold-departures');
const departedKeys = statement('departed-keys');
const unknownRows = statement('unknown-rows');
const nextHouseholds = statement('next-households');
const strayHouseholds = statement('stray-households');
const markOutcomes = statement('mark-outcomes');
const addIssues = statement('add-issues');
const advanceUnchanged = statement('advance-unchanged');
const stepBackUnchanged = statement('step-back-unchanged');
const staged = statement('staged');
const isStaged = statement('is-staged');
const forgetStaged = statement('forget-staged');
const sweepStaged = statement('sweep-staged');

/** In the order of mark-outcomes.sql. */
const OUTCOME = ['seq', 'outcome', 'household', 'quarantined', 'skipped', 'events', 'code', 'detail'] as const;
/** Households advanced in one transaction: about a fifth of a second. */
const KEYS = 20_000;
/** A province's keys and digests are then hashed in memory; sorted on disk they take twice as long. */
const COMPARING_MEMORY = '128MB';

/** What an import works on: staged runs, the households that it has something to tell of, and their outcomes. */
export class PostgresStaging {
  constructor(private readonly pool: Pool) {}

  async clear(no: string): Promise<void> {
    await this.pool.query(clearStaged(no));
  }

  /** One COPY, one transaction; `write` gives lines of nine tab-separated values. */
  async copyRuns(write: (copy: Writable) => Promise<void>): Promise<void> {
    const client = await this.pool.connect();
    let broken = true;
    try {
      const copy = client.query(copyFrom(copyRuns().text));
      // Not once: a COPY whose connection breaks says so twice, and the second would end the process.
      const ended = new Promise<void>((resolve, reject) => copy.once('finish', resolve).on('error', reject));
      ended.catch(() => undefined);
      await write(copy);
      copy.end();
      await ended;
      broken = false;
    } finally {
      client.release(broken);
    }
  }

  /** `rows`: how many were copied, in all. */
  async staged(no: string, rows: number): Promise<void> {
    // Planned on an empty table the comparison would look up every household by itself.
    await this.pool.query('analyze intake.staged_runs');
    await this.pool.query(staged(no, rows));
  }

  /** Staged runs are not logged: a crash of Postgres empties their table, and an import that went on would hear nothing (S-6). */
  async isWhole(no: string): Promise<boolean> {
    return (await this.pool.query<{ whole: boolean }>(isStaged(no))).rows[0]?.whole ?? false;
  }

  async lineages(no: string): Promise<readonly string[]> {
    return (await this.pool.query<{ lineage: string }>(stagedLineages(no))).rows.map(({ lineage }) => lineage);
  }

  /**
   * Households changed since they were last heard, rows without a household, and, unless `lineages` is null, departures (held), with
   * how many were present in these lineages before. Side by side, each in a transaction of its own: a comparison that breaks off
   * is made again from its beginning.
   */
  async compare(
    no: string,
    book: string,
    lineages: readonly string[] | null,
    asOf: string,
  ): Promise<Readonly<{ departures: number; present: number }>> {
    await this.pool.query(clearCompared(no));
    const comparisons = [
      this.compared(compareHouseholds(no, book)),
      this.compared(compareOddRows(no)),
      lineages === null ? null : this.compared(compareDepartures(no, book, lineages, asOf)),
      lineages === null ? null : this.pool.query<{ present: number }>(countPresent(book, lineages)),
    ] as const;
    // When one breaks off the others must have ended: they would write beside those of the next attempt.
    await Promise.allSettled(comparisons);
    const [, , gone, before] = await Promise.all(comparisons);
    // Without knowing how many there are, Postgres would sort all that are left for each page.
    await this.pool.query('analyze intake.households');
    await this.pool.query(setCompared(no, book));
    return { departures: gone?.rowCount ?? 0, present: before?.rows[0]?.present ?? 0 };
  }

  private compared(comparison: QueryConfig): Promise<QueryResult> {
    return this.within(async (client) => {
      await client.query(`set local work_mem = '${COMPARING_MEMORY}'`);
      return client.query(comparison);
    });
  }

  async releaseDepartures(no: string): Promise<number> {
    return (await this.pool.query(releaseDepartures(no))).rowCount ?? 0;
  }

  async holdDepartures(no: string): Promise<void> {
    await this.pool.query(holdDepartures(no));
  }

  /** Records that the snapshot no longer lists, those that wait for `import confirm` among them. */
  async departedKeys(no: string): Promise<ReadonlySet<string>> {
    const { rows } = await this.pool.query<{ record_key: string }>(departedKeys(no));
    return new Set(rows.map(({ record_key: key }) => key));
  }

  /** A file of the import ended inside a row; rows in quarantine name no household. */
  async unknownRows(no: string): Promise<Readonly<{ cut: boolean; stray: boolean }>> {
    return (await this.pool.query<{ cut: boolean; stray: boolean }>(unknownRows(no))).rows[0];
  }

  async next(no: string, after: string, count: number): Promise<readonly HouseholdToTell[]> {
    return (await this.pool.query<HouseholdRow>(nextHouseholds(no, after, count))).rows.map(householdFrom);
  }

  async strays(no: string, after: string, count: number): Promise<readonly HouseholdToTell[]> {
    return (await this.pool.query<HouseholdRow>(strayHouseholds(no, after, count))).rows.map(householdFrom);
  }

  /** Outcomes and issues of one page, together or not at all. */
  async mark(no: string, outcomes: readonly HouseholdOutcome[], issues: readonly KeptIssue[]): Promise<void> {
    const of = <Key extends keyof HouseholdOutcome>(key: Key) => outcomes.map((outcome) => outcome[key] ?? '');
    const each = <Key extends keyof KeptIssue>(key: Key) => issues.map((issue) => issue[key]);
    await this.within(async (client) => {
      await client.query(markOutcomes(no, ...OUTCOME.map(of)));
      if (issues.length > 0)
        await client.query(
          addIssues(no, each('part'), each('row'), each('column'), each('code'), each('message'), each('at'), each('bytes')),
        );
    });
  }

  async advanceUnchanged(no: string, book: string, asOf: string): Promise<void> {
    await this.byPages((after) => advanceUnchanged(no, book, asOf, after, KEYS));
  }

  /** Households that an import of that day, now undone, heard again as they were. */
  async stepBackUnchanged(importId: string, book: string, asOf: string): Promise<void> {
    await this.byPages((after) => stepBackUnchanged(book, asOf, importId, after, KEYS));
  }

  /** Runs of imports that were never started, or will be staged again. */
  async sweep(): Promise<void> {
    await this.pool.query(sweepStaged());
  }

  async forget(no: string): Promise<void> {
    await this.pool.query(forgetStaged(no));
  }

  private async byPages(page: (after: string) => QueryConfig): Promise<void> {
    for (let after: string | null = ''; after !== null;)
      after = (await this.pool.query<{ last: string | null }>(page(after))).rows[0].last;
  }

  private async within<Value>(work: (client: PoolClient) => Promise<Value>): Promise<Value> {
    const client = await this.pool.connect();
    let broken = true;
    try {
      await client.query('begin');
      const value = await work(client);
      await client.query('commit');
      broken = false;
      return value;
    } finally {
      client.release(broken);
    }
  }
}
