import { join } from 'node:path';
import { HubError } from '@xianjie/domain';
import { statementsIn } from '@xianjie/log';
import type { Pool, QueryResultRow } from 'pg';

export const statement = statementsIn(join(__dirname, 'sql'), 'messaging');

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
