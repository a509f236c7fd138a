import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { bookOf, stringBomb, styleBomb } from '../../../test/faults/hostile/books';
import type { Packed } from './archive';
import { xlsxSheets } from './xlsx';

const packed = (book: Buffer): Packed => ({
  bytes: book.length,
  async *stream(from) {
    for (let at = from; at < book.length; at += 65_536) yield book.subarray(at, at + 65_536);
  },
});
const linesIn = async (book: Buffer, onLine: () => void = () => undefined): Promise<string> => {
  let text = '';
  for await (const { lines } of xlsxSheets(packed(book)))
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

  it('gives each kind of cell as CSV would have it, and leaves none out', async () => {
    const cells: readonly ExcelJS.CellValue[] = [
      true,
      false,
      '甲_x000D_\n乙',
      { richText: [{ text: '丙_x000D_' }, { text: '\n丁' }] },
      { text: '云南', hyperlink: 'http://127.0.0.1/' },
      '2016-03-31T00:00:00.000Z',
      new Date(Date.UTC(2016, 0, 31)),
    ];
    const [row = ''] = [await linesIn(await written([cells]))];
    expect(row).toBe('是,否,"甲\r\n乙","丙\r\n丁",云南,2016-03-31,2016-01-31\n');
  });

  it('keeps the number of each row and the width of the heading', async () => {
    const book = await written([['户编号', '姓名', '证件号码'], [], [], ['1', '韦']]);
    expect(await linesIn(book)).toBe('户编号,姓名,证件号码\n\n\n1,韦,\n');
  });

  it.each(['hidden', 'veryHidden', 'visible'] as const)('says of a sheet that is %s whether it is hidden', async (state) => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('名单').addRow(['1']);
    book.addWorksheet('字典', { state }).addRow(['2']);
    const sheets: [string, boolean][] = [];
    for await (const { name, isHidden, lines } of xlsxSheets(packed(Buffer.from(await book.xlsx.writeBuffer())))) {
      for await (const _ of lines);
      sheets.push([name, isHidden]);
    }
    expect(sheets).toEqual([
      ['名单', false],
      ['字典', state !== 'visible'],
    ]);
  });

  it('loses no character where two chunks meet, in its texts or in its sheet', async () => {
    const names = Array.from({ length: 6_000 }, (_, at) => `昆明市东川区乌龙镇第${at}组`);
    expect(await linesIn(await written(names.map((name) => [name])))).toBe(names.map((name) => `${name}\n`).join(''));
    const cells = names.map((name, at) => `<row r="${at + 1}"><c r="A${at + 1}" t="inlineStr"><is><t>${name}</t></is></c></row>`);
    expect(await linesIn(bookOf(cells.join('')))).toBe(names.map((name) => `${name}\n`).join(''));
  });

  it('gives every sheet, in the order of its tabs, however long each is worked on', async () => {
    const book = new ExcelJS.Workbook();
    for (const name of ['乌龙镇', '红土地镇', '因民镇']) book.addWorksheet(name).addRow([`${name}的`]);
    const seen: string[] = [];
    for await (const { name, lines } of xlsxSheets(packed(Buffer.from(await book.xlsx.writeBuffer())))) {
      for await (const line of lines) seen.push(name + line);
      // A page is heard, a row of it is written: the archive has long been read meanwhile.
      await new Promise((next) => setTimeout(next, 50));
    }
    expect(seen).toEqual(['乌龙镇乌龙镇的\n', '红土地镇红土地镇的\n', '因民镇因民镇的\n']);
  });

  it('that is cut off, damaged or names a part that it does not hold is an error, at once', async () => {
    const whole = await written(Array.from({ length: 2_000 }, (_, at) => [`第${at}组`, at]));
    for (const share of [0.02, 0.5, 0.98]) await expect(linesIn(whole.subarray(0, share * whole.length))).rejects.toThrow();
    const at = whole.indexOf('xl/worksheets/sheet1.xml') + 200;
    await expect(
      linesIn(Buffer.concat([whole.subarray(0, at), Buffer.alloc(300, 7), whole.subarray(at + 300)])),
    ).rejects.toThrow();
    await expect(linesIn(Buffer.from(whole.toString('latin1').replaceAll('sheet1.xml', 'sheet7.xmm'), 'latin1'))).rejects.toThrow(
      'xl/worksheets/sheet1.xml',
    );
  });

  it('counts its days from 1904 where it says so, as 1 or as true', async () => {
    const main = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
    const styles = `<styleSheet ${main}><cellXfs><xf numFmtId="0"/><xf numFmtId="14" applyNumberFormat="1"/></cellXfs></styleSheet>`;
    const dated = (said: string): Promise<string> => {
      const refers = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"';
      const sheets = `<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>`;
      const index = `<workbook ${main} ${refers}><workbookPr date1904="${said}"/>${sheets}</workbook>`;
      const more = [['xl/styles.xml', styles] as const, ['xl/workbook.xml', index] as const];
      return linesIn(bookOf('<row r="1"><c r="A1" s="1"><v>41029</v></c></row>', undefined, more));
    };
    expect([await dated('1'), await dated('true'), await dated('0')]).toEqual(['2016-05-01\n', '2016-05-01\n', '2012-04-30\n']);
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

  it('shows names as the sheet does: without 拼音, whole where they stand in pieces, with characters that XML cannot hold', async () => {
    const cells = ['s"><v>0</v>', 'inlineStr"><is><r><t>韦大</t></r><r><t>山</t></r></is>', 'd"><v>2016-05-01T00:00:00Z</v>'];
    const row = cells.map((cell, at) => `<c r="${'ABC'[at]}1" t="${cell}</c>`).join('');
    const text = '<t>韦大山_x000D_</t><rPh sb="0" eb="1"><t>wéi</t></rPh>';
    const sst = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>${text}</si></sst>`;
    expect(await linesIn(bookOf(`<row r="1">${row}</row>`, sst))).toBe('"韦大山\r",韦大山,2016-05-01\n');
  });

  it('is read however long its texts take when all that was packed has come', async () => {
    const texts = `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">${'<si><t>韦大山</t></si>'.repeat(1_500_000)}</sst>`;
    expect(await linesIn(bookOf('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', texts))).toBe('韦大山\n');
  }, 120_000);
});
