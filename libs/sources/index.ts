export * from './reported';
export { FileRefused, rowIssueCodes } from './row-issue';
export type { FileIssue, FileIssueCode, RowIssue, RowIssueCode } from './row-issue';
export { UnreadableMapping, columnsOf, defaultMapping, mappingFrom, readMapping } from './columns/mapping';
export type { Mapping } from './columns/mapping';
export { isEncodingAsked } from './decode/encoding';
export { readDivisionTable } from './division-table';
export { readHousehold } from './records/read-household';
export type { HouseholdRead } from './records/read-household';
export { SourceRow } from './records/source-row';
export type { Reading } from './records/source-row';
export { FileKeys } from './kept/file-keys';
export { PostgresKeptRetention } from './kept/postgres-kept-retention';
export type { ExpiredImport } from './kept/postgres-kept-retention';
export { KeptFile, KeptFileUnreadable, KeptFilesGone, NoRoomForFiles } from './kept/kept-file';
export { ImportAtWork, KeptSources } from './erasure/kept-sources';
export type { PersonInClear } from './erasure/erased-rows';
export { PostgresKeptSources } from './erasure/postgres-kept-sources';
export { PostgresRewrites } from './erasure/postgres-rewrites';
export { Hearing } from './imports/import';
export type {
  SnapshotSaid,
  HearOutcome,
  HeardReport,
  Import,
  ImportCounts,
  ImportFile,
  ImportRequest,
  ImportState,
} from './imports/import';
export { Imports } from './imports/imports';
export type { Answer, ImportRefusal } from './imports/imports';
export { PostgresImports } from './imports/postgres-imports';
export { PostgresStaging } from './imports/postgres-staging';
export { firstIssues, rejectColumns, rejectedRows, rejectsCsv } from './imports/rejects';
export { lineagesUnder, runImport } from './imports/run-import';
export type { KeptPlace } from './imports/receive-file';
export type { ImportRunner } from './imports/run-import';
export { PostgresRequests } from './reports/postgres-requests';
export { ReportBatcher } from './reports/report-batcher';
export { readReport } from './reports/read-report';
export type { ReportRead } from './reports/read-report';
export { absenceShape, dibaoShape, registryShape } from './reports/report-shape';
