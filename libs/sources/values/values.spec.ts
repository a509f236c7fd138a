import { benefitModeOf, caseStatusOf, classOf, codeWord, flagOf, programmeOf, registryStatusOf } from './codes';
import { dateOf, monthFrom, yearFrom } from './dates';
import { countOf, moneyOf, numberOf } from './numbers';
import { nameOf, registerNumberOf, spelledNameOf, textOf, textOrNull } from './text';

/** Each cell with what it is read as. */
const reads = <Value>(name: string, read: (cell: string) => Value, table: readonly (readonly [string, Value])[]) =>
  describe(name, () => it.each(table)('%j is %j', (cell, value) => expect(read(cell)).toEqual(value)));

reads('a text', textOf, [
  ['plain', 'plain'],
  ['户主', '户主'],
  ['', ''],
  [' \u3000 ', ''],
  ["'007", '007'],
  ["' 007", '007'],
  ['‘007', '007'],
  ["o'clock", "o'clock"],
  ['１２Ａ', '12A'],
  ['a\u200bb', 'a b'],
  ['\ufeff韦\t', '韦'],
]);
it('a text that is nothing is none', () => expect([textOrNull('\u3000'), textOrNull('x')]).toEqual([null, 'x']));
reads('a name', nameOf, [
  ['韦 大  山', '韦大山'],
  ['阿果•木呷', '阿果·木呷'],
  ['阿果・木呷', '阿果·木呷'],
  ['Anna Maria', 'Anna Maria'],
]);
reads('a name as it is spelled', spelledNameOf, [
  [' 阿果 • 木呷', '阿果•木呷'],
  ['阿果・木呷·伍．三', '阿果・木呷·伍．三'],
  ["'阿果･木呷", '阿果･木呷'],
  ['•', '•'],
  // Of two dots, one is the letter's own.
  ['\u013Fa•b', 'L·a·b'],
  ['韦 大山', '韦大山'],
]);
reads('a register number', registerNumberOf, [
  ['007', '007'],
  ['4514 2200', '45142200'],
  ['1'.repeat(20), '1'.repeat(20)],
  ['1'.repeat(21), null],
  ['A17', null],
  ['17A', null],
  ['', null],
]);

reads('a date', dateOf, [
  ['2016-03-31', '2016-03-31'],
  ['2016.3.1', '2016-03-01'],
  ['2016/12/01', '2016-12-01'],
  ['2016年3月31日', '2016-03-31'],
  ['2016年3月31', '2016-03-31'],
  ['20160331', '2016-03-31'],
  ['201603', '2016-03-01'],
  ['2016-03', '2016-03-01'],
  ['2016年3月', '2016-03-01'],
  ['2016-03-31 00:00:00', '2016-03-31'],
  ['2016-03-31T00:00:00.000Z', '2016-03-31'],
  ['2016-03-31 00:00', '2016-03-31'],
  ['10000', '1927-05-18'],
  ['42689', '2016-11-15'],
  ['42689.0', '2016-11-15'],
  ['79999', '2119-01-10'],
  ['80000', 'impossible'],
  ['9999', 'impossible'],
  ['42689.5', 'impossible'],
  ['2016-03-31 10:30:00', 'impossible'],
  ['2016-02-30', 'impossible'],
  ['2016-13-01', 'impossible'],
  ['x2016-03-31', 'impossible'],
  ['2016-03-31x', 'impossible'],
  ['16-3-31', 'impossible'],
  ['2016', 'impossible'],
  ['不详', 'impossible'],
  ['', null],
]);
reads('a month', monthFrom, [
  ['2016-03', '2016-03'],
  ['2016.3', '2016-03'],
  ['201612', '2016-12'],
  ['2016-03-31', '2016-03'],
  ['2016-13', 'impossible'],
  ['', null],
]);
reads('a year', yearFrom, [
  ['2016', 2016],
  ['2016年', 2016],
  ['2016年度', 2016],
  ['2016.0', 2016],
  ['1999', 1999],
  ['1899', 'impossible'],
  ['2100', 'impossible'],
  ['16', 'impossible'],
  ['20160', 'impossible'],
  ['2016度', 'impossible'],
  ['', null],
]);

