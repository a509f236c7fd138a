import { normaliseIdentifier } from '@xianjie/domain';
import type { CountyCode, DivisionTable, Fen, LocalDate, ReportedIdentity, YearMonth } from '@xianjie/domain';
import { codeOn, countyOf, lineage, lineageOf } from '@xianjie/domain';
import type { Mapping } from '../columns/mapping';
import type { Layout } from '../columns/heading';
import type { Evidence } from '../reported';
import type { RowIssue, RowIssueCode } from '../row-issue';
import { dateOf, monthFrom, yearFrom } from '../values/dates';
import { countOf, moneyOf, numberOf } from '../values/numbers';
import { codeWordOrNull } from '../values/codes';
import { registerNumberOf, textOf, textOrNull } from '../values/text';

/** What every row of a file is read with. */
export type Reading = Readonly<{
  file: string;
  fileHash: string;
  sheet: string;
  asOf: LocalDate;
  layout: Layout;
  mapping: Mapping;
  divisions: DivisionTable;
}>;

/** Before a cell of a decoded sheet: the spreadsheet held a number there, not text (decode/xlsx.ts). */
export const NUMERIC = '\u0001';

export type Place = Readonly<{ county: CountyCode; lineage: CountyCode; countyLineage: readonly CountyCode[]; division: string }>;

type County = Omit<Place, 'division'> | null;
// A file has some hundred counties and millions of rows.
const counties = new WeakMap<Reading, Map<string, County>>();

const countyIn = (reading: Reading, code: string): County => {
  const known = counties.get(reading) ?? new Map<string, County>();
  counties.set(reading, known);
  const found = known.get(code);
  if (found !== undefined) return found;
  const { divisions, asOf } = reading;
  const division = countyOf(divisions, code);
  const county = division && {
    county: codeOn(divisions, division.code, asOf),
    lineage: lineageOf(divisions, division.code),
    countyLineage: lineage(divisions, division.code),
  };
  known.set(code, county);
  return county;
};

/** One row while it is read: asking for a column says what is there and notes what is wrong with it. */
export class SourceRow {
  readonly issues: RowIssue[] = [];

  constructor(
    readonly reading: Reading,
    readonly cells: readonly string[],
    readonly row: number,
  ) {}

  get evidence(): Evidence {
    return { fileHash: this.reading.fileHash, sheet: this.reading.sheet, row: this.row };
  }

  fault(column: string | null, code: RowIssueCode, message: string): null {
    const { file, sheet } = this.reading;
    this.issues.push({ file, sheet, row: this.row, column, code, message });
    return null;
  }

  raw(column: string): string {
    const cell = this.cells[this.reading.layout.columns.get(column) ?? -1] ?? '';
    return cell.charCodeAt(0) === 1 ? cell.slice(1) : cell;
  }

  isNumeric(column: string): boolean {
    return this.cells[this.reading.layout.columns.get(column) ?? -1]?.charCodeAt(0) === 1;
  }

  text(column: string): string | null {
    return textOrNull(this.raw(column));
  }

  word(column: string): string | null {
    return codeWordOrNull(this.raw(column));
  }

  required(column: string, value: string | null): string {
    return value ?? this.fault(column, 'missing-value', `${column} is empty`) ?? '';
  }

  registerNumber(column: string): string | null {
    const cell = this.raw(column);
    if (textOf(cell) === '')
      return this.fault(column, 'member-without-household', `${column} is empty: the member belongs to no household`);
    // A spreadsheet keeps 15 digits of a number; the rest of a longer one is gone.
    if (this.isNumeric(column) && textOf(cell).length > 15)
      return this.fault(
        column,
        'unreadable-register-number',
        `${column} was kept as a number: its digits after the 15th are lost`,
      );
    return registerNumberOf(cell) ?? this.fault(column, 'unreadable-register-number', `${column}: up to 20 digits expected`);
  }

  identity(column: string): ReportedIdentity {
    const read = normaliseIdentifier(this.raw(column) || null, { numericCell: this.isNumeric(column) });
    if (!('zeroed' in read)) return read;
    this.fault(column, 'zeroed-identifier', `${column} lost its last digits in a spreadsheet (a number cell, or 000 at the end)`);
    return { raw: null, idNo: null, kind: 'missing', problem: null };
  }

  place(column: string): Place {
    const division = textOf(this.raw(column));
    const county = /^\d{6,12}$/.test(division) ? countyIn(this.reading, division.slice(0, 6)) : null;
    if (county) return { ...county, division };
    const code = division === '' ? 'an empty code' : division.slice(0, 6);
    this.fault(column, 'unknown-county', `${column}: the division table knows no county of ${code}`);
    return { county: '', lineage: '', countyLineage: [], division };
  }

  /** A number cell in which somebody wrote 2016.10 holds 2016.1, as January does. */
  private isEitherMonth(column: string): boolean {
    return this.isNumeric(column) && /^\d{4}\.1$/.test(textOf(this.raw(column)));
  }

  /** A day that a source reports has been, so it is not after the day the file speaks of (CR-35, S-1). */
  pastDate(column: string): LocalDate | null {
    const date = this.isEitherMonth(column) ? 'impossible' : dateOf(this.raw(column));
    if (date === 'impossible') return this.fault(column, 'impossible-date', `${column}: no such date, or none that is read here`);
    if (date !== null && date > this.reading.asOf)
      return this.fault(column, 'date-after-as-of', `${column} ${date} is after ${this.reading.asOf}, the day of the file`);
    return date;
  }

  /** Months of a benefit may lie ahead (S-1). */
  month(column: string): YearMonth | null {
    const month = this.isEitherMonth(column) ? 'impossible' : monthFrom(this.raw(column));
    return month === 'impossible'
      ? this.fault(column, 'impossible-date', `${column}: no such month, or none that is read here`)
      : month;
  }

  year(column: string): number | null {
    const year = yearFrom(this.raw(column));
    return year === 'impossible' ? this.fault(column, 'impossible-date', `${column}: a year of four digits expected`) : year;
  }

  money(column: string): Fen | null {
    const fen = moneyOf(this.raw(column));
    return fen === 'unreadable'
      ? this.fault(column, 'unreadable-amount', `${column}: yuan with up to two decimals expected`)
      : fen;
  }

  number(column: string): number | null {
    const number = numberOf(this.raw(column));
    return number === 'unreadable' ? this.fault(column, 'unreadable-number', `${column}: a number expected`) : number;
  }

  count(column: string): number | null {
    const count = countOf(this.raw(column));
    return count === 'unreadable' ? this.fault(column, 'unreadable-number', `${column}: a whole number expected`) : count;
  }

  code<Code>(column: string, read: (cell: string) => Code | null | 'unknown'): Code | null {
    const code = read(this.raw(column));
    return code === 'unknown'
      ? this.fault(column, 'unknown-code', `${column}: a word outside its code set`)
      : (code as Code | null);
  }
}
