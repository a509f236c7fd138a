import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A statement of libs/read-models/sql, read once. Tables are unqualified: the search path says live or shadow. */
export const sql = (name: string): string => readFileSync(join(__dirname, 'sql', `${name}.sql`), 'utf8');
