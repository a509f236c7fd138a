import { existsSync } from 'node:fs';
import { FontMissing } from '../faults';

/** Debian's fonts-noto-cjk; another place by XIANJIE_CJK_FONT. */
const FONT_FILE = '/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc';
const FACE = 'NotoSansCJKsc-Regular';

export const MARGIN = 34;
export type Column = Readonly<{ heading: string; width: number; align?: 'right' | 'center' }>;

/** @throws FontMissing: without a Chinese font every character would be an empty box. */
export const newDocument = async (info: Readonly<{ Title: string; CreationDate: Date }>): Promise<PDFKit.PDFDocument> => {
  const file = process.env.XIANJIE_CJK_FONT ?? FONT_FILE;
  if (!existsSync(file)) throw new FontMissing(file);
  // Here, not at start: its tables of characters take 0.1 s, and most apps never make a page.
  const { default: PDFDocument } = await import('pdfkit');
  const document = new PDFDocument({ size: 'A3', layout: 'landscape', margin: MARGIN, bufferPages: true, info });
  document.registerFont('zh', file, FACE).font('zh');
  layOutByCharacter(document);
  return document;
};

type Run = Readonly<{ glyphs: readonly unknown[]; positions: readonly unknown[]; advanceWidth: number }>;
type LaidOut = { layoutRun?: (text: string) => Run; layoutCached?: (text: string) => Run };

/**
 * pdfkit shapes every new string with all features of the font, which takes minutes for thousands of numbers and names. Neither
 * has ligatures or kerning, so a string is laid out of its characters, each shaped once. Falls back to pdfkit's own way.
 */
const layOutByCharacter = (document: PDFKit.PDFDocument): void => {
  const font = (document as unknown as { _font: LaidOut })._font;
  const shape = font.layoutRun?.bind(font);
  if (shape === undefined || font.layoutCached === undefined) return;
  const known = new Map<string, Run>();
  const ofCharacter = (character: string): Run => {
    const run = known.get(character) ?? shape(character);
    known.set(character, run);
    return run;
  };
  font.layoutCached = (text) => {
    const runs = [...text].map(ofCharacter);
    return {
      glyphs: runs.flatMap(({ glyphs }) => glyphs),
      positions: runs.flatMap(({ positions }) => positions),
      advanceWidth: runs.reduce((sum, { advanceWidth }) => sum + advanceWidth, 0),
    };
  };
};

const widths = new Map<string, number>();
const widthOf = (document: PDFKit.PDFDocument, character: string, size: number): number => {
  const known = widths.get(character) ?? document.fontSize(100).widthOfString(character) / 100;
  widths.set(character, known);
  return known * size;
};

type Faced = { font?: { hasGlyphForCodePoint(codePoint: number): boolean } };
const printed = new Map<string, string>();

/** A character that the font does not have, by its number: an empty box would make one of two names that differ in it. */
const inPrint = (document: PDFKit.PDFDocument, character: string): string => {
  const known = printed.get(character);
  if (known !== undefined) return known;
  const codePoint = character.codePointAt(0) as number;
  const isThere = (document as unknown as { _font: Faced })._font.font?.hasGlyphForCodePoint(codePoint) ?? true;
  const shown = isThere || character === '\n' ? character : `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`;
  printed.set(character, shown);
  return shown;
};

/** No row begins with one of these. */
const CLOSING = '，。、；：）〕·,;:)';

/** Breaks between any two characters, as Chinese and long numbers are; measured once a character, not once a cell. */
export const wrapped = (document: PDFKit.PDFDocument, text: string, width: number, size: number): readonly string[] => {
  const rows: string[] = [];
  let row = '';
  let used = 0;
  for (const character of [...text].map((each) => inPrint(document, each)).join('')) {
    const wide = widthOf(document, character, size);
    const isFull = row !== '' && used + wide > width && !CLOSING.includes(character);
    if (isFull || character === '\n') {
      rows.push(row);
      row = '';
      used = 0;
    }
    if (character === '\n') continue;
    row += character;
    used += wide;
  }
  return [...rows, row];
};

export const lineWidth = (document: PDFKit.PDFDocument, text: string, size: number): number =>
  [...text].reduce((sum, character) => sum + widthOf(document, character, size), 0);
