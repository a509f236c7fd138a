import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { tableRows } from './rows';
import type { FoldedHousehold } from './rows';

// Rows of new households as COPY's text. Columns are those of the table, in the order of the row's fields (rows.ts).

const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };
const escaped = (text: string): string => text.replace(/[\\\t\n\r]/g, (found) => escapes[found] as string);

const fieldOf = (value: unknown): string => {
  if (value === null || value === undefined) return '\\N';
  if (typeof value === 'string') return escaped(value);
  // JSON writes control characters as escapes of its own, so only their backslashes are left.
  if (typeof value === 'object') return JSON.stringify(value).replaceAll('\\', '\\\\');
  return String(value);
};

const copy = async (client: PoolClient, table: string, rows: readonly object[]): Promise<void> => {
  if (rows.length === 0) return;
  const lines = rows.map((row) => `${Object.values(row).map(fieldOf).join('\t')}\n`);
  const stream = client.query(copyFrom(`copy ${table} (${Object.keys(rows[0] as object).join(', ')}) from stdin`));
  await new Promise<void>((resolve, reject) => {
    stream.on('error', reject);
    stream.on('finish', resolve);
    stream.end(lines.join(''));
  });
};

/** Adds the rows of households that the tables do not hold yet, without a look; the search path says where. */
export const copyHouseholds = async (client: PoolClient, folded: readonly FoldedHousehold[]): Promise<void> => {
  const { household, poverty, dibao, spans } = tableRows(folded);
  await copy(client, 'household', household);
  await copy(client, 'poverty_registry', poverty);
  await copy(client, 'dibao_registry', dibao);
  await copy(client, 'person_span', spans);
};
