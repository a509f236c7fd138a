import { RecordScanner, textEnd } from './scan-records';
import { optionalColumns } from '../columns/mapping';
import type { Mapping } from '../columns/mapping';
import { codeWord } from '../values/codes';
import { UNREADABLE, decodedLine, numericCell } from './decoded-csv';

type Row = Record<string, unknown>;

const cellText = (value: unknown): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numericCell(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  return typeof value === 'string' ? value : JSON.stringify(value);
};

const objectIn = (line: string): Row | null => {
  try {
    const value: unknown = JSON.parse(line);
    return value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Row) : null;
  } catch {
    return null;
  }
};

const lineOf = (row: Row, columns: readonly string[]): string => {
  try {
    return decodedLine(columns.map((column) => cellText(row[column])));
  } catch {
    // Nested deeper than JSON can be written again.
    return decodedLine([UNREADABLE]);
  }
};

/** A program that leaves empty fields out may name a column only where somebody has something in it. */
const HEADING_LINES = 1_000;
const HEADING_BYTES = 1 << 20;

/** The keys of the first lines, and what only some lines of a file have: a day of death stands where somebody died. */
const columnsFrom = (first: readonly Row[], mapping: Mapping): readonly string[] => {
  const keys = [...new Set(first.flatMap((row) => Object.keys(row)))];
  const words = new Set(keys.map(codeWord));
  return [
    ...keys,
    ...optionalColumns.filter((column) => !words.has(codeWord(column)) && !Object.hasOwn(mapping.columns, column)),
  ];
};

/** Lines as they are read, in their order; the first are held back until the columns are known. */
class Lines {
  private columns: readonly string[] | null = null;
  private held: (Row | string)[] = [];
  private heldBytes = 0;
  private out: string[] = [];

  constructor(private readonly mapping: Mapping) {}

  add(line: Row | string, bytes: number): void {
    if (this.columns !== null) return void this.out.push(typeof line === 'string' ? line : lineOf(line, this.columns));
    this.held.push(line);
    this.heldBytes += bytes;
    if (this.held.length >= HEADING_LINES || this.heldBytes >= HEADING_BYTES) this.settle();
  }

  /** The columns are those of what is held; the heading stands before the first object. */
  settle(): void {
    const { held } = this;
    const rows = held.filter((line) => typeof line !== 'string');
    if (this.columns !== null || rows.length === 0) {
      this.out.push(...held.filter((line) => typeof line === 'string'));
      [this.held, this.heldBytes] = [[], 0];
      return;
    }
    const columns = (this.columns = columnsFrom(rows, this.mapping));
    this.held = [];
    for (const line of held) {
      if (line === rows[0]) this.out.push(decodedLine(columns));
      this.out.push(typeof line === 'string' ? line : lineOf(line, columns));
    }
  }

  take(): string {
    const text = this.out.join('');
    this.out = [];
    return text;
  }
}

/**
 * One object a line; the keys of the first thousand (or of the first megabyte) name the columns, and a line that lacks one is blank there.
 * Line n of the file is row n + 1, for the heading takes row 1.
 */
export async function* jsonLines(bytes: AsyncIterable<Buffer>, mapping: Mapping): AsyncIterable<string> {
  const lines = new Lines(mapping);
  const strict = new TextDecoder('utf-8', { fatal: true });
  const read = (buffer: Buffer, start: number, end: number): Row | string => {
    try {
      const text = strict.decode(buffer.subarray(start, end));
      // A blank row, as in every format (S-8).
      return text.trim() === '' ? '\n' : (objectIn(text) ?? decodedLine([UNREADABLE]));
    } catch {
      // Not UTF-8.
      return decodedLine([UNREADABLE]);
    }
  };
  const scanner = new RecordScanner(
    (buffer, record) => {
      const end = textEnd(buffer, record);
      lines.add(read(buffer, record.start, end), end - record.start);
    },
    0,
    1,
    { quotes: false },
  );
  for await (const chunk of bytes) {
    scanner.feed(chunk);
    yield lines.take();
  }
  scanner.end();
  lines.settle();
  yield lines.take();
}
