import type { PoolClient } from 'pg';
import { sql } from './sql-files';

// Tables like the live ones, in a schema of their own: filled without indexes, indexed at once, compared, put in their place.

export const SHADOW = 'views_rebuild';
/** Every table of the views but the offsets; `household` holds the versions that guard the others. */
export const VIEW_TABLES = ['household', 'poverty_registry', 'dibao_registry', 'person_span'] as const;

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

/** The keys and indexes of the live tables, under their names. Built over all rows they cost a third of being kept row by row. */
export const indexTables = async (client: PoolClient, schema: string, tables: readonly string[]): Promise<void> => {
  const { rows } = await client.query<Index>(sql('indexes-of'), [tables]);
  for (const { table, name, constraint, definition } of rows)
    await client.query(
      constraint === null
        ? definition.replace(' ON views.', ` ON "${schema}".`)
        : `alter table "${schema}".${table} add constraint ${name} ${constraint}`,
    );
};

const digestSql = (schema: string, table: string, which: string): string =>
  `select county, count(*) || ':' || coalesce(sum(hash_record_extended(one, 0)), 0) as digest
   from ${schema}.${table} one where ${which} group by county`;

/** Counts and digests county by county; a digest is a sum over row hashes, so it does not depend on their order. */
const compare = async (
  client: PoolClient,
  tables: readonly string[],
  { first = '', which, values = [] }: Readonly<{ first?: string; which: string; values?: readonly unknown[] }>,
): Promise<readonly CountyDifference[]> => {
  const differences: CountyDifference[] = [];
  for (const table of tables) {
    const { rows } = await client.query<CountyDifference>(
      `${first} select county, coalesce(live.digest, 'absent') as live, coalesce(made.digest, 'absent') as rebuilt
       from (${digestSql('views', table, which)}) live full join (${digestSql(SHADOW, table, which)}) made using (county)
       where live.digest is distinct from made.digest order by county`,
      [...values],
    );
    differences.push(...rows.map((row) => ({ ...row, table })));
  }
  return differences;
};

/** All but the households that the live views and the shadow hold at different versions; one statement a table sees one moment. */
export const compareSettled = (client: PoolClient, tables: readonly string[]): Promise<readonly CountyDifference[]> =>
  compare(client, tables, {
    first: `with moving as (${sql('households-moving')})`,
    which: 'not exists (select from moving where moving.household = one.household_id)',
  });

export const compareHouseholds = (
  client: PoolClient,
  tables: readonly string[],
  households: readonly string[],
): Promise<readonly CountyDifference[]> => compare(client, tables, { which: 'household_id = any($1)', values: [households] });

export const swapShadow = async (client: PoolClient, tables: readonly string[]): Promise<void> => {
  for (const table of tables) {
    await client.query(`drop table views.${table}`);
    await client.query(`alter table ${SHADOW}.${table} set schema views`);
  }
};
