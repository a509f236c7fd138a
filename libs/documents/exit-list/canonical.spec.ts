import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { canonicalJson } from '../canonical-json';
import { csvFile, csvRecord, readCsv } from '../csv';
import { canonicalCsv, canonicalLine, headingRecord } from './canonical';
import { headings } from './columns';
import { hashFile, lineHash, newSalt, proofFile, rootOf } from './line-hash';
import { aLineCase, anOpenedLine } from './opened-line.fixture';
import { acknowledgementBytes, statementBytes } from './statement';

const title = { listId: 'XJ-530124-2016', version: 1 };
const cellOf = (heading: string, ...given: Parameters<typeof anOpenedLine>): string =>
  readCsv(canonicalCsv([canonicalLine(anOpenedLine(...given), title)]))[1]![headings.indexOf(heading)] as string;

describe('the canonical form (S-23)', () => {
  it('has the header that interfaces.md promises', () =>
    expect(headingRecord).toBe(
      '名单编号,版本,部分,变动,行政区划代码,平台户编号,户编号,人编号,姓名,证件号码,与户主关系,家庭人口数,保障人口数,低保证号,保障类型,保障类别,户月保障金额,起始年月,脱贫属性(冻结时),返贫日期,脱贫日期,脱贫年度,人均纯收入,两不愁三保障,主要致贫原因,其他致贫原因,计划脱贫年度,未脱贫原因,劳动能力,低保状态(脱贫时),低保状态(年末),低保状态(冻结时)',
    ));

  it('prints a line as the offices write it', () =>
    expect(canonicalLine(anOpenedLine(), title)).toBe(
      'XJ-530124-2016,1,1,,530124101001,h-0190a5c2-0000-7000-8000-000000000001,5301240000001,01,李春花,53012419610517002X,户主,2,1,530124010000001,农村低保,B,139.50,2015-03,已脱贫(享受政策),,2016-11-15,2016,3526.00,吃、穿、住房,因病,缺资金、缺技术,2016,,普通劳动力,在保,在保,渐退',
    ));

  it('joins several cases in one cell, in the same order everywhere', () => {
    const cases = [aLineCase(), aLineCase({ caseNo: '530124020000009', programme: 'URBAN', class: null, monthlyBenefitFen: 5 })];
    expect(cellOf('低保证号', { cases })).toBe('530124010000001、530124020000009');
    expect(cellOf('保障类型', { cases })).toBe('农村低保、城市低保');
    expect(cellOf('保障类别', { cases })).toBe('B、');
    expect(cellOf('户月保障金额', { cases })).toBe('139.50、0.05');
  });

  it('leaves the dibao columns of an uncovered member empty', () =>
    ['低保证号', '保障类型', '户月保障金额', '低保状态(冻结时)'].forEach((heading) =>
      expect(cellOf(heading, { cases: [] })).toBe(''),
    ));

  it('says that an erased value was erased', () => {
    const erased = { name: null, idNo: null, isErased: true };
    expect([cellOf('姓名', {}, erased), cellOf('证件号码', {}, erased)]).toEqual(['〔已删除〕', '〔已删除〕']);
    expect(cellOf('证件号码', {}, { idNo: null })).toBe('');
  });

  it.each<[string, Parameters<typeof anOpenedLine>[0], string]>([
    ['部分', { section: 2 }, '2'],
    ['变动', { change: 'ADDED' }, '新增'],
    ['变动', { change: 'WITHDRAWN' }, '撤回'],
    ['脱贫属性(冻结时)', { registryStatus: 'POOR' }, '未脱贫'],
    ['脱贫属性(冻结时)', { registryStatus: 'PLANNED' }, '预脱贫'],
    ['脱贫属性(冻结时)', { registryStatus: 'EXITED_NO_POLICY' }, '已脱贫(不享受政策)'],
    ['脱贫属性(冻结时)', { registryStatus: 'RELAPSED' }, '返贫'],
    ['返贫日期', { relapsedOn: '2017-02-01' }, '2017-02-01'],
    ['人均纯收入', { perCapitaNetIncomeFen: null }, ''],
    ['人均纯收入', { perCapitaNetIncomeFen: -5 }, '-0.05'],
    ['人均纯收入', { perCapitaNetIncomeFen: -352_610 }, '-3526.10'],
    ['人均纯收入', { perCapitaNetIncomeFen: 0 }, '0.00'],
    ['未脱贫原因', { notExitedReason: '住房不达标' }, '住房不达标'],
    ['保障类型', { cases: [aLineCase({ programme: 'TEKUN' })] }, '特困供养'],
    ['低保状态(脱贫时)', { cases: [aLineCase({ atExit: null })] }, ''],
    ['低保状态(脱贫时)', { cases: [aLineCase({ atExit: 'NOT_YET' })] }, '未保'],
    ['低保状态(年末)', { cases: [aLineCase({ atYearEnd: 'SUSPENDED' })] }, '缓发'],
    ['低保状态(冻结时)', { cases: [aLineCase({ atFreeze: 'STOPPED' })] }, '停保'],
    ['低保状态(冻结时)', { cases: [aLineCase({ atFreeze: 'LEFT_FILE' })] }, '不在册'],
  ])('prints %s of %j as %j', (heading, said, cell) => expect(cellOf(heading, said)).toBe(cell));

  it('has no byte-order mark, LF only, and a final LF', () => {
    const bytes = canonicalCsv([canonicalLine(anOpenedLine(), title)]);
    expect(bytes.subarray(0, 3).toString('hex')).not.toBe('efbbbf');
    expect(bytes.toString()).toMatch(/^名单编号[^\r]*[^\n]\n$/);
  });

  it('quotes only where needed, and what was written is read back', () => {
    expect(csvRecord(['a b', 'a,b', 'a"b', "a'b", 'a\nb', ' a', ''])).toBe(`a b,"a,b","a""b",a'b,"a\nb", a,`);
    expect(csvRecord(['a\rb'])).toBe('"a\rb"');
    const cell = fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', ' ', '户', 'a') });
    const records = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 });
    fc.assert(fc.property(records, (cells) => expect(readCsv(csvFile(cells.map(csvRecord)))).toEqual(cells)));
  });
});

