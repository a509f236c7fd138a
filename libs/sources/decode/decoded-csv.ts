import { NUMERIC } from '../records/source-row';

const QUOTED = /[",\r\n]/;
const quote = (cell: string): string => (QUOTED.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A sheet or a JSON-lines file becomes CSV in UTF-8 before it is scanned: one way for every format. A number cell bears a mark. */
export const decodedLine = (cells: readonly string[]): string => `${cells.map(quote).join(',')}\n`;
// As a spreadsheet shows it: of a long number the digits that are known and zeros, not those of the double that is nearest.
const wholeText = (value: number): string => String(Math.abs(value) < 1e21 ? value : BigInt(value));
/** Six decimals: what a spreadsheet shows of 0.1 + 0.2. */
export const numericCell = (value: number): string =>
  `${NUMERIC}${Number.isInteger(value) ? wholeText(value) : Math.round(value * 1e6) / 1e6}`;
/** In the first cell: this line could not be read as what the file should hold. */
export const UNREADABLE = '\u0002';
