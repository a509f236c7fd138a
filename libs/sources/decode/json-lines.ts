import { RecordScanner, textEnd } from './scan-records';
import { UNREADABLE, decodedLine, numericCell } from './decoded-csv';

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numericCell(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const objectIn = (line: string): Record<string, unknown> | null => {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, unknown>) : null;
  } catch {
    return null;
  }
};

const lineOf = (row: Record<string, unknown>, columns: readonly string[]): string => {
  try {
    return decodedLine(columns.map((column) => cellText(row[column])));
  } catch {
    // Nested deeper than JSON can be written again.
    return decodedLine([UNREADABLE]);
  }
};

/** One object a line; the keys of the first name the columns. Line n of the file is row n + 1, for the heading takes row 1. */
export async function* jsonLines(bytes: AsyncIterable<Buffer>): AsyncIterable<string> {
  let columns: readonly string[] | null = null;
  let lines: string[] = [];
  const strict = new TextDecoder('utf-8', { fatal: true });
  const scanner = new RecordScanner(
    (buffer, record) => {
      let row: Record<string, unknown> | null = null;
      try {
        row = objectIn(strict.decode(buffer.subarray(record.start, textEnd(buffer, record))));
      } catch {
        // Not UTF-8: the line below says so.
      }
      if (row === null) return void lines.push(decodedLine([UNREADABLE]));
      if (columns === null) lines.push(decodedLine((columns = Object.keys(row))));
      lines.push(lineOf(row, columns));
    },
    0,
    1,
    { quotes: false },
  );
  for await (const chunk of bytes) {
    scanner.feed(chunk);
    yield lines.join('');
    lines = [];
  }
  scanner.end();
  yield lines.join('');
}
