import type { PersonId } from '@xianjie/domain';
import { textEnd } from '../decode/scan-records';
import type { ImportPart } from '../imports/import';
import { NUMERIC } from '../records/source-row';
import type { SourceName } from '../reported';
import { registerNumberOf, nameOf } from '../values/text';
import { blanked, cellSpans } from './cell-spans';
import type { CellSpan } from './cell-spans';
import type { ErasedRows } from './erased-rows';

/** A record without what was the person's: as many bytes as before, at the same place. */
export type BlankedRecord = Readonly<{ bytes: Buffer; person: PersonId; isWholeRow: boolean; cells: number }>;

const OWNED = { poverty: ['户主姓名'], dibao: ['户主姓名', '账户户名'] } as const;
/** An account number goes with the name of its holder. */
const WITH = { 账户户名: '银行账号' } as const;

/** What is to be blanked in the rows of one part. */
export class RecordBlanker {
  private readonly decoder: InstanceType<typeof TextDecoder>;
  private readonly recordColumn: string;

  constructor(
    private readonly source: SourceName,
    private readonly part: Pick<ImportPart, 'encoding' | 'columns'>,
    private readonly erased: ErasedRows,
  ) {
    this.decoder = new TextDecoder(part.encoding);
    this.recordColumn = source === 'poverty' ? '户编号' : '低保证号';
  }

  /** Null when nothing in the record is an erased person's. `record`: one row's bytes with its line end. */
  blank(record: Buffer): BlankedRecord | null {
    const text = record.subarray(0, textEnd(record, { start: 0, end: record.length }));
    const spans = cellSpans(text);
    // A quote that is never closed: its cells are looked at as they would be without it.
    return this.inCells(record, text, spans ?? splitPlainly(text));
  }

  private inCells(record: Buffer, text: Buffer, spans: readonly CellSpan[]): BlankedRecord | null {
    const cell = (column: string): string => {
      const span = spans[this.part.columns[column] ?? -1];
      const plain = span ? this.decoder.decode(text.subarray(span.start, span.end)).replaceAll('""', '"') : '';
      return plain.startsWith(NUMERIC) ? plain.slice(1) : plain;
    };
    const no = registerNumberOf(cell(this.recordColumn)) ?? '';
    const named = (column: string): PersonId | null => this.erased.byName(no, nameOf(cell(column)));
    const person = this.erased.byNumber(cell('证件号码')) ?? named('姓名');
    if (person !== null) return { bytes: blanked(record, spans), person, isWholeRow: true, cells: 0 };
    const columns = OWNED[this.source].filter((column) => named(column) !== null);
    const [first] = columns;
    if (first === undefined) return null;
    const all = columns.flatMap((column) => [column, ...(column in WITH ? [WITH[column as keyof typeof WITH]] : [])]);
    const found = all.flatMap((column) => spans[this.part.columns[column] ?? -1] ?? []);
    return { bytes: blanked(record, found), person: named(first) as PersonId, isWholeRow: false, cells: found.length };
  }
}

const splitPlainly = (text: Buffer): readonly CellSpan[] => {
  const spans: CellSpan[] = [];
  for (let start = 0; ;) {
    const comma = text.indexOf(0x2c, start);
    spans.push({ start, end: comma < 0 ? text.length : comma });
    if (comma < 0) return spans;
    start = comma + 1;
  }
};
