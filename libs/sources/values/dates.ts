import { dayOf, isYearMonth } from '@xianjie/domain';
import type { LocalDate, YearMonth } from '@xianjie/domain';
import { textOf } from './text';

type Day = Readonly<{ year: number; month: number; day: number | null }>;
/** Excel counts days from here; its serial 60 (29 February 1900) never was, so no day before 1 March 1900 is read as a serial. */
const EXCEL_EPOCH = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;

const SEPARATED = /^(\d{4})[-./年](\d{1,2})(?:[-./月](\d{1,2})日?)?月?(?:[T ]00:00(?::00(?:\.0+)?)?Z?)?$/;

const serialDay = (serial: number): Day => {
  const date = new Date(EXCEL_EPOCH + Math.floor(serial) * DAY_MS);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
};

const partsOf = (text: string): Day | null => {
  const separated = SEPARATED.exec(text);
  if (separated) return { year: +separated[1], month: +separated[2], day: separated[3] ? +separated[3] : null };
  if (/^\d{8}$/.test(text)) return { year: +text.slice(0, 4), month: +text.slice(4, 6), day: +text.slice(6) };
  if (/^\d{6}$/.test(text)) return { year: +text.slice(0, 4), month: +text.slice(4), day: null };
  // Excel serials from 1927 to 2119: five digits that no calendar form above uses.
  if (/^[1-7]\d{4}(\.0+)?$/.test(text)) return serialDay(Number(text));
  return null;
};

/** `2016-03-31`, `20160331`, `2016.3.31`, `2016/3/31`, `2016年3月31日`, an Excel serial; a month alone is its first day. Null: empty. */
export const dateOf = (cell: string): LocalDate | null | 'impossible' => {
  const text = textOf(cell);
  if (text === '') return null;
  const parts = partsOf(text);
  return (parts && dayOf(parts.year, parts.month, parts.day ?? 1)) ?? 'impossible';
};

/** `2016-03`, `2016.3`, `201603`, or the month of any date above. Null: empty. */
export const monthFrom = (cell: string): YearMonth | null | 'impossible' => {
  const text = textOf(cell);
  if (isYearMonth(text)) return text;
  const day = dateOf(text);
  return day === null || day === 'impossible' ? day : (day.slice(0, 7) as YearMonth);
};

/** `2016`, `2016年`, `2016年度`, `2016.0`. Null: empty. */
export const yearFrom = (cell: string): number | null | 'impossible' => {
  const text = textOf(cell);
  if (text === '') return null;
  const found = /^((?:19|20)\d{2})(?:\.0+)?(?:年度?)?$/.exec(text);
  return found ? Number(found[1]) : 'impossible';
};
