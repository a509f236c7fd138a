import { HubError } from '@xianjie/domain';

/** Why a row waits in quarantine: the closed list of docs/errors.md, "Rows". */
export const rowIssueCodes = [
  'unreadable-encoding',
  'broken-row',
  'wrong-column-count',
  'cut-off',
  'member-without-household',
  'missing-value',
  'unreadable-register-number',
  'zeroed-identifier',
  'unknown-county',
  'impossible-date',
  'date-after-as-of',
  'exit-before-identification',
  'stop-before-start',
  'unreadable-amount',
  'unreadable-number',
  'unknown-code',
  'unknown-class',
  'duplicate-member-number',
  'duplicate-household-number',
  'conflicting-household-value',
  'too-many-members',
] as const;
export type RowIssueCode = (typeof rowIssueCodes)[number];

/** Why a whole file is refused: the closed list of docs/errors.md, "Files". */
export type FileIssueCode =
  | 'wrong-heading'
  | 'no-heading'
  | 'duplicate-column'
  | 'other-system'
  | 'unreadable-encoding'
  | 'unknown-encoding'
  | 'unreadable-file'
  | 'hidden-sheet'
  | 'empty-file';

/** What is wrong with a row and where: `row` counts from 1 with the heading in it, as a spreadsheet shows it. No personal value in `message`. */
export type RowIssue = Readonly<{
  file: string;
  sheet: string;
  row: number;
  column: string | null;
  code: RowIssueCode;
  message: string;
}>;
export type FileIssue = Readonly<{
  file: string;
  sheet: string;
  row: number | null;
  column: string | null;
  code: FileIssueCode;
  message: string;
}>;

/** A crash of Postgres emptied the staged runs in the middle of an import; it stages its files again. */
export class StagedRowsLost extends HubError {
  readonly code = 'staged-rows-lost';
  readonly retryable = true;
}

/** The file is refused whole; nothing of it was taken. */
export class FileRefused extends HubError {
  readonly code = 'file-refused';
  readonly retryable = false;

  constructor(readonly issue: FileIssue) {
    super(
      `${issue.file}${issue.sheet ? ` [${issue.sheet}]` : ''}${issue.row === null ? '' : ` row ${issue.row}`}: ${issue.message}`,
    );
  }
}
