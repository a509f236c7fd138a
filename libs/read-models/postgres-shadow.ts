import type { PoolClient } from 'pg';
import { sql } from './sql-files';

// Tables like the live ones, in a schema of their own: filled without indexes, indexed at once, compared, put in their place.

export const SHADOW = 'views_rebuild';
/** Every table of the views but the offsets; `household` holds the versions that guard the others. */
export const VIEW_TABLES = ['household', 'poverty_registry', 'dibao_registry', 'person_span'] as const;

/** For sorting an index; the usual 64 MB send a million households to disk several times over. */
const SORT_MEMORY = '256MB';

export type CountyDifference = Readonly<{ table: string; county: string; live: string; rebuilt: string }>;

export const dropShadow = async (client: PoolClient): Promise<void> => {
  await client.query(`drop schema if exists ${SHADOW} cascade`);
};

export const makeShadow = async (client: PoolClient, tables: readonly string[]): Promise<void> => {
  await dropShadow(client);
  await makeTables(client, SHADOW, tables);
};

/** A schema with tables like the live ones, without keys and indexes. */
export const makeTables = async (client: PoolClient, schema: string, tables: readonly string[]): Promise<void> => {
  await client.query(`create schema "${schema}"`);
  for (const table of tables)
    await client.query(`create table "${schema}".${table} (like views.${table} including all excluding indexes)`);
};

type Index = Readonly<{ table: string; name: string | null; constraint: string | null; definition: string }>;

/**
 * The keys and indexes of the live tables, under their names. Built over all rows they cost a third of being kept row by row. In the
 * caller's transaction: the memory for sorting is lent until its end.
 */
export const indexTables = async (client: PoolClient, schema: string, tables: readonly string[]): Promise<void> => {
  await client.query(`set local maintenance_work_mem to '${SORT_MEMORY}'`);
  const { rows } = await client.query<Index>(sql('indexes-of'), [tables]);
  for (const { table, name, constraint, definition } of rows)
    await client.query(
      constraint === null
        ? definition.replace(' ON views.', ` ON "${schema}".`)
        : `alter table "${schema}".${table} add constraint ${name} ${constraint}`,
    );
};

/** Versions; null where a side does not have the household. */
export type Behind = Readonly<{ household: string; live: number | null; made: number | null; lost: boolean }>;

export const behindLive = async (client: PoolClient, among: readonly string[]): Promise<readonly Behind[]> =>
  (await client.query<Behind>(sql('households-moving'), [among])).rows;

/** Of all households, in a transaction of the caller's. */
export const allBehindLive = async (client: PoolClient): Promise<readonly Behind[]> => {
  // In order of the keys each row is another page of the disk: 1.5 million households took ten minutes, and the tables read whole, seconds.
  await client.query('set local enable_mergejoin to off');
  await client.query(`set local work_mem to '${SORT_MEMORY}'`);
  return (await client.query<Behind>(sql('households-moving'), [null])).rows;
};

type Scope = Readonly<{ which: string; values: readonly unknown[] }>;
/** How states are compared: as they are written, or as what they say. */
type StatesAs = 'text' | 'jsonb';

const HASH_OF_STATE: Readonly<Record<StatesAs, string>> = {
  text: 'hashtextextended(state::text, 0)',
  jsonb: 'jsonb_hash_extended(state::jsonb, 0)',
};
const rowSql = (table: string, states: StatesAs): string =>
  table === 'household'
    ? `row(household_id, version, position, county, division, registry_status, superseded_by, ${HASH_OF_STATE[states]})`
    : 'one';

const digestSql = (schema: string, table: string, which: string, states: StatesAs): string =>
  `select county, count(*) || ':' || coalesce(sum(hash_record_extended(${rowSql(table, states)}, 0)), 0) as digest
   from ${schema}.${table} one where ${which} group by county`;

/** Counts and digests county by county; a digest is a sum over row hashes, so it does not depend on their order. */
const compareTable = async (
  client: PoolClient,
  table: string,
  { which, values }: Scope,
  states: StatesAs,
): Promise<readonly CountyDifference[]> => {
  const { rows } = await client.query<Omit<CountyDifference, 'table'>>(
    `select county, coalesce(live.digest, 'absent') as live, coalesce(made.digest, 'absent') as rebuilt
     from (${digestSql('views', table, which, states)}) live full join (${digestSql(SHADOW, table, which, states)}) made using (county)
     where live.digest is distinct from made.digest order by county`,
    [...values],
  );
  return rows.map((row) => ({ ...row, table }));
};

const compare = async (client: PoolClient, tables: readonly string[], scope: Scope): Promise<readonly CountyDifference[]> => {
  const differences: CountyDifference[] = [];
  for (const table of tables) {
    const found = await compareTable(client, table, scope, 'text');
    // The same state may have been written in another order of keys, by another version: then what it says is compared.
    const isOfStates = table === 'household' && found.length > 0;
    differences.push(...(isOfStates ? await compareTable(client, table, scope, 'jsonb') : found));
  }
  return differences;
};

/** `moving`: households that the live views and the shadow held at different versions; they are left out. As of one moment. */
export type Settled = Readonly<{ differences: readonly CountyDifference[]; moving: readonly string[] }>;

export const compareSettled = async (client: PoolClient, tables: readonly string[]): Promise<Settled> => {
  await client.query('begin isolation level repeatable read read only');
  // By its estimates, which leave out that states lie apart from their rows, the planner would let one processor do it.
  await client.query('set local parallel_setup_cost to 0');
  await client.query('set local min_parallel_table_scan_size to 0');
  const moving = (await allBehindLive(client)).map(({ household }) => household);
  // An array and no subquery: only so do several processors share the work.
  const scope = moving.length === 0 ? { which: 'true', values: [] } : { which: 'household_id <> all($1)', values: [moving] };
  const differences = await compare(client, tables, scope);
  await client.query('commit');
  return { differences, moving };
};

export const compareHouseholds = async (
  client: PoolClient,
  tables: readonly string[],
  households: readonly string[],
): Promise<readonly CountyDifference[]> =>
  households.length === 0 ? [] : compare(client, tables, { which: 'household_id = any($1)', values: [households] });

export const swapShadow = async (client: PoolClient, tables: readonly string[]): Promise<void> => {
  for (const table of tables) {
    await client.query(`drop table views.${table}`);
    await client.query(`alter table ${SHADOW}.${table} set schema views`);
  }
};
