import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitListPdf } from './exit-list-pdf';
import { aLineCase, aPaper, anOpenedLine } from './opened-line.fixture';
import type { OpenedLine } from './columns';
import type { Paper } from './paper';
import { newDocument, wrapped } from './pdf-page';

// Each page of the font's subset is some 0.3 s, more on a machine that is busy.
jest.setTimeout(60_000);

const dir = mkdtempSync(join(tmpdir(), 'xianjie-pdf-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** In the order in which it was drawn, page by page. */
const drawn = async (lines: readonly OpenedLine[], said: Partial<Paper> = {}): Promise<readonly string[]> => {
  writeFileSync(join(dir, 'list.pdf'), await exitListPdf(aPaper(lines, said)));
  return execFileSync('pdftotext', ['-raw', join(dir, 'list.pdf'), '-'], { encoding: 'utf8' })
    .split('\f')
    .slice(0, -1);
};
const times = (text: string, part: string): number => text.split(part).length - 1;
const planned = anOpenedLine({ section: 2, registryStatus: 'PLANNED', householdId: 'h-2', division: '530124101002' });

describe('the printed list', () => {
  it('says on its front which version of which list it is, and at its end what proves it', async () => {
    const [page] = await drawn([anOpenedLine()], { kind: 'REPLACEMENT', version: 2 });
    expect(page).toMatch(/富民县 2016 年度脱贫与低保衔接名单/);
    expect(page).toMatch(/名单编号 XJ-530124-2016 +第 2 版（更正名单） +冻结日期 2017-03-20 +日志位置 53:102334/);
    expect(page).toContain('电子签名 SM2，密钥 0011223344556677，签于 2017-03-21');
    expect(page).toContain('XJ-530124-2016 第 2 版 根值 66c7f0f462eeedd9…');
    const [unsigned] = await drawn([], { signature: undefined, countyName: null });
    expect(unsigned).toContain('尚未电子签名');
    expect(unsigned).toContain('530124 2016 年度脱贫与低保衔接名单');
  });

  it('gives each office its own place to sign', async () => {
    const [page] = await drawn([]);
    expect(page).toMatch(
      /提供单位：县级扶贫部门（盖章）\s+负责人（签字）：[^]*接收单位：县级民政部门（盖章）\s+经办人（签字）：[^]*校验根值（SM3）/,
    );
  });

  it('counts households and persons of each section, and names a village once', async () => {
    const wife = anOpenedLine({ memberNo: '02', cases: [] });
    const neighbour = anOpenedLine({ householdId: 'h-3', division: '530124101' });
    const page = (await drawn([anOpenedLine(), wife, neighbour, planned])).join('');
    expect(page).toContain('第一部分 上年度已脱贫的低保对象（家庭）：2 户 3 人');
    expect(page).toContain('第二部分 拟脱贫但未脱贫对象（家庭）：1 户 1 人');
    expect(times(page, '乡镇 530124101 · 村 530124101001')).toBe(1);
    expect(times(page, '乡镇 530124101 · 村 530124101002')).toBe(1);
    expect(times(page, '行政区划 530124101')).toBe(1);
  });

  it('has in each section the columns that belong to it: who has not left stands at no exit', async () => {
    const first = (await drawn([anOpenedLine({ mainCause: '因残', otherCauses: ['缺水'] })])).join('');
    expect([first.includes('因残'), first.includes('缺水'), times(first, '低保状态\n（脱贫时）')]).toEqual([true, false, 1]);
    const both = (await drawn([anOpenedLine(), planned])).join('');
    expect([times(both, '（脱贫时）'), times(both, '（年末）'), times(both, '脱贫日期'), times(both, '计划脱\n贫年度')]).toEqual([
      ...[1, 2, 1, 1],
    ]);
  });

  it('prints several cases one below the other', async () => {
    const cases = [aLineCase(), aLineCase({ caseNo: '530124020000009', programme: 'URBAN', monthlyBenefitFen: 5 })];
    const page = (await drawn([anOpenedLine({ cases })])).join('');
    for (const cell of ['530124010000001\n530124020000009', '农村低保\n城市低保', '139.50\n0.05', '2015-03\n2015-03'])
      expect(page).toContain(cell);
  });

  it('tears no signature block: what does not fit goes to a page of its own', async () => {
    for (const households of [31, 34, 37]) {
      const lines = Array.from({ length: households }, (_, nth) => anOpenedLine({ householdId: `h-${nth}` }));
      const pages = await drawn(lines);
      expect([households, pages.length]).toEqual([households, 2]);
      expect(pages[1]).toMatch(/提供单位[^]*经办人[^]*校验根值[^]*电子签名/);
    }
  });
});

describe('a text in a column', () => {
  it('is broken between any two characters, but no row begins with a closing mark', async () => {
    const document = await newDocument({ Title: '', CreationDate: new Date(0) });
    const rows = (text: string) => wrapped(document, text, 30, 10);
    expect(rows('一二三四五六七')).toEqual(['一二三', '四五六', '七']);
    expect(rows('一二三，四')).toEqual(['一二三，', '四']);
    expect(rows('一\n\n二')).toEqual(['一', '', '二']);
    expect(rows('')).toEqual(['']);
    expect(wrapped(document, '\u0b83', 200, 10)).toEqual(['〔U+0B83〕']);
  });

  it('is not printed at all without a Chinese font', async () => {
    process.env.XIANJIE_CJK_FONT = join(dir, 'none.ttc');
    await expect(newDocument({ Title: '', CreationDate: new Date(0) })).rejects.toMatchObject({ code: 'font-missing' });
    delete process.env.XIANJIE_CJK_FONT;
  });
});
