import { isDatabaseAway } from '@xianjie/log';
import type { Pool, PoolClient, QueryResult } from 'pg';
import { EventNotApplicable, ViewsUnavailable } from './faults';
import { tableRows } from './rows';
import type { FoldedHousehold, TableRows } from './rows';
import { statement } from './sql-files';
import type { StateCache } from './state-cache';

// Whole households between the tables of the views and the folds.

/** `lastSentAt`: of the message before `next`, as Kafka counts it. */
export type Offset = Readonly<{ topic: string; partition: number; next: string; lastSentAt?: string | null }>;

const PROJECTION = 'household';
const readVersions = statement('read-versions');
const readStates = statement('read-states');
const writeRows = statement('write-households');
const writeOffsets = statement('write-offsets');
// No parameters, so that one message does for all four.
const BEGIN = [
  'begin',
  "select pg_advisory_xact_lock_shared(hashtext('xianjie.views'))",
  'set local search_path to views',
  "select 'household'::regclass::oid::text as table",
].join('; ');
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
 * One transaction over the views. A swap holds the lock alone (postgres-rebuild.ts); batches share it. `table`: the oid of the households'
 * table, another one after a swap.
 * @throws ViewsUnavailable: whether it committed is not known.
 */
export const inViews = async <Answer>(
  pool: Pool,
  work: (client: PoolClient, table: string) => Promise<Answer>,
): Promise<Answer> => {
  const client = await pool.connect().catch((fault: unknown) => {
    throw asFault(fault);
  });
  // A connection that dies between two questions says so here; unheard, it would end the process. The next question fails.
  let broken = false;
  const onError = (): void => void (broken = true);
  client.on('error', onError);
  try {
    // pg answers a text of several statements with a list of results, which its types leave out.
    const begun = (await client.query(BEGIN)) as unknown as readonly QueryResult<{ table: string }>[];
    const answer = await work(client, begun.at(-1)!.rows[0]!.table);
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
  const stored = await client.query<{ id: string; version: number }>(readVersions([...new Set(ids)]));
  const loaded = new Map<string, FoldedHousehold>();
  const missing: string[] = [];
  for (const { id, version } of stored.rows) {
    const cached = cache.get(id, version);
    if (cached) loaded.set(id, cached);
    else missing.push(id);
  }
  if (missing.length === 0) return loaded;
  const states = await client.query<FoldedHousehold & { position: string }>(readStates(missing));
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
  const { household, poverty, dibao, spans } = rowsOf(folded);
  const rows = [household, poverty, dibao, spans].map((table) => JSON.stringify(table));
  const ids = folded.map((one) => one.household);
  await client.query(writeRows(...rows, ids));
};

export const storeOffsets = async (client: PoolClient, offsets: readonly Offset[]): Promise<void> => {
  const [topics, partitions, next, sent] = [
    offsets.map(({ topic }) => topic),
    offsets.map(({ partition }) => partition),
    offsets.map((o) => o.next),
    offsets.map(({ lastSentAt }) => lastSentAt ?? null),
  ];
  await client.query(writeOffsets(PROJECTION, topics, partitions, next, sent));
};

/** @throws ViewsUnavailable. */
export const forgetOffset = async (pool: Pool, topic: string, partition: number): Promise<void> => {
  const text = 'delete from views.offsets where projection = $1 and topic = $2 and partition = $3';
  await pool.query(text, [PROJECTION, topic, partition]).catch((fault: unknown) => {
    throw asFault(fault);
  });
};

/** @throws ViewsUnavailable. */
export const storedOffsets = async (pool: Pool, topic: string): Promise<readonly Offset[]> => {
  const text = `select topic, partition, next_offset::text as next, last_sent_at::text as "lastSentAt"
    from views.offsets where projection = $1 and topic = $2`;
  const { rows } = await pool.query<Offset>(text, [PROJECTION, topic]).catch((fault: unknown) => {
    throw asFault(fault);
  });
  return rows;
};
