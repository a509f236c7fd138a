import type { Encoding } from './encoding';
import { firstBadByte } from './encoding';
import { cellsOf } from './csv-record';
import { UNREADABLE } from './decoded-csv';
import { RecordScanner, textEnd } from './scan-records';

/** The cells of one row, or why it has none. `row` counts from 1 in its sheet; `start` and `end` are bytes of the buffer that was read. */
export type DecodedRow = Readonly<{
  row: number;
  start: number;
  end: number;
  cells: readonly string[];
  issue: DecodeIssue | null;
}>;
export type DecodeIssue = Readonly<{
  code: 'unreadable-encoding' | 'broken-row' | 'wrong-column-count' | 'cut-off';
  message: string;
}>;

const strict = {
  'utf-8': new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }),
  gb18030: new TextDecoder('gb18030', { fatal: true }),
};

const decoded = (bytes: Buffer, encoding: Encoding): string | null => {
  try {
    return strict[encoding].decode(bytes);
  } catch {
    return null;
  }
};

const issueOf = (cells: readonly string[] | null, width: number, ended: boolean): DecodeIssue | null => {
  if (cells === null) return { code: 'broken-row', message: 'a quote is never closed' };
  if (cells[0]?.startsWith(UNREADABLE)) return { code: 'broken-row', message: 'the line is no JSON object in UTF-8' };
  // Excel drops empty cells at the end of a row, and some exporters add one comma; both lose nothing.
  const surplus = cells.slice(width).every((cell) => cell === '');
  if (cells.length >= width && surplus) return null;
  const message = `${cells.length} columns where the heading has ${width}`;
  return ended
    ? { code: 'cut-off', message: `the file ends inside this row: ${message}` }
    : { code: 'wrong-column-count', message };
};

/** Decodes the records in `bytes`; `width` 0 leaves the number of columns unchecked. `fileEnds`: these are the last bytes of the file. */
export const decodeRows = (
  bytes: Buffer,
  encoding: Encoding,
  { firstRow, width, fileEnds }: Readonly<{ firstRow: number; width: number; fileEnds: boolean }>,
): DecodedRow[] => {
  const rows: DecodedRow[] = [];
  const scanner = new RecordScanner(
    (buffer, record) => {
      const text = buffer.subarray(record.start, textEnd(buffer, record));
      const line = decoded(text, encoding);
      const place = { row: record.row, start: record.start, end: record.end };
      if (line === null) {
        const message = `byte ${(firstBadByte(text, encoding) ?? 0) + 1} of the row is not ${encoding.toUpperCase()}`;
        rows.push({ ...place, cells: [], issue: { code: 'unreadable-encoding', message } });
        return;
      }
      const cells = cellsOf(line);
      const issue = width === 0 ? null : issueOf(record.open ? null : cells, width, fileEnds && record.last);
      rows.push({ ...place, cells: cells ?? line.split(','), issue });
    },
    0,
    firstRow,
  );
  scanner.feed(bytes);
  scanner.end();
  return rows;
};

/** Rows that say nothing of a household: blank ones and totals. They are skipped, outside the rows read (S-8). */
export const isSkipped = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell.trim() === '') ||
  cells.slice(0, 3).some((cell) => /^\s*(合\s*计|总\s*计|小\s*计|共\s*计|合\s*計|總\s*計|小\s*計)/.test(cell));
