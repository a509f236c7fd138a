import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { HubError } from '@xianjie/domain';
import type { Pool, QueryResultRow } from 'pg';

/** A statement of libs/messaging/sql, prepared once a connection. */
export const statement = (name: string) => {
  const text = readFileSync(join(__dirname, 'sql', `${name}.sql`), 'utf8');
  return (...values: unknown[]) => ({ name: `messaging/${name}`, text, values });
};

/** The database does not answer; it may later. */
export class MessagingStoreUnavailable extends HubError {
  readonly code = 'messaging-store-unavailable';
  readonly retryable = true;
}

// Class 22 and 23 refuse values, 42 is a wrong statement: trying again helps none of them. The rest is the connection or the server.
const FINAL = /^(22|23|42)/;

export const ask = async <Row extends QueryResultRow>(
  pool: Pool,
  query: ReturnType<ReturnType<typeof statement>>,
): Promise<Row[]> => {
  try {
    return (await pool.query<Row>(query)).rows;
  } catch (cause) {
    if (FINAL.test((cause as { code?: string }).code ?? '')) throw cause;
    throw new MessagingStoreUnavailable(`Postgres did not answer ${query.name}`, { cause });
  }
};