describe('the root over the salted line hashes', () => {
  const openssl = (input: string | Buffer): string =>
    execFileSync('openssl', ['dgst', '-sm3', '-r'], { input, encoding: 'utf8' }).slice(0, 64);

  it('is what openssl makes of the documented construction', () => {
    const salt = newSalt();
    const hashes = [lineHash(salt, '甲'), lineHash(salt, '乙')];
    expect(hashes[0]).toBe(openssl(`${salt},甲`));
    expect(rootOf(hashes)).toBe(openssl(`${hashes[0]}\n${hashes[1]}\n`));
    expect(rootOf(hashes)).toBe(openssl(hashFile(hashes)));
    expect(rootOf([])).toBe(openssl(''));
  });

  it('is proved line by line; lines of another office have no salt there', () => {
    const proofs = [
      { hash: 'ab', salt: '01' },
      { hash: 'cd', salt: null },
    ];
    expect(proofFile(proofs).toString()).toBe('ab,01\ncd,\n');
    expect(newSalt()).toMatch(/^[0-9a-f]{32}$/);
  });

  it('changes with the order, and two equal lines under their own salts share no hash', () => {
    const [a, b] = [lineHash(newSalt(), '甲'), lineHash(newSalt(), '甲')];
    expect(a).not.toBe(b);
    expect(rootOf([a, b])).not.toBe(rootOf([b, a]));
  });
});

describe('the signed statement', () => {
  const counts = { exitedHouseholds: 1, exitedLines: 2, plannedHouseholds: 0, plannedLines: 0 };
  const statement = {
    ...{ list: 'XJ-530124-2016', county: '530124', year: 2016, version: 1, kind: 'ORIGINAL' as const },
    ...{ frozenOn: '2017-03-20' as const, position: '53:102334', root: 'ab', counts },
  };

  it('is canonical JSON: the same bytes however its fields were given', () => {
    expect(statementBytes(statement).toString()).toBe(
      '{"act":"sign","counts":{"exitedHouseholds":1,"exitedLines":2,"plannedHouseholds":0,"plannedLines":0},"county":"530124","format":"xianjie-exit-list/1","frozenOn":"2017-03-20","kind":"ORIGINAL","list":"XJ-530124-2016","position":"53:102334","root":"ab","version":1,"year":2016}',
    );
    const turned = Object.fromEntries(Object.entries(statement).reverse()) as typeof statement;
    expect(statementBytes(turned)).toEqual(statementBytes(statement));
  });

  it('of an acknowledgement names the seal of its day', () =>
    expect(acknowledgementBytes(statement, { day: '2017-03-30', position: '53:9', link: 'cd' }).toString()).toMatch(
      /^\{"act":"acknowledge".*"seal":\{"day":"2017-03-30","link":"cd","position":"53:9"\}/,
    ));

  it('writes lists, nulls and truths, and sorts the keys of what is inside', () =>
    expect(canonicalJson({ b: [{ d: null, c: true }, '"', 1], a: {} }).toString()).toBe(
      '{"a":{},"b":[{"c":true,"d":null},"\\"",1]}',
    ));

  it('refuses a number that is written in more than one way', () => expect(() => canonicalJson({ a: 0.1 })).toThrow(RangeError));
});
