import { existsSync, renameSync } from 'node:fs';
import { sizeOf } from './size-of';

/** Bytes at which a log gives place to a new one, and how many before it are kept: with four logs and three parts below a gigabyte. */
const LARGEST = 32 * 2 ** 20;
const KEPT = 3;

/** To be called before a line is written, or before a process gets the file: a log that is full is `.1` from now on, `.1` is `.2`, and so on. */
export const rotateLog = (file: string, largest = LARGEST): void => {
  if (sizeOf(file) < largest) return;
  for (let age = KEPT; age >= 1; age -= 1) {
    const older = age === 1 ? file : `${file}.${age - 1}`;
    if (existsSync(older)) renameSync(older, `${file}.${age}`);
  }
};
