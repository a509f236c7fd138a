import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFault } from '../exit-codes';

const lockOf = (dir: string): string => join(dir, 'up.pid');

/** A number that a dead `up` left may belong to another program by now. */
const isAnUp = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    const command = `/proc/${pid}/cmdline`;
    return !existsSync('/proc') || /apps[/]ops[/]main\.js|xianjie/.test(readFileSync(command, 'utf8'));
  } catch {
    return false;
  }
};

const take = (lock: string): boolean => {
  try {
    writeFileSync(lock, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (fault) {
    if ((fault as { code?: string }).code === 'EEXIST') return false;
    throw fault;
  }
};

/**
 * One hub over one data folder: two would start two Postgres over the same files. Answers how to give it back.
 * @throws CommandFault while another `up` or `demo` lives.
 */
export const holdDataFolder = (dir: string): (() => void) => {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lock = lockOf(dir);
  if (!take(lock)) {
    const holder = Number(readFileSync(lock, 'utf8'));
    if (holder !== process.pid && isAnUp(holder))
      throw new CommandFault(`a hub runs over ${dir} already (process ${holder}): end it first, or give --data another folder`);
    rmSync(lock, { force: true });
    if (!take(lock)) throw new CommandFault(`another hub was just started over ${dir}`);
  }
  return () => rmSync(lock, { force: true });
};
