/** A day in Asia/Shanghai, `2016-03-31`. Ordered as text. */
export type LocalDate = `${number}-${number}-${number}`;
/** A month, `2016-03`. Ordered as text. */
export type YearMonth = `${number}-${number}`;
/** Money: integer fen. What it is paid for (a month, a year) is in the field's name. */
export type Fen = number;

/** A pseudonymous id of one person, `p-…`. */
export type PersonId = string;
/** A pseudonymous id of one household, and the id of its stream, `h-…`. */
export type HouseholdId = string;
/** Lists, packs and accesses have streams as well, and who asks names what they like. */
export const isHouseholdStream = (stream: string): boolean => stream.startsWith('h-');
/** Six digits (GB/T 2260, or the hub's own code for a zone without one, HN-3). */
export type CountyCode = string;

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const isLeap = (year: number): boolean => (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
export const daysInMonth = (year: number, month: number): number => (month === 2 && isLeap(year) ? 29 : (DAYS[month - 1] ?? 0));

const two = (n: number): string => String(n).padStart(2, '0');

/** The day of that calendar, or null when there is no such day (2016-02-30). */
export const dayOf = (year: number, month: number, day: number): LocalDate | null =>
  year >= 1900 && year <= 2999 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month)
    ? (`${year}-${two(month)}-${two(day)}` as LocalDate)
    : null;

export const isLocalDate = (text: string): text is LocalDate => {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  return parts !== null && dayOf(Number(parts[1]), Number(parts[2]), Number(parts[3])) === text;
};

export const isYearMonth = (text: string): text is YearMonth => /^\d{4}-(0[1-9]|1[0-2])$/.test(text);

export const yearOf = (date: LocalDate | YearMonth): number => Number(date.slice(0, 4));
export const monthOf = (date: LocalDate): YearMonth => date.slice(0, 7) as YearMonth;
export const firstDayOf = (month: YearMonth): LocalDate => `${month}-01` as LocalDate;
export const lastDayOfYear = (year: number): LocalDate => `${year}-12-31` as LocalDate;

export const addMonths = (month: YearMonth, count: number): YearMonth => {
  const index = yearOf(month) * 12 + Number(month.slice(5)) - 1 + count;
  return `${Math.floor(index / 12)}-${two((index % 12) + 1)}` as YearMonth;
};

/** Month arithmetic clamps at month end: 31 August + 6 months is the end of February (domain.md 4.6). */
export const addMonthsToDay = (date: LocalDate, count: number): LocalDate => {
  const month = addMonths(monthOf(date), count);
  const day = Math.min(Number(date.slice(8)), daysInMonth(yearOf(month), Number(month.slice(5))));
  return `${month}-${two(day)}` as LocalDate;
};

export const addDaysToDay = (date: LocalDate, count: number): LocalDate =>
  new Date(Date.parse(date) + count * 86_400_000).toISOString().slice(0, 10) as LocalDate;
