import type { CountyCode, LocalDate, SignatureAlgorithm, VersionKind } from '@xianjie/domain';
import type { OpenedLine } from './columns';

/** One version as it is printed for people: XLSX and PDF are made of it, the canonical bytes are not (S-23). */
export type Paper = Readonly<{
  listId: string;
  county: CountyCode;
  countyName: string | null;
  year: number;
  version: number;
  kind: VersionKind;
  frozenOn: LocalDate;
  position: string;
  root: string;
  signature: Readonly<{ keyId: string; algorithm: SignatureAlgorithm; on: LocalDate }> | undefined;
  lines: readonly OpenedLine[];
}>;

export const KINDS: Readonly<Record<VersionKind, string>> = {
  ORIGINAL: '正式名单',
  REPLACEMENT: '更正名单',
  SUPPLEMENT: '补充名单',
};
export const SECTIONS = { 1: '第一部分 上年度已脱贫的低保对象（家庭）', 2: '第二部分 拟脱贫但未脱贫对象（家庭）' } as const;

export const titleOf = ({ countyName, county, year }: Paper): string => `${countyName ?? county} ${year} 年度脱贫与低保衔接名单`;

export const householdsIn = (lines: readonly OpenedLine[]): number => new Set(lines.map(({ line }) => line.householdId)).size;
