import type { Random } from './random';

const SURNAMES = {
  hunan: '刘陈李王周张黄谢罗杨彭唐邓胡曾肖何吴蒋谭龙向田石'.split(''),
  guangxi: '韦黄覃陆李梁陈农蒙莫罗蓝周廖唐卢刘吴谭潘岑兰杨何'.split(''),
  yunnan: '李杨张王赵罗刘陈普马和段白周黄朱何木沙阿岩刀熊吴'.split(''),
} as const;
const MALE = '军华国强明建平勇伟刚文林海山生福贵荣德金春云龙光兴志永'.split('');
const FEMALE = '秀英珍兰梅芳花玉莲凤香桂芬红美琼丽艳群菊燕霞萍月华云'.split('');
/** Dotted names of minority families: people whose name the two systems write with different dots. */
const DOTTED = ['阿果·木呷', '吉克·阿依', '沙马·拉古', '阿普·日初', '木加·妞妞', '马海·古体', '尔古·阿呷', '勒伍·金曲'];
/** The same sound or shape: what a clerk types instead. */
const VARIANTS: Readonly<Record<string, string>> = {
  军: '君',
  华: '花',
  国: '囯',
  强: '強',
  明: '民',
  建: '健',
  平: '萍',
  伟: '卫',
  刚: '钢',
  文: '纹',
  林: '琳',
  福: '富',
  荣: '容',
  德: '得',
  秀: '绣',
  英: '瑛',
  珍: '真',
  兰: '蓝',
  梅: '海',
  芳: '方',
  花: '华',
  玉: '王',
  莲: '连',
  凤: '风',
  香: '乡',
  芬: '芳',
  红: '洪',
  美: '梅',
  丽: '莉',
  艳: '燕',
  燕: '艳',
  萍: '平',
  云: '芸',
  志: '治',
  永: '勇',
  生: '升',
  光: '广',
  兴: '星',
};
const RARE = ['䶮', '㛃', '𬭎'];

export type ProvinceName = 'hunan' | 'guangxi' | 'yunnan';
export const surnameOf = (name: string): string => name.slice(0, 1);

export const makeName = (random: Random, province: ProvinceName, sex: '男' | '女', surname?: string): string => {
  const pool = sex === '男' ? MALE : FEMALE;
  const given = random.chance(0.85) ? random.pick(pool) + random.pick(pool) : random.pick(pool);
  return (surname ?? random.pick(SURNAMES[province])) + given;
};
export const makeDottedName = (random: Random): string => {
  const [first, second] = random.pick(DOTTED).split('·');
  return `${first}·${second.slice(0, 1)}${random.pick(MALE)}${random.chance(0.5) ? random.pick(FEMALE) : ''}`;
};
export const makeRareName = (random: Random, surname: string): string => surname + random.pick(MALE) + random.pick(RARE);

/** Null when no character of the given name has a variant. */
export const nameVariant = (name: string): string | null => {
  for (let i = name.length - 1; i > 0; i -= 1) {
    const other = VARIANTS[name[i]];
    if (other !== undefined && !name.includes('·')) return name.slice(0, i) + other + name.slice(i + 1);
  }
  return null;
};
export const dotVariant = (name: string, random: Random): string => name.replace('·', random.pick(['•', '・', '．', '']));
/** What a system without the character keeps of it. */
export const withoutRare = (name: string, random: Random): string => {
  for (const character of RARE) if (name.includes(character)) return name.replace(character, random.pick(['?', '□', '*']));
  return name;
};
export const hasRare = (name: string): boolean => RARE.some((character) => name.includes(character));
