import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The statements of a folder: each is read once, and prepared once a connection under the family's and its file's name. */
export const statementsIn = (folder: string, family: string) => (name: string) => {
  const text = readFileSync(join(folder, `${name}.sql`), 'utf8');
  return (...values: unknown[]) => ({ name: `${family}/${name}`, text, values });
};

const SQL = join(__dirname, 'sql');

export const statement = statementsIn(SQL, 'log');

/** Several commands in one round trip; cannot be prepared. */
export const script = (name: string): string => readFileSync(join(SQL, `${name}.sql`), 'utf8');
