import iconv from 'iconv-lite';
import { decodeRows, isSkipped } from './decode-rows';
import { UNREADABLE, decodedLine, numericCell } from './decoded-csv';
import type { Encoding } from './encoding';

const rowsOf = (bytes: string | Buffer, said: Partial<Parameters<typeof decodeRows>[2]> = {}, encoding: Encoding = 'utf-8') =>
  decodeRows(Buffer.from(bytes as string), encoding, { firstRow: 7, width: 2, fileEnds: false, ...said });
const issues = (...of: Parameters<typeof rowsOf>) => rowsOf(...of).map(({ row, issue }) => [row, issue?.code ?? null]);

describe('the rows in some bytes', () => {
  it('are counted as their sheet counts them, each with its place and its cells', () =>
    expect(rowsOf('韦,b\r\n"c,""d""",\n')).toEqual([
      { row: 7, start: 0, end: 7, cells: ['韦', 'b'], issue: null },
      { row: 8, start: 7, end: 18, cells: ['c,"d"', ''], issue: null },
    ]));

  it('have as many cells as the heading; empty ones at the end lose nothing', () => {
    expect(issues('a,b\na,b,,\na\na,b,c\n')).toEqual([
      [7, null],
      [8, null],
      [9, 'wrong-column-count'],
      [10, 'wrong-column-count'],
    ]);
    expect(rowsOf('a\n')[0]?.issue?.message).toBe('1 columns where the heading has 2');
    expect(issues('a\na,b,c\n', { width: 0 })).toEqual([
      [7, null],
      [8, null],
    ]);
  });

  it('are cut off where the file ends in one that has too few; a last line without a line end may be whole', () => {
    expect(issues('a\na', { fileEnds: true })).toEqual([
      [7, 'wrong-column-count'],
      [8, 'cut-off'],
    ]);
    expect(rowsOf('a', { fileEnds: true })[0]?.issue?.message).toBe(
      'the file ends inside this row: 1 columns where the heading has 2',
    );
    expect(issues('a\na', { fileEnds: false })[1]).toEqual([8, 'wrong-column-count']);
    expect(issues('a,b\na,b', { fileEnds: true })[1]).toEqual([8, null]);
  });

  it('are broken by a quote that is never closed, and their cells can still be looked at', () =>
    expect(rowsOf('a,"b', { fileEnds: true })).toMatchObject([
      { cells: ['a', '"b'], issue: { code: 'broken-row', message: 'a quote is never closed' } },
    ]));

  it('are broken where a line was no JSON object', () =>
    expect(rowsOf(decodedLine([UNREADABLE]))).toMatchObject([
      { issue: { code: 'broken-row', message: 'the line is no JSON object in UTF-8' } },
    ]));

  it('are unreadable alone where their bytes are not of the encoding, and the first bad byte is named', () => {
    const bad = Buffer.concat([Buffer.from('a,b\nx韦'), Buffer.from([0xff]), Buffer.from(',c\nd,e\n')]);
    expect(rowsOf(bad)).toMatchObject([
      { row: 7, issue: null },
      { row: 8, start: 4, end: 12, cells: [], issue: { code: 'unreadable-encoding', message: 'byte 5 of the row is not UTF-8' } },
      { row: 9, issue: null },
    ]);
    const broken = Buffer.concat([Buffer.from('a,'), Buffer.from([0x81]), Buffer.from(' \n')]);
    expect(rowsOf(broken, {}, 'gb18030')).toMatchObject([{ issue: { message: 'byte 4 of the row is not GB18030' } }]);
    expect(rowsOf(iconv.encode('韦,䶮\n', 'gb18030'), {}, 'gb18030')).toMatchObject([{ cells: ['韦', '䶮'], issue: null }]);
  });
});

describe('a row that says nothing of a household', () => {
  it.each([
    ['is blank', ['', ' ', '\t'], true],
    ['is a total', ['合计', '3'], true],
    ['is a total in its second column', ['', ' 总 计', '3'], true],
    ['is a total in its third column', ['1', '', '小計：3'], true],
    ['is none with the word further on', ['1', '2', '3', '合计'], false],
    ['is none with the word in the middle', ['1', '韦合计', '3'], false],
    ['is none when one cell is filled', ['', '', '', '', 'a'], false],
  ])('%s', (_, cells, expected) => expect(isSkipped(cells)).toBe(expected));
});

describe('a decoded sheet', () => {
  it('keeps a number as its cell shows it, marked as a number', () =>
    expect([61, 2480.5, 0.1 + 0.2, 451422199001010000, 6217001234567890000, -5, 1e21].map(numericCell)).toEqual(
      ['61', '2480.5', '0.3', '451422199001010000', '6217001234567890000', '-5', `1${'0'.repeat(21)}`].map(
        (text) => `\u0001${text}`,
      ),
    ));
  it('is a line of CSV a row', () => expect(decodedLine(['a', 'b,"c"', 'd\ne'])).toBe('a,"b,""c""","d\ne"\n'));
});
