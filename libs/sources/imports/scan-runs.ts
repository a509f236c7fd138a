import { countyOf, lineageOf } from '@xianjie/domain';
import type { DivisionTable } from '@xianjie/domain';
import type { Layout } from '../columns/heading';
import { cellsOf } from '../decode/csv-record';
import type { Encoding } from '../decode/encoding';
import { RecordScanner, textEnd } from '../decode/scan-records';
import type { ScannedRecord } from '../decode/scan-records';
import type { SourceName } from '../reported';
import { programmeOf } from '../values/codes';
import { registerNumberOf, textOf } from '../values/text';

/** Rows of one household that follow each other: where their bytes stand and what they are, keyed. An empty key: no household could be read. */
export type Run = Readonly<{
  row: number;
  at: number;
  bytes: number;
  rows: number;
  recordKey: string;
  lineage: string;
  digest: string;
}>;

export type RunScan = Readonly<{
  source: SourceName;
  encoding: Encoding;
  layout: Layout;
  divisions: DivisionTable;
  digest: (bytes: Buffer) => string;
  onRun: (run: Run) => void;
}>;

/** A run is decoded as a whole: a million blank lines are many runs. No household has as many members. */
const MOST_ROWS = 500;
/** `last`: where its latest row begins, in the chunk at hand. */
type OpenRun = {
  readonly row: number;
  readonly at: number;
  rows: number;
  readonly signature: string;
  readonly pieces: Buffer[];
  from: number;
  to: number;
  last: number;
};

const LF = 0x0a;
const COMMA = 0x2c;
const QUOTE = 0x22;
const isInCell = (byte: number | undefined): boolean => byte !== undefined && byte !== COMMA && byte !== QUOTE && byte !== LF;

/**
 * Cuts a part into runs by their bytes: only the cells that name the household are looked at, so that a household which is as it
 * was last heard costs a digest and no parse.
 */
export class RunScanner {
  private readonly scanner: RecordScanner;
  private readonly wanted: readonly number[];
  private readonly lastWanted: number;
  private readonly isWanted: readonly boolean[];
  private open: OpenRun | null = null;

  constructor(
    private readonly scan: RunScan,
    from: number,
  ) {
    const number = scan.source === 'poverty' ? '户编号' : '低保证号';
    const columns = scan.source === 'poverty' ? [number, '行政区划代码'] : [number, '行政区划代码', '保障类型'];
    this.wanted = columns.map((column) => scan.layout.columns.get(column) ?? -1);
    this.lastWanted = Math.max(...this.wanted);
    this.isWanted = Array.from({ length: this.lastWanted + 1 }, (_, column) => this.wanted.includes(column));
    this.scanner = new RecordScanner((bytes, record, at) => this.take(bytes, record, at), from, scan.layout.headingRow + 1);
  }

  feed(chunk: Buffer): void {
    this.scanner.feed(chunk);
    // The chunk's memory is not ours after this call.
    if (this.open && this.chunk) {
      this.open.pieces.push(Buffer.from(this.chunk.subarray(this.open.from, this.open.to)));
      this.open.from = this.open.to = 0;
    }
    this.chunk = null;
  }

  end(): void {
    this.scanner.end();
    this.close();
  }

  private chunk: Buffer | null = null;

  private take(bytes: Buffer, record: ScannedRecord, at: number): void {
    const run = this.open;
    // Most rows begin as the one before them: then they are of one household, and nothing is made of their cells.
    const isAlike = run !== null && !record.open && this.chunk === bytes && this.beginsLike(bytes, record.start, run.last);
    const signature = isAlike ? run.signature : record.open ? `\u0003${record.row}` : this.signature(bytes, record);
    if (run && run.signature === signature && run.rows < MOST_ROWS) {
      run.last = record.start;
      if (this.chunk !== bytes) run.from = record.start;
      this.chunk = bytes;
      run.to = record.end;
      run.rows += 1;
      return;
    }
    this.close();
    this.chunk = bytes;
    const { row, start, end } = record;
    this.open = { row, at, rows: 1, signature, pieces: [], from: start, to: end, last: start };
  }

  /** The same bytes in the cells that name the household; a row with a quote or too few cells is looked at more closely. */
  private beginsLike(bytes: Buffer, start: number, other: number): boolean {
    let at = start;
    let there = other;
    for (let column = 0; column <= this.lastWanted; column += 1) {
      const isWanted = this.isWanted[column];
      while (isInCell(bytes[at]) && (!isWanted || bytes[at] === bytes[there])) {
        at += 1;
        if (isWanted) there += 1;
      }
      while (!isWanted && isInCell(bytes[there])) there += 1;
      if (bytes[at] !== COMMA || bytes[there] !== COMMA) return false;
      at += 1;
      there += 1;
    }
    return true;
  }

  private close(): void {
    const run = this.open;
    if (!run) return;
    this.open = null;
    const here = this.chunk?.subarray(run.from, run.to) ?? Buffer.alloc(0);
    const bytes = run.pieces.length === 0 ? here : Buffer.concat([...run.pieces, here]);
    const { recordKey, lineage } = this.household(run.signature);
    this.scan.onRun({
      row: run.row,
      at: run.at,
      bytes: bytes.length,
      rows: run.rows,
      recordKey,
      lineage,
      digest: this.scan.digest(bytes),
    });
  }

  /** The cells that name the household, as bytes; the same for rows of one household. */
  private signature(bytes: Buffer, record: ScannedRecord): string {
    const end = textEnd(bytes, record);
    const cells: string[] = [];
    let at = record.start;
    for (let column = 0; column <= this.lastWanted && at <= end; column += 1) {
      if (bytes[at] === QUOTE) return this.slowSignature(bytes.toString('latin1', record.start, end));
      const comma = bytes.indexOf(COMMA, at);
      const stop = comma < 0 || comma > end ? end : comma;
      if (this.wanted.includes(column)) cells[this.wanted.indexOf(column)] = bytes.toString('latin1', at, stop);
      at = stop + 1;
    }
    return this.joined(cells);
  }

  private slowSignature(record: string): string {
    const cells = cellsOf(record) ?? [];
    return this.joined(this.wanted.map((column) => cells[column] ?? ''));
  }

  // Villages of one household may be spelt differently from row to row; the county is not.
  private joined([number, division, programme]: readonly string[]): string {
    return `${number ?? ''}\u0004${/^\d{6}/.test(division ?? '') ? division.slice(0, 6) : (division ?? '')}\u0004${programme ?? ''}`;
  }

  private household(signature: string): Readonly<{ recordKey: string; lineage: string }> {
    const none = { recordKey: '', lineage: '' };
    if (signature.charCodeAt(0) === 3) return none;
    const [number, division, programme] = signature.split('\u0004').map((cell) => this.text(cell));
    const registerNumber = registerNumberOf(number);
    const county = /^\d{6}/.test(textOf(division)) ? countyOf(this.scan.divisions, textOf(division)) : null;
    if (registerNumber === null || county === null) return none;
    const lineage = lineageOf(this.scan.divisions, county.code);
    if (this.scan.source === 'poverty') return { recordKey: `${lineage}/${registerNumber}`, lineage };
    const kind = programmeOf(programme);
    return kind === null || kind === 'unknown' ? none : { recordKey: `${lineage}/${kind}/${registerNumber}`, lineage };
  }

  private text(cell: string): string {
    // eslint-disable-next-line no-control-regex
    if (/^[\x01-\x7f]*$/.test(cell)) return cell;
    return new TextDecoder(this.scan.encoding).decode(Buffer.from(cell, 'latin1'));
  }
}
