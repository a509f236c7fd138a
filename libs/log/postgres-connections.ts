import { DatabaseError } from 'pg';
import type { Pool, PoolClient } from 'pg';
import { HubError } from '@xianjie/domain';
import { LogUnavailable } from './faults';

// Class 08 connection, 57 operator intervention and shutdown, 53 resources, 25P03 idle in transaction, 55P03 lock_timeout; 25006 read-only: a standby to
// which a failover led, or a primary that its operator set so.
const UNAVAILABLE = /^(08|57|53|25P03|25006|55P03)/;
// Another process was first with a command id or a stream, or took locks in another order: the second look finds out.
const RACED = /^(23505|40)/;
const NOT_DATABASE = /^E[A-Z]+$/;

export const isRaced = (fault: unknown): boolean => fault instanceof DatabaseError && RACED.test(fault.code ?? '');

/** The store was reached and refused the values. */
export const isUnstorable = (fault: unknown): boolean =>
  fault instanceof DatabaseError && /^(22|23)/.test(fault.code ?? '') && !isRaced(fault);

// node-postgres reports a broken connection as a plain Error.
const BROKEN = /connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error/i;
const SOCKET = /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|EAI_)/;

/** Whether a fault of any adapter says that Postgres is away, or has no room: the same question may be answered later. */
export const isDatabaseAway = (fault: unknown): boolean => {
  if (!(fault instanceof Error) || fault instanceof HubError) return false;
  const { code } = fault as { code?: unknown };
  // TypeORM hands the code of the driver's error on.
  return typeof code === 'string' ? UNAVAILABLE.test(code) || SOCKET.test(code) : BROKEN.test(fault.message);
};

const isLost = (fault: unknown): boolean => {
  if (fault instanceof DatabaseError) return UNAVAILABLE.test(fault.code ?? '') || isRaced(fault);
  if (!(fault instanceof Error) || fault instanceof HubError) return false;
  const { code } = fault as { code?: unknown };
  return typeof code === 'string' ? NOT_DATABASE.test(code) : /connection|timeout|Client has encountered/i.test(fault.message);
};

/** A fault of the connection or the server becomes LogUnavailable; any other stays what it is. */
export const asFault = (fault: unknown, doing: string): unknown =>
  isLost(fault) ? new LogUnavailable(`the log did not answer while ${doing}`, { cause: fault }) : fault;

/** Lends a connection; one on which something failed is closed, not lent again. */
export const withClient = async <Answer>(
  pool: Pool,
  doing: string,
  work: (client: PoolClient) => Promise<Answer>,
): Promise<Answer> => {
  let client: PoolClient | undefined;
  let broken = true;
  // Without a listener a connection that dies between two queries would end the process.
  const onError = () => undefined;
  try {
    client = await pool.connect();
    client.on('error', onError);
    const answer = await work(client);
    broken = false;
    return answer;
  } catch (fault) {
    throw asFault(fault, doing);
  } finally {
    client?.off('error', onError);
    client?.release(broken);
  }
};
