import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { BinaryRows } from './postgres-binary-rows';
import type { Columns } from './postgres-binary-rows';
import { tableRows } from './rows';
import type { FoldedHousehold } from './rows';

// Rows of new households, as COPY takes them: columns by the names of the rows' fields (rows.ts), types by the tables (migrations 06xx).

const place = { county: 'text', division: 'text' } as const;
const TABLES = {
  household: {
    ...{ household_id: 'text', version: 'int', position: 'bigint', ...place, registry_status: 'text', superseded_by: 'text' },
    state: 'json',
  },
  poverty_registry: {
    ...{ household_id: 'text', registry_no: 'text', ...place, status: 'text', identified_on: 'date', planned_year: 'int' },
    ...{ exit_year: 'int', exit_on: 'date', relapsed_on: 'date', removed_on: 'date', members: 'int' },
  },
  dibao_registry: {
    ...{ household_id: 'text', case_key: 'text', case_no: 'text', programme: 'text', ...place, status: 'text', class: 'text' },
    ...{ monthly_benefit_fen: 'bigint', granted_from: 'text', stopped_from: 'text', left_file: 'text', covered: 'int' },
    ...{ open_review: 'text', review_due_on: 'date', reviewed_on: 'date' },
  },
  person_span: {
    ...{ household_id: 'text', person: 'text', system: 'text', programme: 'text', ...place, from_on: 'date', to_on: 'date' },
  },
} as const satisfies Readonly<Record<string, Columns>>;

export type TableName = keyof typeof TABLES;
/** One binary COPY a table. */
export type EncodedRows = Readonly<Record<TableName, Uint8Array>>;

// Megabytes of new memory a page would have each thread's whole heap looked through at every second page.
const spare = new Map<string, ArrayBuffer[]>();

/** To hand the rows to another thread without a copy. */
export const memoryOf = (rows: EncodedRows): ArrayBuffer[] => Object.values(rows).map(({ buffer }) => buffer as ArrayBuffer);

/** Gives the memory of rows that are stored to the next ones; what is in them is then lost. */
export const reuse = (rows: EncodedRows): void => {
  for (const [table, { buffer }] of Object.entries(rows)) spare.set(table, [...(spare.get(table) ?? []), buffer as ArrayBuffer]);
};

/** Household after household: no state is kept longer than its rows are written. */
export class EncodedHouseholds {
  private readonly tables = Object.entries(TABLES).map(
    ([table, columns]) => [table, new BinaryRows(columns, spare.get(table)?.pop())] as const,
  );

  /** @throws RangeError for a value that its column cannot hold. */
  add(folded: FoldedHousehold): void {
    const { household, poverty, dibao, spans } = tableRows([folded]);
    const rows: Readonly<Record<string, readonly object[]>> = {
      ...{ household, poverty_registry: poverty, dibao_registry: dibao, person_span: spans },
    };
    for (const [table, binary] of this.tables) for (const row of rows[table]!) binary.add(row as Record<string, unknown>);
  }

  finish(): EncodedRows {
    return Object.fromEntries(this.tables.map(([table, rows]) => [table, rows.finish()])) as EncodedRows;
  }
}

/** Adds rows of households that the tables do not hold yet, without a look; the search path says where. */
export const copyEncoded = async (client: PoolClient, rows: EncodedRows): Promise<void> => {
  for (const [table, bytes] of Object.entries(rows)) {
    const columns = Object.keys(TABLES[table as TableName]).join(', ');
    const stream = client.query(copyFrom(`copy ${table} (${columns}) from stdin (format binary)`));
    await new Promise<void>((resolve, reject) => {
      stream.on('error', reject);
      stream.on('finish', resolve);
      stream.end(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    });
  }
};

export const copyHouseholds = async (client: PoolClient, folded: readonly FoldedHousehold[]): Promise<void> => {
  const households = new EncodedHouseholds();
  for (const one of folded) households.add(one);
  const rows = households.finish();
  await copyEncoded(client, rows);
  reuse(rows);
};
