import type { BenefitMode, CaseStatus, Programme, RegistryStatus } from '@xianjie/domain';
import { textOf } from './text';

// Traditional forms that stand in code words, each followed by its simplified form; names are never touched.
const PAIRS =
  '貧贫脫脱預预漸渐緩缓發发農农鄉乡鎮镇類类檔档補补額额戶户殘残災灾學学術术資资勞劳動动設设識识別别國国標标準准縣县險险測测監监邊边緣缘嚴严難难穩稳變变領领長长關关係系號号證证碼码屬属計计劃划養养個个與与' +
  '區区員员實实際际單单圍围壯壮漢汉從从業业齡龄處处無无滿满兒儿孫孙婦妇親亲衆众眾众時时間间銀银帳账賬账開开數数據据況况狀状態态電电話话聯联復复複复覈核對对報报點点優优續续繼继徑径純纯兩两級级鞏巩醫医療疗' +
  '義义務务飲饮遷迁餘余參参體体產产給给門门';
const SIMPLIFIED = new Map([...PAIRS.matchAll(/(.)(.)/gu)].map(([, traditional, simplified]) => [traditional, simplified]));

// The words of a file are few and stand in every row.
const WORDS_KEPT = 20_000;
const words = new Map<string, string>();

/** A code word in simplified characters, without spaces, with half-width brackets. */
export const codeWord = (cell: string): string => {
  if (cell === '') return '';
  const known = words.get(cell);
  if (known !== undefined) return known;
  const text = textOf(cell).replace(/\s+/g, '');
  const word = /[\u4e00-\u9fff]/.test(text)
    ? [...text].map((character) => SIMPLIFIED.get(character) ?? character).join('')
    : text;
  if (words.size < WORDS_KEPT) words.set(cell, word);
  return word;
};

export const codeWordOrNull = (cell: string): string | null => codeWord(cell) || null;

const REGISTRY_STATUS: Readonly<Record<string, RegistryStatus>> = {
  未脱贫: 'POOR',
  预脱贫: 'PLANNED',
  '已脱贫(享受政策)': 'EXITED',
  '脱贫(享受政策)': 'EXITED',
  已脱贫: 'EXITED',
  脱贫: 'EXITED',
  '已脱贫(不享受政策)': 'EXITED_NO_POLICY',
  '脱贫(不享受政策)': 'EXITED_NO_POLICY',
  稳定脱贫: 'EXITED_NO_POLICY',
  返贫: 'RELAPSED',
  已返贫: 'RELAPSED',
};
const CASE_STATUS: Readonly<Record<string, CaseStatus>> = {
  在保: 'ACTIVE',
  正常: 'ACTIVE',
  渐退: 'TRANSITION',
  渐退期: 'TRANSITION',
  缓发: 'SUSPENDED',
  暂停: 'SUSPENDED',
  停保: 'STOPPED',
  退保: 'STOPPED',
  已停保: 'STOPPED',
};
const PROGRAMME: Readonly<Record<string, Programme>> = {
  农村低保: 'RURAL',
  农村: 'RURAL',
  农村居民最低生活保障: 'RURAL',
  城市低保: 'URBAN',
  城市: 'URBAN',
  城镇低保: 'URBAN',
  特困: 'TEKUN',
  特困供养: 'TEKUN',
  特困人员: 'TEKUN',
  农村特困: 'TEKUN',
  五保: 'TEKUN',
};
const MODE: Readonly<Record<string, BenefitMode>> = {
  差额补差: 'GAP',
  补差: 'GAP',
  差额: 'GAP',
  分档补差: 'TIER',
  分档: 'TIER',
  分类分档: 'TIER',
};
const FLAG: Readonly<Record<string, boolean>> = {
  是: true,
  否: false,
  '1': true,
  '0': false,
  Y: true,
  N: false,
  y: true,
  n: false,
  有: true,
  无: false,
};

const reader =
  <Code>(codes: Readonly<Record<string, Code>>) =>
  (cell: string): Code | null | 'unknown' => {
    const word = codeWord(cell);
    return word === '' ? null : Object.hasOwn(codes, word) ? codes[word] : 'unknown';
  };

// Each answers null for an empty cell and 'unknown' for a word outside its set.
export const registryStatusOf = reader(REGISTRY_STATUS);
export const caseStatusOf = reader(CASE_STATUS);
export const programmeOf = reader(PROGRAMME);
export const benefitModeOf = reader(MODE);
export const flagOf = reader(FLAG);

/** A、B、C as they stand; a local name (一类, A1 …) by the class scheme of the mapping file; 'unknown' waits in quarantine (CR-33). */
export const classOf = (cell: string, scheme: Readonly<Record<string, string>>): string | null | 'unknown' => {
  const word = codeWord(cell).toUpperCase();
  if (word === '') return null;
  if (Object.hasOwn(scheme, word)) return scheme[word];
  const plain = word.replace(/类$/, '');
  return /^[ABC]$/.test(plain) ? plain : 'unknown';
};
