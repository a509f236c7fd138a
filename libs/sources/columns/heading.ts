import type { SourceName } from '../reported';
import type { FileIssue } from '../row-issue';
import { codeWord } from '../values/codes';
import { columnsOf, optionalColumns } from './mapping';
import type { Mapping } from './mapping';

/** Where each of our columns stands in the file; -1: this source has none (mapping `without`). */
export type Layout = Readonly<{ columns: ReadonlyMap<string, number>; width: number; headingRow: number }>;
export type HeadingFound = Layout | Pick<FileIssue, 'code' | 'message' | 'row' | 'column'>;

/** Title lines, a note on units, a merged group heading: the heading stands within the first rows or nowhere. */
export const HEADING_WITHIN = 15;

const other = (source: SourceName): SourceName => (source === 'poverty' ? 'dibao' : 'poverty');
const systemName: Readonly<Record<SourceName, string>> = { poverty: 'the poverty registry (建档立卡)', dibao: 'dibao (低保)' };

const headings = (source: SourceName, mapping: Mapping): ReadonlyMap<string, string> =>
  new Map(
    // What a mapping names is promised by it.
    [...columnsOf(source), ...optionalColumns.filter((column) => Object.hasOwn(mapping.columns, column))]
      .filter((column) => !mapping.without.includes(column))
      .map((column) => [codeWord(mapping.columns[column] ?? column), column]),
  );

const optional = new Map(optionalColumns.map((column) => [codeWord(column), column]));

const hits = (cells: readonly string[], wanted: ReadonlyMap<string, string>): number =>
  new Set(cells.filter((cell) => wanted.has(cell))).size;
/** Of two heading rows the lower one names the column; where it is empty (merged downwards) the upper one does. */
const merged = (upper: readonly string[], lower: readonly string[]): string[] =>
  Array.from({ length: Math.max(upper.length, lower.length) }, (_, i) => lower[i] || upper[i] || '');

const isOtherSystems = (cells: readonly string[], source: SourceName, mapping: Mapping): boolean => {
  const own = headings(source, mapping);
  const theirs = new Map(
    [...headings(other(source), { columns: {}, without: [], classes: {} })].filter(([name]) => !own.has(name)),
  );
  return hits(cells, theirs) >= theirs.size / 2;
};

const layout = (cells: readonly string[], wanted: ReadonlyMap<string, string>, mapping: Mapping, row: number): HeadingFound => {
  const columns = new Map<string, number>(mapping.without.map((column) => [column, -1]));
  for (const [at, cell] of cells.entries()) {
    const column = wanted.get(cell) ?? optional.get(cell);
    if (column === undefined) continue;
    if (columns.has(column))
      return { code: 'duplicate-column', row, column, message: `column ${column} stands twice in the heading` };
    columns.set(column, at);
  }
  const missing = [...wanted].filter(([, column]) => !columns.has(column)).map(([name]) => name);
  if (missing.length === 0) return { columns, width: cells.findLastIndex((cell) => cell !== '') + 1, headingRow: row };
  const unexpected = cells.filter((cell) => cell !== '' && !wanted.has(cell) && !optional.has(cell));
  const hint = unexpected.length > 0 ? `; not known here: ${unexpected.slice(0, 10).join('、')}` : '';
  return { code: 'wrong-heading', row, column: missing.join('、'), message: `missing columns: ${missing.join('、')}${hint}` };
};

/** The heading among a file's first rows, or why the file is refused whole. Rows count from 1. */
export const findHeading = (rows: readonly (readonly string[])[], source: SourceName, mapping: Mapping): HeadingFound => {
  const words = rows.slice(0, HEADING_WITHIN).map((cells) => cells.map(codeWord));
  const wanted = headings(source, mapping);
  const best = words.reduce((found, cells, at) => (hits(cells, wanted) > hits(words[found] ?? [], wanted) ? at : found), 0);
  const alien = words.findIndex((cells) => isOtherSystems(cells, source, mapping));
  if (alien >= 0 && hits(words[best], wanted) < wanted.size)
    return {
      code: 'other-system',
      row: alien + 1,
      column: null,
      message: `this is a file of ${systemName[other(source)]}, not of ${systemName[source]}`,
    };
  const candidates = [
    { cells: words[best] ?? [], row: best + 1 },
    { cells: merged(words[best - 1] ?? [], words[best] ?? []), row: best + 1 },
    { cells: merged(words[best] ?? [], words[best + 1] ?? []), row: best + 2 },
  ];
  for (const { cells, row } of candidates) {
    const found = layout(cells, wanted, mapping, row);
    if ('columns' in found) return found;
  }
  if (hits(words[best] ?? [], wanted) < 3)
    return {
      code: 'no-heading',
      row: null,
      column: null,
      message: `no heading in the first ${HEADING_WITHIN} rows; missing columns: ${[...wanted.keys()].join('、')}`,
    };
  return layout(candidates[0].cells, wanted, mapping, candidates[0].row);
};
