import fc from 'fast-check';
import { cellsOf } from './csv-record';
import { decodedLine } from './decoded-csv';
import { RecordScanner, textEnd } from './scan-records';

type Found = Readonly<{ text: string; row: number; open: boolean }>;

const recordsIn = (text: string, chunk = 1 << 20): Found[] => {
  const found: Found[] = [];
  const scanner = new RecordScanner((bytes, record) => {
    found.push({ text: bytes.toString('utf8', record.start, textEnd(bytes, record)), row: record.row, open: record.open });
  });
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += chunk) scanner.feed(bytes.subarray(at, at + chunk));
  scanner.end();
  return found;
};
const textsIn = (...of: Parameters<typeof recordsIn>): string[] => recordsIn(...of).map(({ text }) => text);

describe('records', () => {
  it('hold whatever a quoted cell holds, wherever the file is cut into chunks', () =>
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.stringMatching(/^[a",\r\n韦]{0,6}$/), { minLength: 2, maxLength: 4 }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.integer({ min: 1, max: 9 }),
        (rows, chunk) => {
          const read = textsIn(rows.map((cells) => decodedLine(cells)).join(''), chunk).map(cellsOf);
          expect(read).toEqual(rows);
        },
      ),
    ));

  it('end with their line when a quote stands inside a cell, also when another follows some rows below', () => {
    const lines = ['1,韦"大山,2', '2,覃,3', '3,"a""b",4', '4,5",6', '5,黄,7'];
    for (const chunk of [1 << 20, 5]) expect(textsIn(lines.join('\n'), chunk)).toEqual(lines);
    expect(recordsIn(lines.join('\n')).some(({ open }) => open)).toBe(false);
  });

  it('end with their line when a quote opens a cell and the next one does not close it', () => {
    const lines = ['1,"韦大山,2', '2,覃,3', '3,"黄小妹,4', '4,蓝,5', ''];
    for (const chunk of [1 << 20, 3])
      expect(recordsIn(lines.join('\n'), chunk).map(({ text, row, open }) => [text, row, open])).toEqual([
        ['1,"韦大山,2', 1, true],
        ['2,覃,3', 2, false],
        ['3,"黄小妹,4', 3, true],
        ['4,蓝,5', 4, false],
      ]);
  });

  it('may go over lines, with a blank behind the quote', () => {
    expect(textsIn('1,"东川区\n乌龙镇" ,2\r\n2,覃,3\r\n')).toEqual(['1,"东川区\n乌龙镇" ,2', '2,覃,3']);
  });
});
