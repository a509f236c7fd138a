import { RecordScanner } from '../decode/scan-records';
import type { ScannedRecord } from '../decode/scan-records';
import type { ImportPart } from '../imports/import';
import type { KeptFile } from '../kept/kept-file';
import type { RecordBlanker } from './blank-record';
import type { PersonInClear } from './erased-rows';
import { soundNumberOf } from './erased-rows';
import type { RunOfPart } from './postgres-rewrites';
import type { Patch } from './rewrite-kept-file';

/**
 * Digits are ASCII in every encoding that is read: a row without any of these is nobody's who is erased, but for those spelt otherwise
 * (`isOdd`). Of 18 characters the last may be a small x; 15 digits are the older form.
 */
export const needlesOf = (persons: readonly PersonInClear[]): readonly Buffer[] => {
  const numbers = persons.flatMap((person) => person.numbers.flatMap((number) => soundNumberOf(number) ?? []));
  const whole = numbers.map((number) => (number.length === 18 ? number.slice(0, 17) : number));
  const older = numbers.filter((number) => number.length === 18).map((number) => number.slice(0, 6) + number.slice(8, 17));
  const records = persons.flatMap((person) => person.records);
  return [...new Set([...whole, ...older, ...records])].map((text) => Buffer.from(text));
};

/** Full-width digits, and digits with blanks (of every width) or apostrophes between them or before a letter O; in UTF-8 or GB18030. */
const ODD =
  /\xef\xbc[\x90-\x99]|\xa3[\xb0-\xb9]|\d(?:[\s'"`]|\xc2[\xa0\xb4]|\xe2\x80[\x80-\xaf]|\xe3\x80\x80|\xef\xbb\xbf|\xa1[\xa1\xae-\xb1])+\d|\d[Oo]/;
const isOdd = (record: Buffer): boolean => ODD.test(record.toString('latin1'));

/** Every record of the part that bears one of the needles, blanked where it is an erased person's. */
export const patchesInFile = async (
  file: KeptFile,
  { rowsFrom, headingRow }: ImportPart,
  needles: readonly Buffer[],
  blanker: RecordBlanker,
): Promise<readonly Patch[]> => {
  const patches: Patch[] = [];
  const take = (bytes: Buffer, { start, end, row }: ScannedRecord, at: number): void => {
    const record = bytes.subarray(start, end);
    if (!needles.some((needle) => record.includes(needle)) && !isOdd(record)) return;
    const blanked = blanker.blank(record);
    if (blanked !== null) patches.push({ ...blanked, at, row });
  };
  const scanner = new RecordScanner(take, rowsFrom, headingRow + 1);
  for await (const chunk of file.stream(rowsFrom)) scanner.feed(chunk);
  scanner.end();
  return patches;
};

/** The same for rows whose places are known. */
export const patchesInRuns = async (
  file: KeptFile,
  runs: readonly RunOfPart[],
  blanker: RecordBlanker,
): Promise<readonly Patch[]> => {
  const patches = new Map<number, Patch>();
  for (const run of runs) {
    const take = (bytes: Buffer, { start, end, row }: ScannedRecord, at: number): void => {
      const blanked = blanker.blank(bytes.subarray(start, end));
      if (blanked !== null) patches.set(at, { ...blanked, at, row });
    };
    const scanner = new RecordScanner(take, run.at, run.row);
    scanner.feed(await file.read(run.at, run.bytes));
    scanner.end();
  }
  return [...patches.values()].toSorted((a, b) => a.at - b.at);
};

/** Whether any needle stands anywhere in the file. */
export const bearsAny = async (file: KeptFile, needles: readonly Buffer[]): Promise<boolean> => {
  const longest = Math.max(0, ...needles.map(({ length }) => length));
  let tail: Buffer = Buffer.alloc(0);
  for await (const piece of file.stream()) {
    const bytes = Buffer.concat([tail, piece]);
    if (needles.some((needle) => bytes.includes(needle))) return true;
    tail = Buffer.from(bytes.subarray(Math.max(0, bytes.length - longest + 1)));
  }
  return false;
};
