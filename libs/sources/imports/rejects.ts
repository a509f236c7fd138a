import { optionalColumns } from '../columns/mapping';
import { cellsOf } from '../decode/csv-record';
import { decodedLine } from '../decode/decoded-csv';
import { decodeRows } from '../decode/decode-rows';
import { KeptFilesGone } from '../kept/kept-file';
import type { Import, ImportPart } from './import';
import { KeptRows } from './read-pages';
import type { ImportRunner } from './run-import';
import type { RowIssue } from '../row-issue';

const PAGE = 500;
/** Columns of a rejects sheet before those of the source: where the row stood, and why it waits. */
export const rejectColumns = ['文件', '工作表', '行', '列', '原因', '说明'] as const;

const plain = (cell: string): string => (cell.charCodeAt(0) === 1 ? cell.slice(1) : cell);

/** Where the first rows in quarantine stand, and why they wait, each reason apart; without a personal value. */
export const firstIssues = async ({ no }: Import, { imports }: ImportRunner, most: number): Promise<readonly RowIssue[]> => {
  const parts = new Map((await imports.parts(no)).map((part) => [part.part, part]));
  const rows = await imports.issues(no, { part: 0, row: 0 }, most);
  return rows
    .flatMap(({ part, row, issues }) => {
      const { fileName: file = '', sheet = '' } = parts.get(part) ?? {};
      return issues.map(({ column, code, message }) => ({ file, sheet, row, column, code, message }));
    })
    .slice(0, most) as readonly RowIssue[];
};

/** Of two merged heading rows the lower one is empty where the upper one names the column. */
const headingOf = ({ mapping }: Import, { encoding, columns }: ImportPart, bytes: Buffer): readonly string[] => {
  const rows = decodeRows(bytes, encoding, { firstRow: 1, width: 0, fileEnds: false });
  const names = new Map(Object.entries(columns).map(([column, at]) => [at, mapping.columns[column] ?? column]));
  return (rows.at(-1)?.cells ?? []).map(
    (cell, at) =>
      plain(cell)
        .replace(/^\ufeff/, '')
        .trim() ||
      (names.get(at) ?? ''),
  );
};

const wide = (cells: readonly string[], width: number): readonly string[] =>
  Array.from({ length: width }, (_, at) => cells[at] ?? '');

/** The one heading of the sheet: that of the first file, and what only others have a column for. */
class SheetColumns {
  private readonly added: readonly string[];

  constructor(
    private readonly first: ImportPart,
    parts: readonly ImportPart[],
  ) {
    this.added = optionalColumns.filter(
      (column) => first.columns[column] === undefined && parts.some(({ columns }) => columns[column] !== undefined),
    );
  }

  heading(cells: readonly string[]): readonly string[] {
    return this.with(cells, this.added);
  }

  /** Files of one import may have their columns in different orders. */
  row({ columns }: ImportPart, cells: readonly string[]): readonly string[] {
    const at = (column: string): string => cells[columns[column] ?? -1] ?? '';
    const places = Object.entries(this.first.columns);
    if (places.every(([column, place]) => columns[column] === place)) return this.with(cells, this.added.map(at));
    const row = [...wide([], this.first.width)];
    for (const [column, place] of places) if (place >= 0) row[place] = at(column);
    return this.with(row, this.added.map(at));
  }

  private with(cells: readonly string[], added: readonly string[]): readonly string[] {
    return added.length === 0 ? cells : [...wide(cells, this.first.width), ...added];
  }
}

/** Rows in quarantine as they were sent, each with its reasons; the first row is a heading. A mended copy can be imported with --changes. */
export async function* rejectedRows(job: Import, { imports, place, divisions }: ImportRunner): AsyncIterable<readonly string[]> {
  const parts = await imports.parts(job.no);
  if (parts.some(({ path }) => path === '')) throw new KeptFilesGone(job.id);
  const kept = new KeptRows(job, parts, await imports.files(job.no), place, divisions);
  try {
    const first = parts[0];
    if (!first) return;
    const sheet = new SheetColumns(first, parts);
    const heading = headingOf(job, first, await kept.bytes({ part: first.part, at: 0, bytes: first.rowsFrom }));
    yield [...rejectColumns, ...sheet.heading(heading)];
    for (let after = { part: 0, row: 0 }; ;) {
      const page = await imports.issues(job.no, after, PAGE);
      for (const { part, row, at, bytes, issues } of page) {
        const from = kept.partOf(part);
        const { fileName, sheet: tab, encoding } = from;
        // Not fatal: the row may be here because it does not decode.
        const record = new TextDecoder(encoding).decode(await kept.bytes({ part, at, bytes })).replace(/\r?\n$/, '');
        const said = (key: 'column' | 'code' | 'message') => [...new Set(issues.map((issue) => issue[key] ?? ''))].join('；');
        yield [
          fileName,
          tab,
          String(row),
          said('column'),
          said('code'),
          said('message'),
          ...sheet.row(from, (cellsOf(record) ?? [record]).map(plain)),
        ];
        after = { part, row };
      }
      if (page.length < PAGE) return;
    }
  } finally {
    await kept.close();
  }
}

/** A spreadsheet calculates what begins like this; after an apostrophe it is text, and reading takes the apostrophe away (values/text.ts). */
const asText = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell);

/** The same as CSV in UTF-8 with a BOM, so that Excel opens it as it is. */
export async function* rejectsCsv(job: Import, runner: ImportRunner): AsyncIterable<string> {
  yield '\ufeff';
  for await (const row of rejectedRows(job, runner)) yield decodedLine(row.map(asText));
}
