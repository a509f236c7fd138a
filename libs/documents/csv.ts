import { parse } from 'csv-parse/sync';

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** One record of the canonical form (S-23): RFC 4180, quotes only where needed, without its line end. */
export const csvRecord = (cells: readonly string[]): string => cells.map(quoted).join(',');

/** A whole canonical file: LF after every record, no byte-order mark. */
export const csvFile = (records: readonly string[]): Buffer =>
  Buffer.from(records.map((record) => `${record}\n`).join(''), 'utf8');

/** Reads a canonical file; every record as its cells, the heading first. */
export const readCsv = (bytes: Uint8Array): string[][] =>
  parse(Buffer.from(bytes), { relaxColumnCount: true, recordDelimiter: '\n' }) as string[][];
