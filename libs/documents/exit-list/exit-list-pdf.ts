import { buffer } from 'node:stream/consumers';
import { cellsOf, headings } from './columns';
import type { OpenedLine } from './columns';
import { KINDS, SECTIONS, householdsIn, titleOf } from './paper';
import type { Paper } from './paper';
import { MARGIN, lineWidth, newDocument } from './pdf-page';
import type { Column } from './pdf-page';
import { PdfTable } from './pdf-table';

type Printed = Column & Readonly<{ of: string }>;
const printed = (of: string, width: number, align?: Column['align'], heading = of): Printed => ({ of, heading, width, align });

const SHARED: readonly Printed[] = [
  printed('变动', 28, 'center'),
  printed('户编号', 92),
  printed('人编号', 30, 'center'),
  printed('姓名', 52),
  printed('证件号码', 88),
  printed('与户主关系', 44),
  printed('家庭人口数', 30, 'center', '家庭\n人口'),
  printed('保障人口数', 30, 'center', '保障\n人口'),
  printed('低保证号', 92),
  printed('保障类型', 44),
  printed('保障类别', 28, 'center', '类别'),
  printed('户月保障金额', 48, 'right', '户月保障\n金额（元）'),
  printed('起始年月', 42, 'center'),
];
const OF_SECTION: Readonly<Record<1 | 2, readonly Printed[]>> = {
  1: [
    printed('脱贫日期', 54, 'center'),
    printed('脱贫属性(冻结时)', 70, undefined, '脱贫属性\n（冻结时）'),
    printed('返贫日期', 54, 'center'),
    printed('人均纯收入', 50, 'right', '人均纯收入\n（元）'),
    printed('主要致贫原因', 52),
  ],
  2: [
    printed('计划脱贫年度', 40, 'center', '计划脱\n贫年度'),
    printed('脱贫属性(冻结时)', 70, undefined, '脱贫属性\n（冻结时）'),
    printed('未脱贫原因', 112),
    printed('人均纯收入', 50, 'right', '人均纯收入\n（元）'),
    printed('劳动能力', 54),
  ],
};
const STANDING: readonly Printed[] = [
  printed('低保状态(脱贫时)', 46, 'center', '低保状态\n（脱贫时）'),
  printed('低保状态(年末)', 46, 'center', '低保状态\n（年末）'),
  printed('低保状态(冻结时)', 46, 'center', '低保状态\n（冻结时）'),
];

/** A person with several cases: one a row of the cell, in the same order everywhere. */
const OF_CASES = new Set(['低保证号', '保障类型', '保障类别', '户月保障金额', '起始年月', ...STANDING.map(({ of }) => of)]);
const cellOf = ({ of }: Printed, cells: readonly string[]): string => {
  const text = cells[headings.indexOf(of)] as string;
  return OF_CASES.has(of) ? text.replaceAll('、', '\n') : text;
};

const section = (document: PDFKit.PDFDocument, paper: Paper, number: 1 | 2): void => {
  const lines = paper.lines.filter(({ line }) => line.section === number);
  // Nobody of section 2 has an exit to stand at.
  const columns = [...SHARED, ...OF_SECTION[number], ...(number === 1 ? STANDING : STANDING.slice(1))];
  const table = new PdfTable(document, `${SECTIONS[number]}：${householdsIn(lines)} 户 ${lines.length} 人`, columns);
  table.begin();
  if (lines.length === 0) table.band('无');
  lines.forEach((opened, index) => {
    const before = lines[index - 1]?.line;
    const canonical = cellsOf(opened, paper);
    const cells = columns.map((column) => cellOf(column, canonical));
    if (before?.division !== opened.line.division) table.band(divisionBand(opened), cells);
    table.row(cells, before?.householdId !== opened.line.householdId);
  });
  table.end();
};

const divisionBand = ({ line: { division } }: OpenedLine): string =>
  division.length > 9 ? `乡镇 ${division.slice(0, 9)} · 村 ${division}` : `行政区划 ${division}`;

const write = (document: PDFKit.PDFDocument, text: string, x: number, y: number, size: number, colour = '#111111'): void => {
  document.fontSize(size).fillColor(colour).text(text, x, y, { lineBreak: false });
};

const front = (document: PDFKit.PDFDocument, paper: Paper): void => {
  const title = titleOf(paper);
  write(document, title, (document.page.width - lineWidth(document, title, 18)) / 2, MARGIN, 18);
  const facts = [
    `名单编号 ${paper.listId}`,
    `第 ${paper.version} 版（${KINDS[paper.kind]}）`,
    `冻结日期 ${paper.frozenOn}`,
    `日志位置 ${paper.position}`,
  ].join('    ');
  write(document, facts, (document.page.width - lineWidth(document, facts, 9)) / 2, MARGIN + 30, 9, '#444444');
  document.y = MARGIN + 56;
};

const SIGNATURE_HEIGHT = 120;

/** Never torn from its heading: a block that does not fit goes to a page of its own. */
const signatures = (document: PDFKit.PDFDocument, { root, signature }: Paper): void => {
  if (document.y + SIGNATURE_HEIGHT > document.page.height - MARGIN - 30) {
    document.addPage();
    document.y = MARGIN;
  }
  const top = document.y + 10;
  const half = (document.page.width - 2 * MARGIN) / 2;
  ['提供单位：县级扶贫部门（盖章）', '接收单位：县级民政部门（盖章）'].forEach((office, index) => {
    const x = MARGIN + index * half;
    write(document, office, x, top, 10);
    write(document, index === 0 ? '负责人（签字）：' : '经办人（签字）：', x, top + 30, 10);
    write(document, '日期：        年      月      日', x + 240, top + 30, 10);
  });
  const electronic = signature
    ? `电子签名 ${signature.algorithm}，密钥 ${signature.keyId}，签于 ${signature.on}`
    : '尚未电子签名';
  write(document, `校验根值（SM3） ${root}`, MARGIN, top + 68, 8, '#444444');
  write(
    document,
    `${electronic}；核对办法见随附 statement.json、statement.sig、hashes.txt、proofs.csv`,
    MARGIN,
    top + 84,
    8,
    '#444444',
  );
};

const footers = (document: PDFKit.PDFDocument, { listId, version, root }: Paper): void => {
  const { count } = document.bufferedPageRange();
  for (let page = 0; page < count; page++) {
    document.switchToPage(page);
    const y = document.page.height - MARGIN - 8;
    // Below the bottom margin pdfkit would open another page.
    document.page.margins.bottom = 0;
    const number = `第 ${page + 1} 页 共 ${count} 页`;
    write(document, `${listId} 第 ${version} 版    根值 ${root.slice(0, 16)}…`, MARGIN, y, 8, '#666666');
    write(document, number, document.page.width - MARGIN - lineWidth(document, number, 8), y, 8, '#666666');
  }
};

/** For print and signature: both sections on A3, grouped by village and household, and a signature block at the end. */
export const exitListPdf = async (paper: Paper): Promise<Buffer> => {
  const CreationDate = new Date(`${paper.frozenOn}T00:00:00+08:00`);
  const document = await newDocument({ Title: `${titleOf(paper)} ${paper.listId} v${paper.version}`, CreationDate });
  const bytes = buffer(document as unknown as NodeJS.ReadableStream);
  front(document, paper);
  section(document, paper, 1);
  section(document, paper, 2);
  signatures(document, paper);
  footers(document, paper);
  document.end();
  return bytes;
};
