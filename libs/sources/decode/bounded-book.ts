import { Transform } from 'node:stream';
import type { Readable } from 'node:stream';
import ExcelJS from 'exceljs';

/** The texts of a book are held in memory while its sheets are read: 128 MB of them, a million rows of distinct ones, cost some 500 MB. */
const MOST_TEXT_BYTES = 128 * 1024 * 1024;
/** So are its styles, each as an object. A spreadsheet knows 65,490 of them, which take some 10 MB. */
const MOST_STYLE_BYTES = 32 * 1024 * 1024;

type Texts = AsyncIterable<unknown>;
type Sheets = Iterable<unknown>;
/** Not in exceljs's types; its version is pinned, and specs hold books that would be read otherwise. */
type Inside = new (
  ...of: ConstructorParameters<typeof ExcelJS.stream.xlsx.WorkbookReader>
) => ExcelJS.stream.xlsx.WorkbookReader & {
  sharedStrings: unknown;
  workbookRels: unknown;
  model: unknown;
  properties: unknown;
  styles: unknown;
  _parseSharedStrings(entry: Readable): Texts;
  _parseStyles(entry: Readable): Promise<void>;
  _parseWorksheet(xml: AsyncIterable<Buffer>, no: string): Sheets;
};

/**
 * Reads a book whose texts are not a bomb: a few hundred kilobytes of ZIP unpack to as many megabytes. It is read twice. The first time
 * (`known` null) gives no sheet, only what the sheets refer to, which mostly stands behind them: exceljs would meanwhile put each sheet
 * into the folder for temporary files, unencrypted (S-25).
 */
export class BoundedBook extends (ExcelJS.stream.xlsx.WorkbookReader as unknown as Inside) {
  /** Unpacked so far: large texts are minutes of work on a busy machine, when all that was packed has long been read. */
  unpacked = 0;

  constructor(
    input: Readable,
    private readonly known: BoundedBook | null,
  ) {
    super(input, { worksheets: 'emit', sharedStrings: 'cache', styles: 'cache', hyperlinks: 'ignore', entries: 'ignore' });
    // Where these are there, exceljs hands a sheet over as it meets it.
    this.sharedStrings = known?.sharedStrings ?? [];
    this.workbookRels = known?.workbookRels ?? [];
    if (known) [this.model, this.properties, this.styles] = [known.model, known.properties, known.styles];
  }

  override async *_parseSharedStrings(entry: Readable): Texts {
    if (!this.known) yield* super._parseSharedStrings(entry.pipe(this.counted(MOST_TEXT_BYTES)));
  }

  override async _parseStyles(entry: Readable): Promise<void> {
    if (!this.known) await super._parseStyles(entry.pipe(this.counted(MOST_STYLE_BYTES)));
  }

  override *_parseWorksheet(xml: AsyncIterable<Buffer>, no: string): Sheets {
    if (this.known) yield* super._parseWorksheet(this.decoded(xml) as unknown as AsyncIterable<Buffer>, no);
  }

  /** As text: exceljs decodes each chunk by itself, and would lose a character that begins in one and ends in the next. */
  private counted(most: number): Transform {
    let bytes = 0;
    return new Transform({
      transform: (chunk: Buffer, _, done) => {
        bytes += chunk.length;
        this.unpacked += chunk.length;
        done(bytes > most ? new Error('the book unpacks to more text than is read') : null, chunk);
      },
    }).setEncoding('utf8');
  }

  private async *decoded(xml: AsyncIterable<Buffer>): AsyncIterable<string> {
    const decoder = new TextDecoder();
    for await (const chunk of xml) {
      this.unpacked += chunk.length;
      yield decoder.decode(chunk, { stream: true });
    }
  }
}
