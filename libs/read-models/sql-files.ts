import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { statementsIn } from '@xianjie/log';

const SQL = join(__dirname, 'sql');

/** A statement of libs/read-models/sql, read once. Tables are unqualified: the search path says live or shadow. */
export const sql = (name: string): string => readFileSync(join(SQL, `${name}.sql`), 'utf8');

/** One that is sent again and again: prepared once a connection, and again when the search path has changed. */
export const statement = statementsIn(SQL, 'views');
