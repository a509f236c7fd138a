import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { divisionTable } from '@xianjie/domain';
import type { Division, DivisionTable, LocalDate } from '@xianjie/domain';
import { parse } from 'csv-parse/sync';

const folderAbove = (from: string): string => {
  const here = join(from, 'divisions');
  if (existsSync(join(here, 'README.md'))) return here;
  const parent = join(from, '..');
  if (parent === from) throw new Error('no folder divisions/ with a README.md above libs/sources');
  return folderAbove(parent);
};

const rowOf = (row: Record<string, string>): Division => ({
  code: row.code,
  name: row.name,
  level: row.level as Division['level'],
  parent: row.parent || null,
  validFrom: (row.validFrom || null) as LocalDate | null,
  validTo: (row.validTo || null) as LocalDate | null,
  successor: row.successor || null,
});

/** Every table of `divisions/`, one file a province (see its README.md). */
export const readDivisionTable = (folder = folderAbove(__dirname)): DivisionTable =>
  divisionTable(
    readdirSync(folder)
      .filter((file) => file.endsWith('.csv'))
      .flatMap((file) =>
        (parse(readFileSync(join(folder, file)), { columns: true, bom: true }) as Record<string, string>[]).map(rowOf),
      ),
  );
