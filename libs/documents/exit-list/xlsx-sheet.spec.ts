import ExcelJS from 'exceljs';
import { headings } from './columns';
import { exitListXlsx } from './exit-list-xlsx';
import { aLineCase, aPaper, anOpenedLine } from './opened-line.fixture';
import type { Paper } from './paper';

const bookOf = async (lines: Parameters<typeof aPaper>[0], said: Partial<Paper> = {}): Promise<ExcelJS.Workbook> => {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load((await exitListXlsx(aPaper(lines, said))) as unknown as ArrayBuffer);
  return book;
};
const texts = (sheet: ExcelJS.Worksheet, row: number): unknown[] =>
  Array.from((sheet.getRow(row).values as unknown[]).slice(1), (value) => value ?? '');
const filled = (sheet: ExcelJS.Worksheet, row: number): unknown[] => texts(sheet, row).filter((value) => value !== '');
const planned = anOpenedLine({ section: 2, registryStatus: 'PLANNED', householdId: 'h-9' });

describe('a sheet of the list', () => {
  let book: ExcelJS.Workbook;
  let exited: ExcelJS.Worksheet;
  let notExited: ExcelJS.Worksheet;
  beforeAll(async () => {
    const wife = anOpenedLine({ memberNo: '02' });
    book = await bookOf([anOpenedLine(), wife, planned]);
    [exited, notExited] = book.worksheets as [ExcelJS.Worksheet, ExcelJS.Worksheet];
  });

  it('says which list it is, and how many households and persons its section has', () => {
    expect([texts(exited, 1), texts(exited, 2)]).toEqual([
      ['富民县 2016 年度脱贫与低保衔接名单（正式名单）'],
      ['第一部分 上年度已脱贫的低保对象（家庭），1 户 2 人；冻结日期 2017-03-20'],
    ]);
    expect(texts(notExited, 2)).toEqual(['第二部分 拟脱贫但未脱贫对象（家庭），1 户 1 人；冻结日期 2017-03-20']);
    expect(exited.getRow(1).font).toMatchObject({ bold: true, size: 14 });
    expect([book.creator, book.created]).toEqual(['衔接', new Date('2017-03-19T16:00:00Z')]);
  });

  it('holds the lines of its own section, each cell as the canonical form has it', () => {
    expect([exited.actualRowCount, notExited.getRow(4).getCell(1).value]).toEqual([5, 'XJ-530124-2016']);
    expect(texts(exited, 5)).toEqual([
      ...['XJ-530124-2016', 1, '1', '', '530124101001', 'h-0190a5c2-0000-7000-8000-000000000001', '5301240000001', '02'],
      ...['李春花', '53012419610517002X', '户主', 2, 1, '530124010000001', '农村低保', 'B', 139.5, '2015-03'],
      ...['已脱贫(享受政策)', '', '2016-11-15', 2016, 3526, '吃、穿、住房', '因病', '缺资金、缺技术', 2016, '', '普通劳动力'],
      ...['在保', '在保', '渐退'],
    ]);
  });

  it('makes a number of a figure only: two sums in one cell, and what is no figure, stay text', async () => {
    const cases = [aLineCase(), aLineCase({ caseNo: '2' })];
    const lines = [anOpenedLine({ cases, perCapitaNetIncomeFen: -5 })];
    const sheet = (await bookOf(lines)).worksheets[0]!;
    const cell = (heading: string) => sheet.getRow(4).getCell(headings.indexOf(heading) + 1).value;
    expect(['户月保障金额', '人均纯收入', '部分'].map(cell)).toEqual(['139.50、139.50', -0.05, '1']);
  });

  it('writes money with two decimals, counts without, and everything else as text, wide enough to be read', () => {
    const column = (heading: string) => exited.getColumn(headings.indexOf(heading) + 1);
    const formats = new Map(headings.map((heading) => [heading, column(heading).numFmt]));
    const having = (format: string) => headings.filter((heading) => formats.get(heading) === format);
    expect(having('0.00')).toEqual(['户月保障金额', '人均纯收入']);
    expect(having('0')).toEqual(['版本', '家庭人口数', '保障人口数', '脱贫年度', '计划脱贫年度']);
    expect(having('@')).toHaveLength(headings.length - 7);
    const widths = ['平台户编号', '户编号', '证件号码', '低保证号', '名单编号', '行政区划代码', '姓名', '两不愁三保障'].map(
      (heading) => column(heading).width,
    );
    expect(widths).toEqual([40, 21, 21, 21, 17, 15, 10, expect.closeTo(13.2)]);
  });

  it('is printed on A3 landscape as wide as the page, its heading on each, with list and page below', () => {
    expect(exited.pageSetup).toMatchObject({
      ...{ orientation: 'landscape', paperSize: 8, fitToPage: true, fitToWidth: 1, fitToHeight: 0, printTitlesRow: '3:3' },
    });
    expect(exited.headerFooter.oddFooter).toBe('&LXJ-530124-2016 第 1 版&R第 &P 页 共 &N 页');
    expect(exited.views[0]).toMatchObject({ state: 'frozen', ySplit: 3, xSplit: 9 });
    const heading = exited.getRow(3).getCell(1);
    expect(heading).toMatchObject({
      ...{ font: { bold: true }, border: { bottom: { style: 'thin' } }, alignment: { wrapText: true, vertical: 'middle' } },
      fill: { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE7EDF3' } },
    });
  });

  it('ends, the second one alone, in what the offices sign and what proves the list', async () => {
    const end = (sheet: ExcelJS.Worksheet) => [6, 7, 8].map((row) => filled(sheet, row));
    const root = '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0';
    expect(end(notExited)).toEqual([
      ['扶贫部门（盖章）：', '负责人（签字）：', '日期：', '民政部门（盖章）：', '经办人（签字）：', '日期：'],
      [`校验根值（SM3）：${root}`, '日志位置：53:102334'],
      ['电子签名：SM2，密钥 0011223344556677，2017-03-21'],
    ]);
    expect(end(exited)).toEqual([[], [], []]);
    const unsigned = await bookOf([planned], { signature: undefined, countyName: null, kind: 'SUPPLEMENT' });
    expect(filled(unsigned.worksheets[1]!, 8)).toEqual([]);
    expect(texts(unsigned.worksheets[0]!, 1)).toEqual(['530124 2016 年度脱贫与低保衔接名单（补充名单）']);
    const replaced = await bookOf([], { kind: 'REPLACEMENT' });
    expect(texts(replaced.worksheets[0]!, 1)).toEqual(['富民县 2016 年度脱贫与低保衔接名单（更正名单）']);
  });
});
