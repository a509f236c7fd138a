import { readFileSync } from 'node:fs';
import { UsageError } from './exit-codes';

/** The text of a file that an option names. @throws UsageError when there is none to read. */
export const textIn = (file: string, option: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (fault) {
    throw new UsageError(`${option}: ${file} cannot be read (${(fault as { code?: string }).code})`);
  }
};
