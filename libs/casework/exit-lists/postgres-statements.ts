import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A statement of sql/, prepared once a connection under its file's name. */
export const statement = (name: string) => {
  const text = readFileSync(join(__dirname, 'sql', `${name}.sql`), 'utf8');
  return (...values: unknown[]) => ({ name: `exit-lists/${name}`, text, values });
};
