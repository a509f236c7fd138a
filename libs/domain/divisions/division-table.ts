import type { CountyCode, LocalDate } from '../values';

/** One row of `divisions/*.csv`: GB/T 2260 codes with their dates; a zone has a code of the hub's own (HN-3). */
export type Division = Readonly<{
  code: string;
  name: string;
  level: 'province' | 'prefecture' | 'county' | 'zone';
  parent: string | null;
  /** First day in force; null: before the table begins. */
  validFrom: LocalDate | null;
  /** First day no longer in force; null: still in force. */
  validTo: LocalDate | null;
  /** The code that took the area over. */
  successor: string | null;
}>;

export type DivisionTable = ReadonlyMap<string, Division>;

export const divisionTable = (rows: readonly Division[]): DivisionTable => new Map(rows.map((row) => [row.code, row]));

/** County or zone of a division of 6 to 12 digits, or null when the table does not know it; a village under it is not asked for. */
export const countyOf = (table: DivisionTable, division: string): Division | null => {
  const found = table.get(division.slice(0, 6));
  return found && (found.level === 'county' || found.level === 'zone') ? found : null;
};

/** The code and its successors, oldest first; a code the table does not know is alone. */
export const successors = (table: DivisionTable, code: string): readonly string[] => {
  const line = [code];
  for (let next = table.get(code)?.successor; next && !line.includes(next); next = table.get(next)?.successor) line.push(next);
  return line;
};

/** The name of a lineage: its last code. 530122 and its successor 530115 are both of lineage 530115 (S-10). */
export const lineageOf = (table: DivisionTable, code: CountyCode): CountyCode => successors(table, code).at(-1) ?? code;

/** The code under which a county is known on a day, whichever code of its lineage is given. */
export const codeOn = (table: DivisionTable, code: CountyCode, on: LocalDate): CountyCode => {
  const line = lineage(table, code);
  return line.find((one) => isInForce(table.get(one), on)) ?? line.at(-1) ?? code;
};

/** Every code of the lineage that a code belongs to, earlier ones included; several counties may have become one. */
export const lineage = (table: DivisionTable, code: CountyCode): readonly CountyCode[] => {
  const last = lineageOf(table, code);
  const members = [...table.keys()].filter(
    (one) => one === code || (table.get(one)?.successor && lineageOf(table, one) === last),
  );
  return [...new Set([...members, ...successors(table, code)])];
};

/** Lengths of the levels: province, prefecture, county, township, village. */
const LEVELS = [2, 4, 6, 9, 12];
const COUNTY_DIGITS = 6;

/** A code of 2 to 12 digits without the zeros that only fill it up: 450000 is 45, and 450206000000 is 450206. */
const stem = (division: string): string => {
  const above = LEVELS[LEVELS.indexOf(division.length) - 1];
  return above !== undefined && /^0+$/.test(division.slice(above)) ? stem(division.slice(0, above)) : division;
};

/** Whether a code means a county or a part of one. */
export const isWithinCounty = (division: string): boolean => stem(division).length >= COUNTY_DIGITS;

/**
 * How the codes of all that is meant by a division begin: a county, or a part of it, means the same under every code of its lineage.
 * '' means everywhere. No lineage leaves its prefecture.
 */
export const divisionsMeant = (table: DivisionTable, division: string): readonly string[] => {
  const code = stem(division);
  if (code.length < COUNTY_DIGITS) return [code];
  return lineage(table, code.slice(0, COUNTY_DIGITS)).map((county) => county + code.slice(COUNTY_DIGITS));
};

const isInForce = (division: Division | undefined, on: LocalDate): boolean =>
  division !== undefined && (division.validFrom ?? '') <= on && (division.validTo === null || on < division.validTo);
