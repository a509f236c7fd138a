import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const SQL = join(__dirname, 'sql');
const read = (name: string): string => readFileSync(join(SQL, `${name}.sql`), 'utf8');

/** A statement of sql/, prepared once a connection under its file's name. */
export const statement = (name: string) => {
  const text = read(name);
  return (...values: unknown[]) => ({ name: `log/${name}`, text, values });
};

/** Several commands in one round trip; cannot be prepared. */
export const script = (name: string): string => read(name);
