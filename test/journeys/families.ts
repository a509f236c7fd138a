import { DIBAO_COLUMNS, REGISTRY_COLUMNS, aDibaoRow, aRegistryRow, syntheticIdNo, toCsv } from '@xianjie/testing';
import type { DibaoRow, RegistryRow } from '@xianjie/testing';

// Synthetic families that stand in both registries: one of them by hand for a story, thousands of them for a fault.

export type Source = 'poverty' | 'dibao';
type Member = Readonly<{ 人编号: string; 姓名: string; 性别: '男' | '女'; 证件号码: string; 与户主关系: string }>;
export type Family = Readonly<{ 户编号: string; 低保证号: string; village: string; members: readonly Member[] }>;

const SURNAMES = '李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗';
const GIVEN = '明华国建文平志伟军海山水云春秋月红玉兰芳英秀珍梅';
const FIRST_BIRTHDAY = Date.UTC(1935, 0, 1);
const DAY_MS = 86_400_000;
/** Birthdays spread over fifty years, so that numbers never run out. */
const BIRTHDAYS = 18_000;

const pick = (from: string, index: number): string => from[index % from.length] as string;

const memberOf = (county: string, family: number, place: number): Member => {
  const index = family * 8 + place;
  const 性别 = index % 2 === 0 ? '男' : '女';
  const birth = new Date(FIRST_BIRTHDAY + (index % BIRTHDAYS) * DAY_MS).toISOString().slice(0, 10);
  return {
    人编号: String(place + 1).padStart(2, '0'),
    姓名: pick(SURNAMES, family) + pick(GIVEN, index) + pick(GIVEN, Math.floor(index / GIVEN.length)),
    性别,
    证件号码: syntheticIdNo({ division: county, birth, sex: 性别, serial: Math.floor(index / BIRTHDAYS) }),
    与户主关系: place === 0 ? '户主' : place === 1 ? '配偶' : '之子',
  };
};

/** The same `no` gives the same family but for its county. */
export const aFamily = ({ county, no, size = 2 }: { county: string; no: number; size?: number }): Family => ({
  户编号: `${county}${String(no).padStart(7, '0')}`,
  低保证号: `${county}01${String(no).padStart(7, '0')}`,
  village: `${county}10100${1 + (no % 3)}`,
  members: Array.from({ length: size }, (_, place) => memberOf(county, no, place)),
});

export const families = (count: number, of: { county: string; size?: number }): readonly Family[] =>
  Array.from({ length: count }, (_, index) => aFamily({ ...of, no: index + 1 }));

export const registryRows = ({ 户编号, village, members }: Family, said: Partial<RegistryRow> = {}): readonly RegistryRow[] =>
  members.map((member) =>
    aRegistryRow({
      ...{ 户编号, 行政区划代码: village, 户主姓名: members[0]?.姓名 ?? '', 民族: '汉族', 家庭人口数: String(members.length) },
      ...member,
      ...said,
    }),
  );

export const dibaoRows = ({ 低保证号, village, members }: Family, said: Partial<DibaoRow> = {}): readonly DibaoRow[] =>
  members.map(({ 人编号, ...member }) =>
    aDibaoRow({
      ...{ 低保证号, 行政区划代码: village, 户主姓名: members[0]?.姓名 ?? '', 账户户名: members[0]?.姓名 ?? '' },
      ...{ 核对报告编号: `HD${低保证号}`, 银行账号: `621000${低保证号.slice(-9)}${人编号}`.slice(0, 19) },
      ...member,
      ...said,
    }),
  );

export const csvOf = (source: Source, rows: readonly Readonly<Record<string, string>>[]): string =>
  toCsv(source === 'poverty' ? REGISTRY_COLUMNS : DIBAO_COLUMNS, rows);
