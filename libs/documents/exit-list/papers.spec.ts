import { execFileSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from 'exceljs';
import { headings } from './columns';
import { exitListPdf } from './exit-list-pdf';
import { exitListXlsx } from './exit-list-xlsx';
import { masked, maskedIdNo } from './masking';
import { aLineCase, aPaper, anOpenedLine, sealed } from './opened-line.fixture';

jest.setTimeout(60_000);

const many = (households: number) =>
  Array.from({ length: households * 2 }, (_, index) => {
    const household = Math.floor(index / 2);
    const isSecond = household > households * 0.6;
    return anOpenedLine({
      section: isSecond ? 2 : 1,
      division: `53012410${1 + Math.floor(household / 12)}00${1 + (Math.floor(household / 4) % 3)}`,
      householdId: `h-${household}`,
      registryNo: `530124000000000${1000 + household}`,
      memberNo: `0${(index % 2) + 1}`,
      name: sealed('p', index % 2 ? '阿卜杜拉·买买提江' : '李春花'),
      relation: index % 2 ? '之配偶' : '户主',
      cases: index % 2 || household % 5 === 4 ? [] : [aLineCase({ caseNo: `5301240100000${household}` })],
      registryStatus: isSecond ? 'PLANNED' : household % 7 === 3 ? 'RELAPSED' : 'EXITED',
      relapsedOn: !isSecond && household % 7 === 3 ? '2017-02-01' : null,
      exitedOn: isSecond ? null : '2016-11-15',
      exitYear: isSecond ? null : 2016,
      notExitedReason: isSecond ? '住房安全没有保障，收入没有达到标准' : null,
    });
  });

const pagesOf = (pdf: Buffer, order: '-layout' | '-raw' = '-layout'): string[] => {
  const file = join(mkdtempSync(join(tmpdir(), 'xianjie-pdf-')), 'list.pdf');
  writeFileSync(file, pdf);
  return execFileSync('pdftotext', [order, file, '-'], { encoding: 'utf8' }).split('\f').slice(0, -1);
};

describe('the list as PDF', () => {
  it('repeats its headings and numbers its pages, and ends in the signature block', async () => {
    const pages = pagesOf(await exitListPdf(aPaper(many(60))));
    expect(pages.length).toBeGreaterThan(2);
    pages.forEach((page, index) => expect(page).toMatch(new RegExp(`第 ?${index + 1} ?页 ?共 ?${pages.length} ?页`)));
    for (const page of pages.slice(0, -1)) expect(page).toContain('证件号码');
    expect([
      pages[0]!.includes('（续）'),
      pages[1]!.includes('第一部分 上年度已脱贫的低保对象（家庭）：'),
      pages[1]!.includes('（续）'),
    ]).toEqual([false, true, true]);
    expect(pages[0]).toContain('富民县 2016 年度脱贫与低保衔接名单');
    expect(pages.at(-1)).toMatch(/提供单位.*盖章[^]*66c7f0f462eeedd9/);
  });

  it('carries a row that is longer than a page on to the next, and loses nothing of it', async () => {
    const reason = `${'住房安全没有保障'.repeat(200)}终`;
    const long = anOpenedLine({ section: 2, registryStatus: 'PLANNED', notExitedReason: reason });
    const after = anOpenedLine({ section: 2, registryStatus: 'PLANNED', registryNo: '5301240000002', householdId: 'h-2' });
    const pages = pagesOf(await exitListPdf(aPaper([long, after])));
    const text = pages.join('');
    expect(text.split('').filter((character) => character === '房').length).toBe(200);
    expect(text).toContain('终');
    expect(text).toContain('5301240000002');
    for (const page of pages.slice(0, -1)) expect(page).toContain('证件号码');
  });

  it('begins the second section once, wherever on a page the first one ends', async () => {
    for (const households of [34, 35, 38, 40, 41]) {
      const lines = Array.from({ length: households }, (_, nth) => anOpenedLine({ householdId: `h-${nth}` }));
      const planned = anOpenedLine({ section: 2, registryStatus: 'PLANNED' });
      const text = pagesOf(await exitListPdf(aPaper([...lines, planned]))).join('');
      expect([households, text.match(/第二部分.*/g)]).toEqual([households, [expect.not.stringContaining('续')]]);
    }
  });

  it('prints no village at the foot of a page whose households stand on the next', async () => {
    const lines = Array.from({ length: 40 }, (_, nth) =>
      anOpenedLine({
        ...{ section: 2, registryStatus: 'PLANNED', householdId: `h-${nth}`, registryNo: `53012400000000${1000 + nth}` },
        ...{ division: `530124101${100 + nth}`, notExitedReason: '住房安全没有保障'.repeat(6 + ((nth * 5) % 13)) },
      }),
    );
    const pages = pagesOf(await exitListPdf(aPaper(lines)), '-raw');
    expect(pages.length).toBeGreaterThan(3);
    for (const page of pages) expect(page.lastIndexOf('村 530124')).toBeLessThanOrEqual(page.lastIndexOf('5301240000000'));
  });

  it('says so when a section is empty', async () => {
    const [page] = pagesOf(await exitListPdf(aPaper([])));
    expect(page).toMatch(/第一部分.*0 户 0 人[^]*无[^]*第二部分/);
  });

  it('prints a character that the font does not have by its number: two names in empty boxes would be one', async () => {
    const paper = aPaper([anOpenedLine({}, { name: '𠮷田𪚥' })]);
    expect(
      pagesOf(await exitListPdf(paper), '-raw')
        .join('')
        .replaceAll(/\s+/g, ''),
    ).toContain('𠮷田〔U+2A6A5〕');
  });

  it('is the same bytes for the same list', async () => {
    const paper = aPaper(many(3));
    expect((await exitListPdf(paper)).equals(await exitListPdf(paper))).toBe(true);
  });
});

describe('the list as XLSX', () => {
  const read = async (bytes: Buffer): Promise<ExcelJS.Workbook> => {
    const book = new ExcelJS.Workbook();
    await book.xlsx.load(bytes as unknown as ArrayBuffer);
    return book;
  };
  const cell = (book: ExcelJS.Workbook, heading: string, row = 4) =>
    book.worksheets[0]!.getRow(row).getCell(headings.indexOf(heading) + 1);

  it('keeps long numbers and leading zeros as text, and money as numbers', async () => {
    const book = await read(await exitListXlsx(aPaper([anOpenedLine({ registryNo: '00530124000000000001' })])));
    expect(cell(book, '户编号').value).toBe('00530124000000000001');
    expect(cell(book, '证件号码').value).toBe('53012419610517002X');
    expect(cell(book, '人编号').value).toBe('01');
    expect(cell(book, '户月保障金额').value).toBe(139.5);
  });

  it('writes no formula, whatever a cell begins with', async () => {
    const names = ['=1+1', '+1', '-1', '@SUM(A1)', '=HYPERLINK("http://x")'];
    const lines = names.map((name) => anOpenedLine({}, { name }));
    const book = await read(await exitListXlsx(aPaper(lines)));
    names.forEach((name, index) => {
      expect(cell(book, '姓名', 4 + index)).toMatchObject({ type: ExcelJS.ValueType.String, value: name });
      expect(cell(book, '姓名', 4 + index).formula).toBeUndefined();
    });
  });

  it('has a sheet for each section, headings that repeat in print, and the signature block', async () => {
    const book = await read(await exitListXlsx(aPaper(many(4))));
    expect(book.worksheets.map(({ name }) => name)).toEqual(['一 已脱贫', '二 未脱贫']);
    expect(book.worksheets[0]!.pageSetup.printTitlesRow).toBe('3:3');
    expect(book.worksheets[0]!.getRow(3).values).toEqual([undefined, ...headings]);
    const last = book.worksheets[1]!.getSheetValues().flat().join('|');
    expect(last).toContain('民政部门（盖章）');
  });
});

describe('a masked number', () => {
  it('shows the county and the last four only', () => expect(maskedIdNo('53012419610517002X')).toBe('530124********002X'));
  it('shows nothing when it is too short to hide anything', () => {
    expect(maskedIdNo('A123456')).toBe('*******');
    expect([maskedIdNo('1234567890'), maskedIdNo('12345678901')]).toEqual(['**********', '123456*8901']);
  });
  it('of a line is all that is hidden; none stays none', () => {
    const opened = anOpenedLine();
    expect(masked(opened)).toEqual({ ...opened, idNo: '530124********002X' });
    expect(masked({ ...opened, idNo: null }).idNo).toBeNull();
  });
});