reads('money in yuan', moneyOf, [
  ['139.50', 13_950],
  ['139.5', 13_950],
  ['139.05', 13_905],
  ['1,139.50元', 113_950],
  ['1,234,567', 123_456_700],
  ['¥12', 1_200],
  ['￥12', 1_200],
  ['1 139.5', 113_950],
  ['139.500', 13_950],
  ['0', 0],
  ['90000000000', 9_000_000_000_000],
  ['90000000001', 'unreadable'],
  ['139.505', 'unreadable'],
  ['1,13', 'unreadable'],
  ['12,34.5', 'unreadable'],
  ['-5', 'unreadable'],
  ['12.', 'unreadable'],
  ['x12', 'unreadable'],
  ['12x', 'unreadable'],
  ['', null],
]);
reads('a number', numberOf, [
  ['61', 61],
  ['61.5', 61.5],
  ['１２', 12],
  ['61.', 'unreadable'],
  ['123456789012345', 123_456_789_012_345],
  ['1234567890123456', 'unreadable'],
  ['-1', 'unreadable'],
  ['x1', 'unreadable'],
  ['1x', 'unreadable'],
  ['', null],
]);
reads('a count of persons', countOf, [
  ['4', 4],
  ['4.0', 4],
  ['9999', 9_999],
  ['10000', 'unreadable'],
  ['2.5', 'unreadable'],
  ['四', 'unreadable'],
  ['', null],
]);

reads('a code word', codeWord, [
  ['已脫貧（享受政策）', '已脱贫(享受政策)'],
  ['农村 低保', '农村低保'],
  ['  ', ''],
  ['A 1', 'A1'],
]);
reads('脱贫属性', registryStatusOf, [
  ['未脱贫', 'POOR'],
  ['预脱贫', 'PLANNED'],
  ['已脱贫（享受政策）', 'EXITED'],
  ['已脱贫', 'EXITED'],
  ['已脱贫（不享受政策）', 'EXITED_NO_POLICY'],
  ['稳定脱贫', 'EXITED_NO_POLICY'],
  ['返貧', 'RELAPSED'],
  ['constructor', 'unknown'],
  ['', null],
]);
reads('状态', caseStatusOf, [
  ['在保', 'ACTIVE'],
  ['渐退期', 'TRANSITION'],
  ['緩發', 'SUSPENDED'],
  ['暂停', 'SUSPENDED'],
  ['停保', 'STOPPED'],
  ['退保', 'STOPPED'],
  ['不明', 'unknown'],
  ['', null],
]);
reads('保障类型', programmeOf, [
  ['农村低保', 'RURAL'],
  ['城鎮低保', 'URBAN'],
  ['特困供养', 'TEKUN'],
  ['五保', 'TEKUN'],
  ['临时救助', 'unknown'],
]);
reads('补差方式', benefitModeOf, [
  ['差额补差', 'GAP'],
  ['分档', 'TIER'],
  ['现金', 'unknown'],
]);
reads('是否', flagOf, [
  ['是', true],
  ['Y', true],
  ['有', true],
  ['否', false],
  ['0', false],
  ['无', false],
  ['也许', 'unknown'],
  ['', null],
]);
reads('保障类别', (cell) => classOf(cell, { 一类: 'A', A1: 'A' }), [
  ['A', 'A'],
  ['ｂ类', 'B'],
  ['c類', 'C'],
  ['一类', 'A'],
  ['a1', 'A'],
  ['A类补', 'unknown'],
  ['D', 'unknown'],
  ['AB', 'unknown'],
  ['', null],
]);
