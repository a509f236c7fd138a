// A page of sql/copy-streams.sql in COPY's binary format, cut between two streams without reading what is in its rows.

/** "PGCOPY\n\xff\r\n\0", flags, and the length of an extension that no server has. */
const HEADER_BYTES = 19;
const END = -1;
/** Place of `stream` among the columns. */
const STREAM = 0;

export type CutPage = Readonly<{
  events: number;
  /** Its last stream, which a full page may hold only in part; null for a page without events. */
  last: string | null;
  /** The stream before it; null when the page has only one. */
  lastWhole: string | null;
  /** Where the last stream begins. */
  at: number;
}>;

const isSame = (page: Buffer, [from, to]: readonly [number, number], [start, end]: readonly [number, number]): boolean =>
  to - from === end - start && page.compare(page, from, to, start, end) === 0;

/** Walks over the rows by the lengths of their values. */
export const cutBeforeLastStream = (page: Buffer): CutPage => {
  let events = 0;
  let before: readonly [number, number] | null = null;
  let current: readonly [number, number] | null = null;
  let cut = HEADER_BYTES;
  for (let at = HEADER_BYTES, columns = page.readInt16BE(at); columns !== END; columns = page.readInt16BE(at)) {
    const row = at;
    at += 2;
    for (let column = 0; column < columns; column += 1) {
      const from = at + 4;
      at = from + Math.max(0, page.readInt32BE(at));
      if (column !== STREAM || (current !== null && isSame(page, current, [from, at]))) continue;
      before = current;
      current = [from, at];
      cut = row;
    }
    events += 1;
  }
  const name = (where: readonly [number, number] | null): string | null => where && page.toString('utf8', ...where);
  return { events, last: name(current), lastWhole: name(before), at: cut };
};

/** The page up to there, ended as COPY ends. Its memory is the page's own. */
export const endedAt = (page: Buffer, at: number): Buffer => page.subarray(0, page.writeInt16BE(END, at));
