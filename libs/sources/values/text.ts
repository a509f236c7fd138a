import { withOneDot } from '@xianjie/domain';

// What a cell says, before anybody asks what it means (domain.md 3.5): NFKC turns full-width digits, letters and spaces into
// plain ones, a leading apostrophe is Excel's mark for "this is text", and the many dots of minority names become one.

const PLAIN = /^[\x21-\x7e\u4e00-\u9fff]*$/;

/** Normalised text; '' when there is nothing. */
export const textOf = (cell: string): string => {
  // Nearly every cell of a file is plain: ASCII without spaces, or common Chinese characters.
  if (PLAIN.test(cell) && cell.charCodeAt(0) !== 0x27) return cell;
  return cell
    .normalize('NFKC')
    .replace(/[\p{Cc}\u200b-\u200f\ufeff]/gu, ' ')
    .trim()
    .replace(/^['`’‘]+/, '')
    .trim();
};

export const textOrNull = (cell: string): string | null => textOf(cell) || null;

/** A person's name as compared: one kind of dot, no spaces inside a Chinese name. */
export const nameOf = (cell: string): string => {
  // First: NFKC would make a plain stop of a wide one.
  const name = textOf(withOneDot(cell));
  return /[\u3400-\u9fff]/.test(name) ? name.replace(/ +/g, '') : name;
};

/** The same with the dots that it is spelled with (S-23). */
export const spelledNameOf = (cell: string): string => {
  const name = nameOf(cell);
  // Nearly no name has one.
  if (!name.includes('·')) return name;
  const dots = [...cell].filter((character) => withOneDot(character) === '·');
  const parts = name.split('·');
  // NFKC makes dots of its own of some letters: then nobody can tell which is which.
  if (parts.length !== dots.length + 1) return name;
  return parts.map((part, at) => `${part}${dots[at] ?? ''}`).join('');
};

/** Digits of a register number, up to 20, leading zeros kept; null when it is something else. */
export const registerNumberOf = (cell: string): string | null => {
  const text = textOf(cell).replace(/ /g, '');
  return /^\d{1,20}$/.test(text) ? text : null;
};
