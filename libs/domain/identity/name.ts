import { standardForm, takenForEachOther } from './name-characters';

// · U+00B7 and what stands for it in names of minority families.
const DOTS = /[•・･．‧∙⋅᛫●﹒.]/g;
// Of these, what stands in names as they are kept: a plain stop may be one, and is none of them.
const SPELLED = /[\u2022\u2027\u30fb\uff0e\u2219\u22c5\u0387\uff65]/g;
const NOISE = /[\s\u200b-\u200f\u2060\ufeff]/g;

/** One kind of dot: two spellings of a name that differ by their dots alone are one value. What was read is kept (domain.md 3.5). */
export const withOneDot = (name: string): string => name.replace(SPELLED, '·');

/** The form in which names are compared and blocked; what was read is kept. `李 國强` and `李国强` have one. */
export const canonicalName = (name: string): string => {
  const plain = name.replace(DOTS, '·').normalize('NFKC').replace(DOTS, '·').replace(NOISE, '');
  // Capitals can fall apart (ΐ), and what noise kept apart can join: composed again at the end.
  const text = plain.toUpperCase().normalize('NFKC');
  // Most names hold nothing to replace.
  let form = '';
  for (const character of text) form += standardForm.get(character) ?? character;
  return form;
};

// What an export writes for a character that its encoding does not have.
const UNREADABLE = /^[?？□〓*＊\ufffd\ue000-\uf8ff]$/;

const mayStandFor = (a: string, b: string): boolean =>
  UNREADABLE.test(a) || UNREADABLE.test(b) || (takenForEachOther.get(a)?.includes(b) ?? false);

/**
 * `same`: equal once spaces and widths are put aside. `variant`: a known way of writing the same name (T2): Traditional forms,
 * dots, private-use and unreadable characters, or one character of the same sound or shape. `different`: anything else.
 */
export const compareNames = (a: string, b: string): 'same' | 'variant' | 'different' => {
  if (a.replace(NOISE, '').normalize('NFKC') === b.replace(NOISE, '').normalize('NFKC')) return 'same';
  const first = canonicalName(a);
  const second = canonicalName(b);
  if (first.replaceAll('·', '') === second.replaceAll('·', '')) return 'variant';
  const ours = [...first];
  const theirs = [...second];
  if (ours.length !== theirs.length || ours.length < 2) return 'different';
  const unlike = ours.flatMap((character, i) => (character === theirs[i] ? [] : [i]));
  return unlike.length === 1 && mayStandFor(ours[unlike[0]], theirs[unlike[0]]) ? 'variant' : 'different';
};

export const sameName = (a: string, b: string): boolean => compareNames(a, b) !== 'different';
