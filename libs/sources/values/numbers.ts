import type { Fen } from '@xianjie/domain';
import { textOf } from './text';

const MONEY = /^[¥￥]?(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d{1,2})0*)?元?$/;

/** Yuan with up to two decimals and thousands commas, as fen. Null: empty. */
export const moneyOf = (cell: string): Fen | null | 'unreadable' => {
  const text = textOf(cell).replace(/ /g, '');
  if (text === '') return null;
  const found = MONEY.exec(text);
  if (!found) return 'unreadable';
  const yuan = Number(found[1].replaceAll(',', ''));
  return yuan > 90_000_000_000 ? 'unreadable' : yuan * 100 + Number((found[2] ?? '').padEnd(2, '0'));
};

/** A plain number (a score) of up to 15 digits before the point, as a double holds them. Null: empty. */
export const numberOf = (cell: string): number | null | 'unreadable' => {
  const text = textOf(cell);
  if (text === '') return null;
  return /^\d{1,15}(\.\d+)?$/.test(text) ? Number(text) : 'unreadable';
};

/** Persons as a household counts them: an event holds 32 bits of it, and whoever has more has slipped into another column. */
export const LARGEST_COUNT = 9_999;

/** A whole number of persons up to LARGEST_COUNT. Null: empty. */
export const countOf = (cell: string): number | null | 'unreadable' => {
  const number = numberOf(cell);
  return typeof number !== 'number' || (Number.isInteger(number) && number <= LARGEST_COUNT) ? number : 'unreadable';
};
