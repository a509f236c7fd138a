import { RestoreUnfinished } from './faults';
import { runOnPostgres } from './postgres-server';

// A restore makes the tables first and fills them in one transaction. Killed in between, it would leave what any hub takes for a database
// that is new: it would begin a second history in it. So a table stands there from before the first migration until the rows are committed.

const MARK = 'public.unfinished_restore';
export const BEGIN_RESTORE = `create table if not exists ${MARK} ()`;
export const END_RESTORE = `drop table ${MARK}`;

export const isRestoreUnfinished = async (databaseUrl: string): Promise<boolean> => {
  const [found] = await runOnPostgres(databaseUrl, `select to_regclass('${MARK}') is not null as is_there`);
  return found?.is_there === true;
};

/** @throws RestoreUnfinished */
export const requireRestored = async (databaseUrl: string): Promise<void> => {
  if (await isRestoreUnfinished(databaseUrl))
    throw new RestoreUnfinished('a restore into this database was cut off, and its rows are not there: restore the backup again');
};
