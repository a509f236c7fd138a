import { rmSync, statSync, writeFileSync } from 'node:fs';
import { CommandFault } from './exit-codes';

/**
 * Writes what a command was asked to put into a file: persons stand in it, so a new one is its owner's alone.
 * @throws CommandFault for a full disk, and nothing is left then: half a list would be taken for one.
 */
export const writeOut = (file: string, content: string | Uint8Array): void => {
  try {
    writeFileSync(file, content, { mode: 0o600 });
  } catch (fault) {
    if ((fault as { syscall?: string }).syscall !== 'write') throw fault;
    if (statSync(file).isFile()) rmSync(file);
    throw new CommandFault(`${file}: ${(fault as Error).message}; nothing was written`, { cause: fault });
  }
};
