import type { LocalDate, YearMonth } from '@xianjie/domain';
import { addMonths, daysInMonth } from '@xianjie/domain';

/** Months of the story are counted from the December before it: 0 is `year-1`-12, 12 is `year`-12, 14 the last month before the freeze. */
export type Tick = number;
export const FREEZE_TICK = 15;
export const AFTER_FREEZE_TICK = 17;

const two = (n: number): string => String(n).padStart(2, '0');
export const monthAt = (year: number, tick: Tick): YearMonth => addMonths(`${year - 1}-12` as YearMonth, tick);
export const monthEnd = (month: YearMonth): LocalDate =>
  `${month}-${two(daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5))))}` as LocalDate;
export const asOfAt = (year: number, tick: Tick): LocalDate => monthEnd(monthAt(year, tick));
export const dayIn = (month: YearMonth, day: number): LocalDate =>
  `${month}-${two(Math.min(day, daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)))))}` as LocalDate;
export const tickOf = (year: number, month: string): Tick =>
  (Number(month.slice(0, 4)) - year + 1) * 12 + Number(month.slice(5, 7)) - 12;

/** The ways in which counties write dates; each county keeps to one. `serial` is used in XLSX only. */
export const DATE_STYLES = ['dash', 'compact', 'dot', 'slash'] as const;
export type DateStyle = (typeof DATE_STYLES)[number];

const bare = (digits: string): string => String(Number(digits));
export const writeDate = (date: string, style: DateStyle): string => {
  if (date === '' || style === 'dash') return date;
  const [y, m, d] = date.split('-');
  if (style === 'compact') return y + m + d;
  return [y, bare(m), bare(d)].join(style === 'dot' ? '.' : '/');
};
export const writeMonth = (month: string, style: DateStyle): string => {
  if (month === '') return '';
  const [y, m] = month.split('-');
  if (style === 'compact') return y + m;
  return style === 'dot' ? `${y}.${bare(m)}` : month;
};
/** Days since 1899-12-30, as Excel counts them. */
export const excelSerial = (date: LocalDate): number => Math.round(Date.parse(`${date}T00:00:00Z`) / 86_400_000) + 25_569;
export const ageOn = (birth: string, year: number): number => year - Number(birth.slice(0, 4));
