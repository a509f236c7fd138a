import type { LocalDate } from '@xianjie/domain';
import type { Mapping } from '../columns/mapping';
import type { Encoding } from '../decode/encoding';
import type { FileFormat } from '../decode/format';
import type { SourceName } from '../reported';
import type { HouseholdToTell, Import, ImportCounts, ImportFile, ImportPart, ImportState } from './import';

export type ImportRow = Readonly<{
  no: string;
  id: string;
  source: SourceName;
  as_of: LocalDate;
  changes: boolean;
  dry_run: boolean;
  scope: string[] | null;
  encoding: string;
  mapping: Mapping;
  state: ImportState;
  first_load: boolean;
  problem: Import['problem'];
  summary: ImportCounts | null;
}>;
export type FileRow = Readonly<{
  number: number;
  name: string;
  format: FileFormat;
  hash: string;
  bytes: number;
  path: string;
  key_box: Buffer;
}>;
export type PartRow = Readonly<{
  part: number;
  file: number;
  file_name: string;
  file_hash: string;
  sheet: string;
  encoding: Encoding;
  path: string;
  key_box: Buffer;
  bytes: number;
  columns: Record<string, number>;
  width: number;
  heading_row: number;
  rows_from: number;
}>;
export type HouseholdRow = Readonly<{
  seq: string;
  kind: HouseholdToTell['kind'];
  record_key: string;
  lineage: string;
  digest: string | null;
  rows: number;
  runs: HouseholdToTell['runs'];
}>;
export type SummaryRow = Readonly<
  Record<
    | 'staged'
    | 'told'
    | 'skipped'
    | 'quarantined'
    | 'accepted'
    | 'unchanged'
    | 'refused'
    | 'waiting'
    | 'pending'
    | 'events'
    | 'departures'
    | 'held',
    number
  > &
    Record<'compared', boolean>
>;

export const importFrom = ({
  as_of: asOf,
  dry_run: dryRun,
  first_load: firstLoad,
  summary: counts,
  ...row
}: ImportRow): Import => ({
  ...row,
  asOf,
  dryRun,
  firstLoad,
  counts,
});
export const fileFrom = ({ key_box: keyBox, ...row }: FileRow): ImportFile => ({ ...row, keyBox });
export const partFrom = (row: PartRow): ImportPart => ({
  part: row.part,
  file: row.file,
  fileName: row.file_name,
  fileHash: row.file_hash,
  sheet: row.sheet,
  encoding: row.encoding,
  path: row.path,
  keyBox: row.key_box,
  bytes: row.bytes,
  columns: row.columns,
  width: row.width,
  headingRow: row.heading_row,
  rowsFrom: row.rows_from,
});
export const householdFrom = ({ record_key: recordKey, ...row }: HouseholdRow): HouseholdToTell => ({ ...row, recordKey });
export type IssueRow = Readonly<{
  part: number;
  row: number;
  at: number;
  bytes: number;
  issues: readonly Readonly<{ column: string | null; code: string; message: string }>[];
}>;

/** Rows of households that are as they were last heard are compared only, never told again. */
export const countsFrom = (row: SummaryRow, because: string | null): ImportCounts => ({
  read: row.staged - row.skipped,
  accepted: row.accepted,
  unchanged: row.unchanged + (row.compared ? row.staged - row.told : 0),
  refused: row.refused,
  quarantined: row.quarantined,
  waiting: row.waiting,
  skipped: row.skipped,
  events: row.events,
  pending: row.pending + (row.compared ? 0 : row.staged - row.told),
  departures: { found: row.departures, held: row.held, because: row.held > 0 ? because : null },
});
