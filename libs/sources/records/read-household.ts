import type { ReportedHousehold, SourceName } from '../reported';
import type { RowIssue } from '../row-issue';
import { dibaoCase } from './dibao-case';
import { readDibaoRow } from './dibao-row';
import { registryHousehold } from './registry-household';
import { readRegistryRow } from './registry-row';
import type { SourceRow } from './source-row';

/** `report` is null when every row waits in quarantine; `quarantined` are the rows (numbers) that wait. */
export type HouseholdRead = Readonly<{
  report: ReportedHousehold | null;
  issues: readonly RowIssue[];
  quarantined: readonly number[];
}>;

/** Reads rows of one household. A row with an issue waits; the others go on without it. */
export const readHousehold = (source: SourceName, rows: readonly SourceRow[]): HouseholdRead => {
  const report = source === 'poverty' ? registryHousehold(rows.map(readRegistryRow)) : dibaoCase(rows.map(readDibaoRow));
  return {
    report,
    issues: rows.flatMap(({ issues }) => issues),
    quarantined: rows.filter(({ issues }) => issues.length > 0).map(({ row }) => row),
  };
};
