import type { LocalDate } from '@xianjie/domain';
import { syntheticIdNo } from '@xianjie/testing';
import { defaultMapping } from '../columns/mapping';
import { readDivisionTable } from '../division-table';
import { readHousehold } from './read-household';
import type { HouseholdRead } from './read-household';
import { SourceRow } from './source-row';

// Rows as a decoded sheet holds them; how one is decoded and its heading found is specified elsewhere.

const divisions = readDivisionTable();
export const ID = syntheticIdNo({ division: '451422', birth: '1961-05-17', sex: '男', serial: 1 });
export const OTHER_ID = syntheticIdNo({ division: '451422', birth: '1990-01-01', sex: '女', serial: 3 });
export const evidence = { fileHash: 'f', sheet: 's', row: 2 };

/** Reads rows of one household or case; each tells only the cells in which it differs. The first stands in row 2. */
export const reader =
  <Row extends Readonly<Record<string, string>>>(
    source: 'poverty' | 'dibao',
    columns: readonly (keyof Row & string)[],
    aRow: (said: Partial<Row>) => Row,
    asOf: LocalDate = '2016-12-31',
  ) =>
  (...said: readonly Partial<Row>[]): HouseholdRead => {
    const layout = { columns: new Map(columns.map((column, at) => [column, at])), width: columns.length, headingRow: 1 };
    const reading = { file: 'a.csv', fileHash: 'f', sheet: 's', asOf, layout, mapping: defaultMapping, divisions };
    const cells = (row: Row) => columns.map((column) => row[column]);
    return readHousehold(
      source,
      said.map((one, at) => new SourceRow(reading, cells(aRow(one)), at + 2)),
    );
  };

export const faults = ({ issues }: HouseholdRead) => issues.map(({ row, column, code }) => `${row} ${column} ${code}`);
