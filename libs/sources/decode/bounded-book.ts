import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import ExcelJS from 'exceljs';

/** The texts of a book are held in memory while its sheets are read: 128 MB of them, a million rows of distinct ones, cost some 500 MB. */
const MOST_TEXT_BYTES = 128 * 1024 * 1024;

type Texts = AsyncIterable<unknown>;
type Inside = new (
  ...of: ConstructorParameters<typeof ExcelJS.stream.xlsx.WorkbookReader>
) => ExcelJS.stream.xlsx.WorkbookReader & {
  /** Not in exceljs's types; its version is pinned, and a spec holds a book that would unpack to more. */
  _parseSharedStrings(entry: Readable): Texts;
};

const counted = (): Transform => {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      done(bytes > MOST_TEXT_BYTES ? new Error('the book unpacks to more text than is read') : null, chunk);
    },
  });
};

/** Reads a book whose texts are not a bomb: a few hundred kilobytes of ZIP unpack to as many megabytes. */
export class BoundedBook extends (ExcelJS.stream.xlsx.WorkbookReader as unknown as Inside) {
  override _parseSharedStrings(entry: Readable): Texts {
    return super._parseSharedStrings(entry.pipe(counted()));
  }
}
