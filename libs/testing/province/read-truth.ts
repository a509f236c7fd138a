import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Truth } from './truth';

const LISTS = ['lists', 'listsAfter', 'households', 'persons', 'events', 'errors'] as const;

/** Reads `truth.json` line by line; throws naming the line where the file is not one that `writeProvince` wrote. */
export const readTruth = async (path: string): Promise<Truth> => {
  const truth = { lists: [], listsAfter: [], households: [], persons: [], events: [], errors: [] } as unknown as Truth;
  let into: unknown[] | null = null;
  let number = 0;
  for await (const line of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    number += 1;
    if (number === 1) {
      if (!line.startsWith('{"format":"xianjie-truth/1"')) throw new Error(`${path}, line 1: not a truth file of this version`);
      Object.assign(truth, JSON.parse(`${line.replace(/,$/, '')}}`));
    } else if (line.startsWith('"')) {
      const name = LISTS.find((each) => line === `"${each}":[`);
      if (name === undefined) throw new Error(`${path}, line ${number}: unknown list ${line.slice(0, 20)}`);
      into = truth[name];
    } else if (line.startsWith(']')) into = null;
    else if (into === null) throw new Error(`${path}, line ${number}: a record outside a list`);
    else into.push(JSON.parse(line.startsWith(',') ? line.slice(1) : line));
  }
  if (number === 0 || into !== null) throw new Error(`${path}: cut off after line ${number}`);
  return truth;
};
