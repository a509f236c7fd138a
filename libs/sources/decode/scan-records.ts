/** One record's bytes with its line end. `open`: a quote in it is never closed, or (`last`) the file ends without a line end. */
export type ScannedRecord = Readonly<{ start: number; end: number; row: number; open: boolean; last: boolean }>;

const LF = 0x0a;
const QUOTE = 0x22;
const COMMA = 0x2c;
/** What may stand behind a quote that closes a cell; a blank some exporters leave. */
const AFTER_CELL: readonly (number | undefined)[] = [COMMA, LF, 0x0d, 0x20, undefined];
/** A quoted cell may hold line ends; a record beyond this is a stray quote that would swallow the file. */
const LONGEST_RECORD = 1 << 16;

/** A line beyond this is no row of a table; waiting for its end would fill the memory. Cells of a whole household have 64 kB at most. */
const LONGEST_LINE = 1 << 22;

export class RecordTooLong extends Error {
  constructor(readonly row: number) {
    super(`the line is longer than ${LONGEST_LINE >> 20} MB: this is no table, or its line ends are missing`);
  }
}

/** The quote that closes a cell, from behind the one that opened it; two in a row are one of its characters. -1: none yet. */
const closingQuote = (bytes: Buffer, from: number): number => {
  let at = bytes.indexOf(QUOTE, from);
  while (at >= 0 && bytes[at + 1] === QUOTE) at = bytes.indexOf(QUOTE, at + 2);
  return at;
};

type RecordEnd = Readonly<{ end: number; open: boolean }>;
const NOT_YET: RecordEnd = { end: -1, open: false };
const STRAY: RecordEnd = { end: -1, open: true };

/**
 * Ends of records with quotes, in one pass over the bytes however they lie. Only a quote at the beginning of a cell opens one (RFC 4180):
 * 5" and a forgotten quote, twice within some hundred rows, would otherwise swallow the households between them.
 */
class QuotedRecords {
  private comma = 0;

  constructor(
    private readonly bytes: Buffer,
    private readonly ended: boolean,
  ) {}

  /** `firstEnd`: the first LF from `start` on, or -1. */
  endOf(start: number, firstEnd: number): RecordEnd {
    const { bytes, ended } = this;
    let end = firstEnd;
    for (let at = start; ;) {
      if (bytes[at] === QUOTE) {
        const close = closingQuote(bytes, at + 1);
        const crosses = end >= 0 && (close < 0 || close > end);
        if (crosses && (close < 0 ? bytes.length : close) - start > LONGEST_RECORD) return STRAY;
        if (close < 0 || (crosses && close + 1 === bytes.length && !ended)) return ended && close < 0 ? STRAY : NOT_YET;
        if (crosses && !AFTER_CELL.includes(bytes[close + 1])) return STRAY;
        at = close + 1;
      }
      if (end >= 0 && end < at) end = bytes.indexOf(LF, at);
      if (this.comma >= 0 && this.comma < at) this.comma = bytes.indexOf(COMMA, at);
      if (end >= 0 && (this.comma < 0 || end < this.comma)) return { end, open: false };
      if (this.comma < 0) return NOT_YET;
      at = this.comma + 1;
    }
  }
}

/**
 * Finds CSV records by their bytes: neither LF nor the quote is ever part of a longer character in UTF-8 or GB18030.
 * `feed` calls `onRecord` with offsets into the buffer it hands along; what is not yet whole waits for the next chunk.
 */
export class RecordScanner {
  private rest: Buffer = Buffer.alloc(0);
  private row = 0;
  /** Offset in the file of the first byte of `rest`. */
  private offset: number;

  constructor(
    private readonly onRecord: (bytes: Buffer, record: ScannedRecord, offset: number) => void,
    from = 0,
    firstRow = 1,
    /** False: every line is a record (JSON lines). */
    private readonly options: Readonly<{ quotes: boolean }> = { quotes: true },
  ) {
    this.offset = from;
    this.row = firstRow - 1;
  }

  feed(chunk: Buffer): void {
    this.scan(this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]), false);
  }

  end(): void {
    this.scan(this.rest, true);
  }

  private scan(bytes: Buffer, ended: boolean): void {
    let start = 0;
    // Looking for quotes record by record would run through the chunk each time in a file without any.
    const quoted = new QuotedRecords(bytes, ended);
    let nextQuote = this.options.quotes ? bytes.indexOf(QUOTE) : -1;
    while (start < bytes.length) {
      const firstEnd = bytes.indexOf(LF, start);
      let end = firstEnd;
      if (nextQuote >= 0 && nextQuote < start) nextQuote = bytes.indexOf(QUOTE, start);
      let open = false;
      if (nextQuote >= 0 && (end < 0 || nextQuote < end)) ({ end, open } = quoted.endOf(start, firstEnd));
      if (end < 0 && !open && !ended) break;
      const last = end < 0 && !(open && firstEnd >= 0);
      // A stray quote spoils its own line only: the next line is read again.
      const stop = open && firstEnd >= 0 ? firstEnd + 1 : end < 0 ? bytes.length : end + 1;
      this.row += 1;
      this.onRecord(bytes, { start, end: stop, row: this.row, open, last }, this.offset + start);
      start = stop;
    }
    if (bytes.length - start > LONGEST_LINE) throw new RecordTooLong(this.row + 1);
    this.rest = start === 0 ? bytes : Buffer.from(bytes.subarray(start));
    this.offset += start;
  }
}

/** The end of a record's text, before CR and LF. */
export const textEnd = (bytes: Buffer, { start, end }: Pick<ScannedRecord, 'start' | 'end'>): number => {
  let at = end;
  if (at > start && bytes[at - 1] === LF) at -= 1;
  if (at > start && bytes[at - 1] === 0x0d) at -= 1;
  return at;
};
