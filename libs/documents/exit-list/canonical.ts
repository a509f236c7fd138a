import { csvFile, csvRecord } from '../csv';
import { cellsOf, headings } from './columns';
import type { ListTitle, OpenedLine } from './columns';

export const headingRecord = csvRecord(headings);

/** One line of the canonical form, without its line end: what its hash covers. */
export const canonicalLine = (opened: OpenedLine, title: ListTitle): string => csvRecord(cellsOf(opened, title));

/** The frozen bytes of one version (S-23). */
export const canonicalCsv = (lines: readonly string[]): Buffer => csvFile([headingRecord, ...lines]);
