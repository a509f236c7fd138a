import { isDatabaseAway } from '@xianjie/log';
import type { Pool, PoolClient } from 'pg';
import { EventNotApplicable, ViewsUnavailable } from './faults';
import { tableRows } from './rows';
import type { FoldedHousehold, TableRows } from './rows';
import { sql } from './sql-files';
import type { StateCache } from './state-cache';

// Whole households between the tables of the views and the folds.

export type Offset = Readonly<{ topic: string; partition: number; next: string }>;

const PROJECTION = 'household';
const TABLES = ['poverty_registry', 'dibao_registry', 'person_span'] as const;
// A data exception: Postgres refuses a value (a NUL in a text, a day that does not exist). Trying again changes nothing.
const REFUSED_VALUE = /^22/;

/** The fault of a value that the tables do not take; null for any other. The value is not told. */
export const refusedValues = (fault: unknown): EventNotApplicable | null => {
  const code = (fault as { code?: unknown }).code;
  if (typeof code !== 'string' || !REFUSED_VALUE.test(code) || code.length !== 5) return null;
  return new EventNotApplicable(`the views refuse a value (SQLSTATE ${code})`, { cause: fault });
};

const asFault = (fault: unknown): unknown => {
  if (isDatabaseAway(fault)) return new ViewsUnavailable('Postgres did not answer for the views', { cause: fault });
  return refusedValues(fault) ?? fault;
};

/**
 * One transaction over the views. A swap holds the lock alone (postgres-rebuild.ts); batches share it.
 * @throws ViewsUnavailable: whether it committed is not known.
 */
export const inViews = async <Answer>(pool: Pool, work: (client: PoolClient) => Promise<Answer>): Promise<Answer> => {
  const client = await pool.connect().catch((fault: unknown) => {
    throw asFault(fault);
  });
  // A connection that dies between two questions says so here; unheard, it would end the process. The next question fails.
  let broken = false;
  const onError = (): void => void (broken = true);
  client.on('error', onError);
  try {
    await client.query('begin');
    await client.query("select pg_advisory_xact_lock_shared(hashtext('xianjie.views'))");
    await client.query('set local search_path to views');
    const answer = await work(client);
    await client.query('commit');
    return answer;
  } catch (fault) {
    await client.query('rollback').catch(onError);
    throw asFault(fault);
  } finally {
    client.off('error', onError);
    client.release(broken);
  }
};

export const loadHouseholds = async (
  client: PoolClient,
  cache: StateCache,
  ids: readonly string[],
): Promise<Map<string, FoldedHousehold>> => {
  const stored = await client.query<{ id: string; version: number }>(
    'select household_id as id, version from views.household where household_id = any($1)',
    [[...new Set(ids)]],
  );
  const loaded = new Map<string, FoldedHousehold>();
  const missing: string[] = [];
  for (const { id, version } of stored.rows) {
    const cached = cache.get(id, version);
    if (cached) loaded.set(id, cached);
    else missing.push(id);
  }
  if (missing.length === 0) return loaded;
  const states = await client.query<FoldedHousehold & { position: string }>(
    'select household_id as household, version, position, county, state from views.household where household_id = any($1)',
    [missing],
  );
  for (const row of states.rows) loaded.set(row.household, { ...row, position: Number(row.position) });
  return loaded;
};

/** @throws EventNotApplicable: rows are a pure function of the state. */
const rowsOf = (folded: readonly FoldedHousehold[]): TableRows => {
  try {
    return tableRows(folded);
  } catch (cause) {
    throw new EventNotApplicable('no rows can be made of the state after it', { cause });
  }
};

/** Writes the rows of whole households; the search path says where. Rows of a household that was not newer are left alone. */
export const writeHouseholds = async (client: PoolClient, folded: readonly FoldedHousehold[]): Promise<void> => {
  if (folded.length === 0) return;
  const newer = await client.query<{ household_id: string }>(sql('upsert-households'), [
    JSON.stringify(rowsOf(folded).household),
  ]);
  const written = new Set(newer.rows.map(({ household_id }) => household_id));
  const { poverty, dibao, spans } = rowsOf(folded.filter(({ household }) => written.has(household)));
  for (const table of TABLES) await client.query(`delete from ${table} where household_id = any($1)`, [[...written]]);
  if (poverty.length > 0) await client.query(sql('insert-poverty'), [JSON.stringify(poverty)]);
  if (dibao.length > 0) await client.query(sql('insert-dibao'), [JSON.stringify(dibao)]);
  if (spans.length > 0) await client.query(sql('insert-spans'), [JSON.stringify(spans)]);
};

export const storeOffsets = async (client: PoolClient, offsets: readonly Offset[]): Promise<void> => {
  for (const { topic, partition, next } of offsets)
    await client.query(
      `insert into offsets (projection, topic, partition, next_offset) values ($1, $2, $3, $4)
       on conflict (projection, topic, partition) do update set next_offset = greatest(offsets.next_offset, excluded.next_offset)`,
      [PROJECTION, topic, partition, next],
    );
};

/** @throws ViewsUnavailable. */
export const storedOffsets = async (pool: Pool, topic: string): Promise<readonly Offset[]> => {
  const text = 'select partition, next_offset::text as next from views.offsets where projection = $1 and topic = $2';
  const { rows } = await pool.query<{ partition: number; next: string }>(text, [PROJECTION, topic]).catch((fault: unknown) => {
    throw asFault(fault);
  });
  return rows.map(({ partition, next }) => ({ topic, partition, next }));
};
