import { RecordScanner, textEnd } from './scan-records';
import { optionalColumns } from '../columns/mapping';
import type { Mapping } from '../columns/mapping';
import { codeWord } from '../values/codes';
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

/** The first line's keys, and what only some lines have: a day of death stands where somebody died. */
const columnsFrom = (first: Record<string, unknown>, mapping: Mapping): readonly string[] => {
  const keys = Object.keys(first);
  const words = new Set(keys.map(codeWord));
  return [
    ...keys,
    ...optionalColumns.filter((column) => !words.has(codeWord(column)) && !Object.hasOwn(mapping.columns, column)),
  ];
};

/** One object a line; the keys of the first name the columns. Line n of the file is row n + 1, for the heading takes row 1. */
export async function* jsonLines(bytes: AsyncIterable<Buffer>, mapping: Mapping): AsyncIterable<string> {
  let columns: readonly string[] | null = null;
  let lines: string[] = [];
  const strict = new TextDecoder('utf-8', { fatal: true });
  const scanner = new RecordScanner(
    (buffer, record) => {
      let row: Record<string, unknown> | null = null;
      try {
        const text = strict.decode(buffer.subarray(record.start, textEnd(buffer, record)));
        // A blank row, as in every format (S-8).
        if (text.trim() === '') return void lines.push('\n');
        row = objectIn(text);
      } catch {
        // Not UTF-8: the line below says so.
      }
      if (row === null) return void lines.push(decodedLine([UNREADABLE]));
      if (columns === null) lines.push(decodedLine((columns = columnsFrom(row, mapping))));
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
