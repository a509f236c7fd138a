import { dayOf } from '../values';
import type { LocalDate } from '../values';

// What stands in a 证件号码 cell, made comparable (GB 11643-1999, domain.md 3.3 and 3.5). The value as read is kept beside it.

/** `idNo` is 18 characters where that is possible; `problem` says that the number cannot be trusted (S-11, CR-02). */
export type ReportedIdentity = Readonly<{
  raw: string | null;
  idNo: string | null;
  kind: 'resident-18' | 'resident-15' | 'disability-20' | 'other' | 'missing';
  problem: 'check-digit' | null;
}>;
/** A spreadsheet kept only 15 digits of it: nothing can be matched with what is left (S-11). */
export type ZeroedIdentity = Readonly<{ zeroed: true }>;

const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const CHECKS = '10X98765432';

/** The 18th character for the first 17 digits of a resident number. */
export const checkCharacterOf = (first17: string): string => {
  let sum = 0;
  for (let i = 0; i < 17; i += 1) sum += (first17.charCodeAt(i) - 48) * WEIGHTS[i];
  return CHECKS[sum % 11];
};

export type BirthAndSex = Readonly<{ birth: LocalDate; sex: '男' | '女' }>;

/** What 18 characters say of the person, or null when they are no such number or hold no day of the calendar. */
export const birthAndSexOf = (idNo: string | null): BirthAndSex | null => {
  if (idNo === null || !/^\d{17}[\dX]$/.test(idNo)) return null;
  const birth = dayOf(Number(idNo.slice(6, 10)), Number(idNo.slice(10, 12)), Number(idNo.slice(12, 14)));
  return birth && { birth, sex: Number(idNo[16]) % 2 === 1 ? '男' : '女' };
};

/** Eighteen characters whose check character and birth date hold. The division is that of first issue and is not looked up. */
export const isValidIdNo = (idNo: string): boolean =>
  /^\d{17}[\dX]$/.test(idNo) && idNo[17] === checkCharacterOf(idNo) && birthAndSexOf(idNo) !== null;

// Spaces of every width, tabs, zero-width characters, and the apostrophes and quotes that spreadsheets put before text.
const NOISE = /[\s\u200b-\u200f\u2060\ufeff'"`´‘’“”]/g;
const clean = (raw: string): string => {
  const text = raw.normalize('NFKC').replace(NOISE, '').toUpperCase();
  const withZeros = text.replaceAll('O', '0');
  return /^\d{14,20}X?\d{0,2}$/.test(withZeros) ? withZeros : text;
};

const checked = (raw: string, idNo: string, kind: ReportedIdentity['kind']): ReportedIdentity => ({
  raw,
  idNo,
  kind,
  problem: isValidIdNo(idNo) ? null : 'check-digit',
});

// Serials 996 to 999 were kept for people over a hundred, born before 1900.
const widen = (fifteen: string): string => {
  const first17 = fifteen.slice(0, 6) + (fifteen.slice(12) >= '996' ? '18' : '19') + fifteen.slice(6);
  return first17 + checkCharacterOf(first17);
};

// Excel keeps 15 significant digits: 18 of them in a number cell, or written out from one, end in zeros.
const isZeroed = (text: string, numericCell: boolean): boolean =>
  /^\d(\.\d+)?E\+?1\d$/.test(text) ||
  (/^\d{16,20}$/.test(text) && (numericCell || (text.length >= 18 && text.endsWith('000') && !isValidIdNo(text.slice(0, 18)))));

/**
 * An identifier cell as it was read (null: empty cell). `numericCell`: the sheet held a number, not text.
 * 15 digits become 18, a disability certificate (20 characters, 22 when re-issued) is cut to its 18; a number that is
 * anything else keeps its cleaned text, so that the same document is at least the same text.
 */
export const normaliseIdentifier = (
  raw: string | null,
  { numericCell = false }: Readonly<{ numericCell?: boolean }> = {},
): ReportedIdentity | ZeroedIdentity => {
  const text = raw === null ? '' : clean(raw);
  if (raw === null || text === '') return { raw: null, idNo: null, kind: 'missing', problem: null };
  if (isZeroed(text, numericCell)) return { zeroed: true };
  if (/^\d{17}[\dX]$/.test(text)) return checked(raw, text, 'resident-18');
  if (/^\d{15}$/.test(text)) return checked(raw, widen(text), 'resident-15');
  if (/^\d{17}[\dX]\d{2}(B\d)?$/.test(text)) return checked(raw, text.slice(0, 18), 'disability-20');
  return { raw, idNo: text, kind: 'other', problem: /\d{13}/.test(text) ? 'check-digit' : null };
};
