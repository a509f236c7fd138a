import type { LocalDate, YearMonth } from '../values';

// Timelines are kept in order of their date; late entries are inserted, and on one day the later recorded comes last (S-9).

const after = <T>(entries: readonly T[], date: string, dateOf: (entry: T) => string): number => {
  let index = entries.length;
  while (index > 0 && dateOf(entries[index - 1] as T) > date) index -= 1;
  return index;
};

export const inserted = <T>(entries: readonly T[], entry: T, dateOf: (entry: T) => string): readonly T[] => {
  const index = after(entries, dateOf(entry), dateOf);
  return index === entries.length ? [...entries, entry] : [...entries.slice(0, index), entry, ...entries.slice(index)];
};

type From = Readonly<{ from: LocalDate | YearMonth }>;
const fromOf = (entry: From): string => entry.from;

/** Inserted by its `from`; what held from the same day or month before is replaced. */
export const settingFrom = <T extends From>(entries: readonly T[], entry: T): readonly T[] =>
  inserted(
    entries.some(({ from }) => from === entry.from) ? entries.filter(({ from }) => from !== entry.from) : entries,
    entry,
    fromOf,
  );

/** The entry that holds on a day or in a month; undefined before the first. */
export const heldOn = <T extends From>(entries: readonly T[], date: LocalDate | YearMonth): T | undefined =>
  entries[after(entries, date, fromOf) - 1];

export const later = <T extends string>(a: T, b: T | null | undefined): T => (b !== null && b !== undefined && b > a ? b : a);
export const earlier = <T extends string>(a: T, b: T): T => (a < b ? a : b);
