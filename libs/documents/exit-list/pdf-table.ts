import { MARGIN, lineWidth, wrapped } from './pdf-page';
import type { Column } from './pdf-page';

const SIZE = 7.5;
const LINE = 10.5;
const PADDING = 3;
const FOOT = 30;
/** Of one row on one page: 630 of the 690 points that A3 leaves below the heading. */
const MOST_LINES = 60;
const RULE = '#8796a5';
const HAIRLINE = '#dde3e9';

/** A table that carries on over pages and repeats its heading on each (and says what it belongs to). */
export class PdfTable {
  private readonly columns: readonly Column[];
  private readonly offsets: readonly number[];

  constructor(
    private readonly document: PDFKit.PDFDocument,
    private readonly caption: string,
    columns: readonly Column[],
  ) {
    this.columns = stretched(columns, document.page.width - 2 * MARGIN);
    this.offsets = this.columns.map(
      (_, index) => MARGIN + this.columns.slice(0, index).reduce((sum, { width }) => sum + width, 0),
    );
  }

  begin(): void {
    if (!this.fits(90)) this.turn();
    this.heading(this.caption);
  }

  /** A band across the table: a village, a household's division. It goes to the next page with the row `below` it. */
  band(text: string, below: readonly string[] = []): void {
    this.ensure(LINE + 4 + heightOf(this.wrapped(below).map((rows) => rows.slice(0, MOST_LINES))));
    const { document } = this;
    document.rect(MARGIN, document.y, this.width, LINE + 4).fill('#f1f4f7');
    this.write(text, MARGIN + PADDING, document.y + 1.5, '#1f3a52');
    document.y += LINE + 4;
  }

  /** `first` rules a stronger line above: a household begins. One that is longer than a page goes on on the next. */
  row(cells: readonly string[], first: boolean): void {
    const texts = this.wrapped(cells);
    const lines = Math.max(...texts.map(({ length }) => length));
    for (let from = 0; from < lines; from += MOST_LINES)
      this.part(
        texts.map((text) => text.slice(from, from + MOST_LINES)),
        first && from === 0,
      );
  }

  private part(texts: readonly (readonly string[])[], first: boolean): void {
    const height = heightOf(texts);
    this.ensure(height);
    this.rule(first ? 0.7 : 0.4, first ? RULE : HAIRLINE);
    this.cells(texts, '#111111');
    this.document.y += height;
  }

  end(): void {
    this.rule(0.8);
    this.document.y += 8;
  }

  private get width(): number {
    return this.columns.reduce((sum, { width }) => sum + width, 0);
  }

  private wrapped(cells: readonly string[]): readonly (readonly string[])[] {
    return cells.map((cell, index) => wrapped(this.document, cell, this.columns[index]!.width - 2 * PADDING, SIZE));
  }

  private fits(height: number): boolean {
    return this.document.y + height <= this.document.page.height - MARGIN - FOOT;
  }

  private ensure(height: number): void {
    if (this.fits(height)) return;
    this.rule(0.8);
    this.turn();
    this.heading(`${this.caption}（续）`);
  }

  private turn(): void {
    this.document.addPage();
    this.document.y = MARGIN;
  }

  private heading(caption: string): void {
    const { document } = this;
    this.write(caption, MARGIN, document.y, '#1f3a52', 10);
    document.y += 18;
    const texts = this.columns.map(({ heading, width }) => wrapped(document, heading, width - 2 * PADDING, SIZE));
    const height = Math.max(...texts.map(({ length }) => length)) * LINE + 2 * PADDING;
    document.rect(MARGIN, document.y, this.width, height).fill('#dfe7ee');
    this.rule(0.8);
    this.cells(texts, '#111111');
    document.y += height;
  }

  private cells(texts: readonly (readonly string[])[], colour: string): void {
    texts.forEach((rows, index) => rows.forEach((text, row) => this.cell(text, index, row, colour)));
  }

  private cell(text: string, index: number, row: number, colour: string): void {
    const { width, align } = this.columns[index]!;
    const spare = align === undefined ? 0 : width - 2 * PADDING - lineWidth(this.document, text, SIZE);
    const x = this.offsets[index]! + PADDING + (align === 'right' ? spare : spare / 2);
    this.write(text, x, this.document.y + PADDING - 1 + row * LINE, colour);
  }

  private write(text: string, x: number, y: number, colour: string, size = SIZE): void {
    const { document } = this;
    if (text === '') return;
    const at = document.y;
    document.fontSize(size).fillColor(colour).text(text, x, y, { lineBreak: false });
    document.y = at;
  }

  private rule(width: number, colour = RULE): void {
    const { document } = this;
    document
      .moveTo(MARGIN, document.y)
      .lineTo(MARGIN + this.width, document.y)
      .lineWidth(width)
      .stroke(colour);
  }
}

const heightOf = (texts: readonly (readonly string[])[]): number =>
  Math.max(0, ...texts.map(({ length }) => length)) * LINE + 2 * PADDING - 1;

/** Columns in proportion, over the whole width of the page. */
const stretched = (columns: readonly Column[], page: number): readonly Column[] => {
  const total = columns.reduce((sum, { width }) => sum + width, 0);
  return columns.map((column) => ({ ...column, width: (column.width * page) / total }));
};
