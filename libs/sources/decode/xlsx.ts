import ExcelJS from 'exceljs';
import type { Packed } from './archive';
import { BoundedBook } from './bounded-book';
import { decodedLine, numericCell } from './decoded-csv';

export type DecodedSheet = Readonly<{ name: string; isHidden: boolean; lines: AsyncIterable<string> }>;

/** What a spreadsheet has at most; a number beyond would be filled up with empty rows or cells. */
const LAST_ROW = 1_048_576;
const LAST_COLUMN = 16_384;
/** A stray cell far to the right must not widen every row: no format has as many columns. */
const WIDEST = 1_000;

const two = (n: number): string => String(n).padStart(2, '0');
// exceljs gives a day cell as midnight UTC.
const dayText = (date: Date): string => `${date.getUTCFullYear()}-${two(date.getUTCMonth() + 1)}-${two(date.getUTCDate())}`;

/** What XML cannot hold is written by its number (ECMA-376, ST_Xstring): a line break of Windows as _x000D_. A day without its hour. */
const plainText = (text: string): string =>
  text
    .replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    .replace(/^(\d{4}-\d{2}-\d{2})T00:00:00(\.0+)?Z?$/, '$1');

const cellText = (value: ExcelJS.CellValue): string => {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return numericCell(value);
  if (typeof value === 'string') return plainText(value);
  if (typeof value === 'boolean') return value ? '是' : '否';
  if (value instanceof Date) return dayText(value);
  if ('richText' in value) return value.richText.map(({ text }) => text).join('');
  if ('result' in value || 'formula' in value || 'sharedFormula' in value) return resultText(value.result);
  if ('text' in value) return cellText(value.text as ExcelJS.CellValue);
  // As CSV would have it. Read as an empty cell, a stop or an exit that could not be looked up would be none.
  if ('error' in value) return String(value.error);
  return '';
};

/** exceljs makes NaN of a formula that failed, whatever the sheet shows. One that a program wrote and nobody calculated has no result. */
const resultText = (result: ExcelJS.CellValue): string =>
  result === undefined || Number.isNaN(result) ? '#N/A' : cellText(result);

async function* linesOf(sheet: AsyncIterable<ExcelJS.Row>): AsyncIterable<string> {
  let next = 1;
  // A row ends at its last filled cell; the heading, which comes first, is as wide as the sheet.
  let width = 0;
  for await (const row of sheet) {
    if (!(row.number <= LAST_ROW) || row.cellCount > LAST_COLUMN) throw new Error(`no sheet has the cell at row ${row.number}`);
    // Rows without a cell are left out of the file; a row keeps its number in the sheet.
    for (; next < row.number; next += 1) yield '\n';
    next += 1;
    const cells: string[] = [];
    row.eachCell({ includeEmpty: true }, (cell, column) => {
      // In its value exceljs leaves out a result that is 0.
      cells[column - 1] = cell.type === ExcelJS.ValueType.Formula ? resultText(cell.result) : cellText(cell.value);
    });
    width = Math.min(WIDEST, Math.max(width, cells.length));
    yield decodedLine(Array.from({ length: width }, (_, column) => cells[column] ?? ''));
  }
}

/** The sheets of an XLSX book, one after the other, rows streamed. A sheet's lines are to be read before the next sheet is asked for. */
export async function* xlsxSheets(packed: Packed): AsyncIterable<DecodedSheet> {
  const book = await BoundedBook.open(packed);
  for await (const { name, isHidden, rows } of book.sheets()) yield { name, isHidden, lines: linesOf(rows) };
}
