import { posix } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { text } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import { Archive } from './archive';
import type { Packed } from './archive';
import { daysAsText, joinedTexts } from './joined-texts';

/** The texts of a book are held in memory while its sheets are read: 128 MB of them, a million rows of distinct ones, cost some 500 MB. */
const MOST_TEXT_BYTES = 128 * 1024 * 1024;
/** So are its styles, each as an object. A spreadsheet knows 65,490 of them, which take some 10 MB. */
const MOST_STYLE_BYTES = 32 * 1024 * 1024;
const MOST_INDEX_BYTES = 16 * 1024 * 1024;

type Relation = Readonly<{ Id: string; Type: string; Target: string }>;
type SheetEntry = Readonly<{ name: string; state?: string; rId: string }>;
type Rows = AsyncIterable<ExcelJS.Row>;
/** Not in exceljs's types; its version is pinned, and specs hold books that would be read otherwise. */
type Inside = new (...of: ConstructorParameters<typeof ExcelJS.stream.xlsx.WorkbookReader>) => Readonly<{
  workbookRels: readonly Relation[] | undefined;
  model: Readonly<{ sheets?: readonly SheetEntry[] }> | null;
  properties: { model: { date1904: boolean } | null };
  _parseRels(entry: Readable): Promise<void>;
  _parseWorkbook(entry: Readable): Promise<void>;
  _parseSharedStrings(entry: Readable): AsyncIterable<unknown>;
  _parseStyles(entry: Readable): Promise<void>;
  _parseWorksheet(xml: AsyncIterable<string>, no: string): Iterable<Readonly<{ value: Rows }>>;
}>;
const Reader = ExcelJS.stream.xlsx.WorkbookReader as unknown as Inside;

/** As text: exceljs decodes each chunk by itself, and would lose a character that begins in one and ends in the next. */
const counted = (entry: Readable, most: number): Readable => {
  let bytes = 0;
  const count = new Transform({
    transform: (chunk: Buffer, _, done) => {
      bytes += chunk.length;
      done(bytes > most ? new Error('the book unpacks to more text than is read') : null, chunk);
    },
  });
  entry.once('error', (fault) => count.destroy(fault));
  return entry.pipe(count).setEncoding('utf8');
};

async function* asText(xml: AsyncIterable<Buffer>): AsyncIterable<string> {
  const decoder = new TextDecoder();
  for await (const chunk of xml) yield decoder.decode(chunk, { stream: true });
}

export type BookSheet = Readonly<{ name: string; isHidden: boolean; rows: Rows }>;

/** A book whose texts are not a bomb: a few hundred kilobytes of ZIP unpack to as many megabytes. Its parts are read by exceljs, its ZIP is not. */
export class BoundedBook {
  private readonly inside = new Reader(Readable.from([]) as never, {
    sharedStrings: 'cache',
    styles: 'cache',
    worksheets: 'emit',
  });

  private constructor(private readonly archive: Archive) {}

  /** @throws Error when it is no archive, or one that holds no book. */
  static async open(packed: Packed): Promise<BoundedBook> {
    return new BoundedBook(await Archive.open(packed));
  }

  /** In the order of its tabs; none where the archive holds no book. A sheet's rows are to be read before the next is asked for. */
  async *sheets(): AsyncIterable<BookSheet> {
    const { inside } = this;
    const [workbook] = await this.related('', 'officeDocument');
    if (workbook === undefined) return;
    await this.index(workbook.part);
    const [strings] = await this.related(workbook.part, 'sharedStrings');
    if (strings) {
      const texts = joinedTexts(counted(await this.part(strings.part), MOST_TEXT_BYTES), 'si');
      for await (const _ of inside._parseSharedStrings(Readable.from(texts)));
    }
    const [styles] = await this.related(workbook.part, 'styles');
    if (styles) await inside._parseStyles(counted(await this.part(styles.part), MOST_STYLE_BYTES));
    const parts = new Map((await this.related(workbook.part, 'worksheet')).map(({ id, part }) => [id, part]));
    for (const { name, state, rId } of inside.model?.sheets ?? []) {
      const part = parts.get(rId);
      // A chart on a tab of its own.
      if (part === undefined) continue;
      const xml = joinedTexts(daysAsText(asText(await this.part(part))), 'is');
      for (const { value: rows } of inside._parseWorksheet(xml, '1'))
        yield { name, isHidden: state === 'hidden' || state === 'veryHidden', rows };
    }
  }

  private async index(part: string): Promise<void> {
    const xml = await text(counted(await this.part(part), MOST_INDEX_BYTES));
    await this.inside._parseWorkbook(Readable.from([xml]));
    const { properties } = this.inside;
    // exceljs knows 1; LibreOffice writes true.
    if (properties.model && /<workbookPr\b[^>]*\bdate1904="true"/.test(xml)) properties.model.date1904 = true;
  }

  /** What a part ('' the archive) refers to, by the last word of the relation's type: Strict and Transitional books differ before it. */
  private async related(part: string, kind: string): Promise<readonly Readonly<{ id: string; part: string }>[]> {
    const folder = posix.dirname(part);
    const entry = await this.archive.stream(posix.join(folder, '_rels', `${posix.basename(part)}.rels`));
    if (entry === null) return [];
    await this.inside._parseRels(counted(entry, MOST_INDEX_BYTES));
    const relations = (this.inside.workbookRels ?? []).filter(({ Type }) => Type?.endsWith(`/${kind}`));
    return relations.map(({ Id, Target }) => ({
      id: Id,
      part: Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target),
    }));
  }

  private async part(name: string): Promise<Readable> {
    const entry = await this.archive.stream(name);
    if (entry === null) throw new Error(`the book names ${name} and does not hold it`);
    return entry;
  }
}
