/** Where a cell stands in its record's bytes; quotes around it are not part of it. */
export type CellSpan = Readonly<{ start: number; end: number }>;

const QUOTE = 0x22;
const COMMA = 0x2c;

/**
 * The cells of one RFC 4180 record as places in its bytes. Neither comma nor quote is ever part of a longer character in UTF-8
 * or GB18030. Null when a quote is not closed.
 */
export const cellSpans = (record: Buffer): readonly CellSpan[] | null => {
  const spans: CellSpan[] = [];
  for (let at = 0; ;) {
    const isQuoted = record[at] === QUOTE;
    let end = at;
    if (isQuoted) {
      end = record.indexOf(QUOTE, at + 1);
      while (end >= 0 && record[end + 1] === QUOTE) end = record.indexOf(QUOTE, end + 2);
      if (end < 0) return null;
    }
    const comma = record.indexOf(COMMA, end);
    const stop = comma < 0 ? record.length : comma;
    // What stands between a closing quote and the comma belongs to the cell, as it does where cells are read.
    const isPlain = !isQuoted || stop > end + 1;
    spans.push(isPlain ? { start: at, end: stop } : { start: at + 1, end });
    if (comma < 0) return spans;
    at = comma + 1;
  }
};

const SPACE = 0x20;

/** A copy with the spans filled with spaces: as many bytes as before, so that the places of all other rows stay. */
export const blanked = (record: Buffer, spans: readonly CellSpan[]): Buffer => {
  const copy = Buffer.from(record);
  for (const { start, end } of spans) copy.fill(SPACE, start, end);
  return copy;
};
