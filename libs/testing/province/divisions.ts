import { projectRoot } from '@xianjie/infrastructure';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { ProvinceName } from './names';

export type Division = Readonly<{
  code: string;
  name: string;
  level: 'province' | 'prefecture' | 'county' | 'zone';
  parent: string;
  validFrom: string;
  validTo: string;
  successor: string;
}>;

/** The dated table of one province; its columns are described in divisions/README.md. */
export const readDivisions = (province: ProvinceName, folder = join(projectRoot(), 'divisions')): Division[] =>
  parse(readFileSync(join(folder, `${province}.csv`)), { columns: true }) as Division[];

export const inForce = (division: Division, on: string): boolean =>
  (division.validFrom === '' || division.validFrom <= on) && (division.validTo === '' || on < division.validTo);

/** The codes that one area has had, oldest first. */
export const lineageOf = (table: readonly Division[], code: string): Division[] => {
  const byCode = new Map(table.map((division) => [division.code, division]));
  let first = byCode.get(code);
  if (first === undefined) throw new RangeError(`code: no division ${code} in the table`);
  for (let before = first; before !== undefined;) {
    first = before;
    const { code: current } = before;
    before = table.find(({ successor }) => successor === current) as Division;
  }
  const line = [first];
  for (let next = byCode.get(first.successor); next !== undefined; next = byCode.get(next.successor)) line.push(next);
  return line;
};
