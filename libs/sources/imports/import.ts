import type { LocalDate } from '@xianjie/domain';
import type { Mapping } from '../columns/mapping';
import type { FileFormat } from '../decode/format';
import type { Encoding } from '../decode/encoding';
import type { ReportedAbsence, ReportedHousehold, SourceName } from '../reported';
import type { FileIssue } from '../row-issue';

/**
 * open: files may still come. staging → comparing → applying → settling → done. `refused`: a file was refused whole, nothing was
 * taken. `failed`: a fault; `resume` goes on where it stopped. undoing → undone: what it recorded is, or was, retracted.
 */
export type ImportState =
  'open' | 'staging' | 'comparing' | 'applying' | 'settling' | 'done' | 'refused' | 'failed' | 'undoing' | 'undone';

export type ImportRequest = Readonly<{
  source: SourceName;
  asOf: LocalDate;
  /** A change file speaks for its own rows only. */
  changes: boolean;
  dryRun: boolean;
  /** Divisions that the snapshot speaks for (province, prefecture or county codes); null: the counties in it (S-6). */
  scope: readonly string[] | null;
  encoding: string;
  mapping: Mapping;
}>;

/** Person rows: read = accepted + unchanged + refused + quarantined + waiting; `skipped` (合计, blank) stands outside (S-8). */
export type ImportCounts = Readonly<{
  read: number;
  accepted: number;
  unchanged: number;
  refused: number;
  quarantined: number;
  waiting: number;
  skipped: number;
  events: number;
  /** Rows not yet told; 0 when done. */
  pending: number;
  /** Households that the snapshot no longer lists, and how many of them wait for `import confirm`. */
  departures: Readonly<{ found: number; held: number; because: string | null }>;
}>;

export type Import = ImportRequest &
  Readonly<{
    no: string;
    id: string;
    state: ImportState;
    /** Nothing of this source had been heard before it. */
    firstLoad: boolean;
    problem: FileIssue | Readonly<{ code: string; message: string }> | null;
    counts: ImportCounts | null;
  }>;

export type ImportFile = Readonly<{
  number: number;
  name: string;
  format: FileFormat;
  hash: string;
  bytes: number;
  path: string;
  keyBox: Buffer;
}>;
/** A CSV file, or one sheet of a book decoded to CSV. */
export type ImportPart = Readonly<{
  part: number;
  file: number;
  fileName: string;
  fileHash: string;
  sheet: string;
  encoding: Encoding;
  path: string;
  keyBox: Buffer;
  bytes: number;
  columns: Readonly<Record<string, number>>;
  width: number;
  headingRow: number;
  rowsFrom: number;
}>;

export type RunPlace = Readonly<{ part: number; row: number; at: number; bytes: number }>;
export type HouseholdToTell = Readonly<{
  seq: string;
  kind: 'changed' | 'odd' | 'absent';
  recordKey: string;
  lineage: string;
  digest: string | null;
  rows: number;
  runs: readonly RunPlace[] | null;
}>;
export type HouseholdOutcome = Readonly<{
  seq: string;
  outcome: HearOutcome['status'] | 'skipped' | 'quarantined';
  household: string | null;
  quarantined: number;
  skipped: number;
  events: number;
  code: string | null;
  detail: string | null;
}>;
export type KeptIssue = Readonly<{
  part: number;
  row: number;
  column: string | null;
  code: string;
  message: string;
  at: number;
  bytes: number;
}>;

/** One record that a source reports, or says is gone. `digest` is kept as last heard; null: the same report is compared again. */
export type HeardReport = Readonly<{
  report: ReportedHousehold | ReportedAbsence;
  /** Unique in the log: the same again is answered as the first time (S-15). */
  commandId: string;
  digest: string | null;
  importId: string | null;
  origin?: 'initial-load';
}>;
export type HearOutcome = Readonly<{
  /** `unchanged`: heard, and nothing new in it. `refused` and `waiting` say why in `code`. */
  status: 'accepted' | 'unchanged' | 'refused' | 'waiting';
  household: string | null;
  events: number;
  code: string | null;
  detail: string | null;
}>;

/** What a snapshot as a whole says: a new 户编号 with the members of a departed record is a renumbering (S-10). */
export type SnapshotSaid = Readonly<{ departed: ReadonlySet<string> }>;

/** Port: who records what a source says; answers in the order of the batch and writes the heard note in the same append (S-7). */
export abstract class Hearing {
  abstract hear(batch: readonly HeardReport[], snapshot?: SnapshotSaid): Promise<readonly HearOutcome[]>;
  /** Retracts every event that the import recorded, and forgets that it was heard (S-9). */
  abstract retractImport(importId: string): Promise<Readonly<{ retracted: number }>>;
}
