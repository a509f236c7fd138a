import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type ExcelJS from 'exceljs';
import type { OpenedLine } from './columns';
import { cellsOf, headings } from './columns';
import { KINDS, SECTIONS, householdsIn, titleOf } from './paper';
import type { Paper } from './paper';

const MONEY = new Set(['户月保障金额', '人均纯收入']);
const COUNTS = new Set(['版本', '家庭人口数', '保障人口数', '脱贫年度', '计划脱贫年度']);
const WIDTHS: Readonly<Record<string, number>> = {
  平台户编号: 40,
  户编号: 21,
  证件号码: 21,
  低保证号: 21,
  名单编号: 17,
  行政区划代码: 15,
};

/** A string cell is never a formula, whatever it begins with; only figures that are one number become numbers. */
const cellValue = (heading: string, text: string): string | number => {
  const isFigure = MONEY.has(heading) || COUNTS.has(heading);
  return isFigure && /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text;
};

const addSection = (book: ExcelJS.stream.xlsx.WorkbookWriter, paper: Paper, section: 1 | 2): void => {
  const lines = paper.lines.filter(({ line }) => line.section === section);
  const sheet = book.addWorksheet(section === 1 ? '一 已脱贫' : '二 未脱贫', {
    views: [{ state: 'frozen', ySplit: 3, xSplit: 9 }],
    pageSetup: {
      orientation: 'landscape',
      paperSize: 8 as ExcelJS.PaperSize,
      fitToPage: true,
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '3:3',
    },
    headerFooter: { oddFooter: `&L${paper.listId} 第 ${paper.version} 版&R第 &P 页 共 &N 页` },
  });
  sheet.columns = headings.map((heading) => ({
    width: WIDTHS[heading] ?? Math.max(10, heading.length * 2.2),
    style: { numFmt: MONEY.has(heading) ? '0.00' : COUNTS.has(heading) ? '0' : '@' },
  }));
  const title = sheet.addRow([`${titleOf(paper)}（${KINDS[paper.kind]}）`]);
  title.font = { bold: true, size: 14 };
  title.commit();
  sheet.addRow([`${SECTIONS[section]}，${householdsIn(lines)} 户 ${lines.length} 人；冻结日期 ${paper.frozenOn}`]).commit();
  addHeading(sheet);
  for (const opened of lines) addLine(sheet, opened, paper);
  if (section === 2) addSignatures(sheet, paper);
  sheet.commit();
};

const addHeading = (sheet: ExcelJS.Worksheet): void => {
  const row = sheet.addRow([...headings]);
  row.font = { bold: true };
  row.eachCell((cell) => {
    cell.fill = { type: 'pattern', pattern: 'solid', fgColor: { argb: 'FFE7EDF3' } };
    cell.border = { bottom: { style: 'thin' } };
    cell.alignment = { wrapText: true, vertical: 'middle' };
  });
  row.commit();
};

const addLine = (sheet: ExcelJS.Worksheet, opened: OpenedLine, title: Paper): void =>
  sheet.addRow(cellsOf(opened, title).map((text, index) => cellValue(headings[index] as string, text))).commit();

const addSignatures = (sheet: ExcelJS.Worksheet, { signature, root, position }: Paper): void => {
  sheet.addRow([]).commit();
  sheet
    .addRow([
      '扶贫部门（盖章）：',
      '',
      '',
      '负责人（签字）：',
      '',
      '',
      '日期：',
      '',
      '民政部门（盖章）：',
      '',
      '经办人（签字）：',
      '',
      '日期：',
    ])
    .commit();
  sheet.addRow([`校验根值（SM3）：${root}`, '', '', '', '', '', '', '', `日志位置：${position}`]).commit();
  if (signature) sheet.addRow([`电子签名：${signature.algorithm}，密钥 ${signature.keyId}，${signature.on}`]).commit();
};

/** Both sections, a sheet each, for people: headings repeat on every printed page, long numbers stay text. */
export const exitListXlsx = async (paper: Paper): Promise<Buffer> => {
  // Here, not at start: every app comes by this page, and most never write a book.
  const { stream: writing } = await import('exceljs');
  const stream = new PassThrough();
  const written = buffer(stream);
  const book = new writing.xlsx.WorkbookWriter({ stream, useStyles: true, useSharedStrings: false });
  book.creator = '衔接';
  book.created = new Date(`${paper.frozenOn}T00:00:00+08:00`);
  addSection(book, paper, 1);
  addSection(book, paper, 2);
  await book.commit();
  return written;
};
