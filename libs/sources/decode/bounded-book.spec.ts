import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { bookOf, stringBomb, styleBomb } from '../../../test/faults/hostile/books';
import { xlsxSheets } from './xlsx';

async function* bytesOf(book: Buffer): AsyncIterable<Buffer> {
  for (let at = 0; at < book.length; at += 65_536) yield book.subarray(at, at + 65_536);
}
const linesIn = async (book: Buffer, onLine: () => void = () => undefined): Promise<string> => {
  let text = '';
  for await (const { lines } of xlsxSheets(() => bytesOf(book)))
    for await (const line of lines) {
      text += line;
      onLine();
    }
  return text;
};
/** As Excel writes it: the sheet stands before its texts. */
const written = async (rows: readonly (readonly ExcelJS.CellValue[])[]): Promise<Buffer> => {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('名单').addRows(rows.map((row) => [...row]));
  return Buffer.from(await book.xlsx.writeBuffer());
};

describe('a book', () => {
  it('is read when its texts are of a size', async () => {
    expect(await linesIn(stringBomb(1))).toHaveLength((1 << 20) + 1);
    expect(await linesIn(bookOf('<row r="1"><c r="A1"><v>7</v></c></row>'))).toContain('7');
  });

  it.each([
    ['text', stringBomb(140)],
    ['styles', styleBomb(40)],
  ])(
    'is given up when it unpacks to more %s than is read',
    async (_, book) => {
      await expect(linesIn(book)).rejects.toThrow('unpacks to more text');
    },
    60_000,
  );

  it('loses no character where two chunks meet, in its texts or in its sheet', async () => {
    const names = Array.from({ length: 6_000 }, (_, at) => `昆明市东川区乌龙镇第${at}组`);
    expect(await linesIn(await written(names.map((name) => [name])))).toBe(names.map((name) => `${name}\n`).join(''));
    const cells = names.map((name, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="inlineStr"><is><t>${name}</t></is></c></row>`);
    expect(await linesIn(bookOf(cells.join('')))).toBe(names.map((name) => `${name}\n`).join(''));
  });

  it('leaves nothing in the folder for temporary files, not even while it is read', async () => {
    const [before, folder] = [process.env.TMPDIR, mkdtempSync(join(tmpdir(), 'xianjie-tmp-'))];
    const seen: string[] = [];
    try {
      process.env.TMPDIR = folder;
      await linesIn(await written([['姓名'], ['韦大山']]), () => void seen.push(...readdirSync(folder)));
    } finally {
      process.env.TMPDIR = before;
      rmSync(folder, { recursive: true });
    }
    expect(seen).toEqual([]);
  });

  it('shows an error as the sheet shows it, never as an empty cell', async () => {
    const failed = '<row r="2"><c r="A2" t="e"><f>VLOOKUP(B2,C:D,2,0)</f><v>#N/A</v></c></row>';
    const pasted = '<row r="1"><c r="A1" t="e"><v>#REF!</v></c></row>';
    expect(await linesIn(bookOf(pasted + failed))).toBe('#REF!\n#N/A\n');
  });

  it('gives what a formula came to, also 0; one that nobody calculated is no empty cell', async () => {
    const rows = [`<v>0</v>`, `<v>139.5</v>`, ``].map(
      (v, at) => `<row r="${at + 1}"><c r="A${at + 1}"><f>B1-C1</f>${v}</c></row>`,
    );
    expect(await linesIn(bookOf(rows.join('')))).toBe('\u00010\n\u0001139.5\n#N/A\n');
  });

  it('is read however long its texts take when all that was packed has come', async () => {
    const texts = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${'<si><t>韦大山</t></si>'.repeat(1_500_000)}</sst>`;
    expect(await linesIn(bookOf('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts))).toBe('韦大山\n');
  }, 120_000);
});
