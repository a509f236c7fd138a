import { cellsOf } from '../decode/csv-record';
import { decodedLine } from '../decode/decoded-csv';
import { KeptFile, KeptFilesGone } from '../kept/kept-file';
import { join } from 'node:path';
import type { Import } from './import';
import { KeptRows } from './read-pages';
import type { ImportRunner } from './run-import';
import type { RowIssue } from '../row-issue';

const PAGE = 500;
/** Columns of a rejects sheet before those of the source: where the row stood, and why it waits. */
export const rejectColumns = ['文件', '工作表', '行', '列', '原因', '说明'] as const;

const plain = (cell: string): string => (cell.charCodeAt(0) === 1 ? cell.slice(1) : cell);

/** Where the first rows in quarantine stand, and why they wait, each reason apart; without a personal value. */
export const firstIssues = async ({ no }: Import, { imports }: ImportRunner, most: number): Promise<readonly RowIssue[]> => {
  const parts = new Map((await imports.parts(no)).map((part) => [part.part, part]));
  const rows = await imports.issues(no, { part: 0, row: 0 }, most);
  return rows
    .flatMap(({ part, row, issues }) => {
      const { fileName: file = '', sheet = '' } = parts.get(part) ?? {};
      return issues.map(({ column, code, message }) => ({ file, sheet, row, column, code, message }));
    })
    .slice(0, most) as readonly RowIssue[];
};

/** Rows in quarantine as they were sent, each with its reasons; the first row is a heading. A mended copy can be imported with --changes. */
export async function* rejectedRows(job: Import, { imports, place, divisions }: ImportRunner): AsyncIterable<readonly string[]> {
  const parts = await imports.parts(job.no);
  if (parts.some(({ path }) => path === '')) throw new KeptFilesGone(job.id);
  const kept = new KeptRows(job, parts, await imports.files(job.no), place, divisions);
  try {
    const first = parts[0];
    if (!first) return;
    const file = await KeptFile.open(join(place.folder, first.path), place.keys.unwrap(first.path, first.keyBox));
    const decoder = new TextDecoder(first.encoding);
    const headingBytes = await file.read(0, first.rowsFrom);
    await file.close();
    const heading = decoder.decode(headingBytes).trimEnd().split(/\r?\n/).at(-1) ?? '';
    yield [...rejectColumns, ...(cellsOf(heading) ?? []).map((cell) => plain(cell).replace(/^\ufeff/, ''))];
    for (let after = { part: 0, row: 0 }; ;) {
      const page = await imports.issues(job.no, after, PAGE);
      for (const { part, row, at, bytes, issues } of page) {
        const { fileName, sheet, encoding } = kept.partOf(part);
        // Not fatal: the row may be here because it does not decode.
        const record = new TextDecoder(encoding).decode(await kept.bytes({ part, at, bytes })).replace(/\r?\n$/, '');
        const said = (key: 'column' | 'code' | 'message') => [...new Set(issues.map((issue) => issue[key] ?? ''))].join('；');
        yield [
          fileName,
          sheet,
          String(row),
          said('column'),
          said('code'),
          said('message'),
          ...(cellsOf(record) ?? [record]).map(plain),
        ];
        after = { part, row };
      }
      if (page.length < PAGE) return;
    }
  } finally {
    await kept.close();
  }
}

/** A spreadsheet calculates what begins like this; after an apostrophe it is text, and reading takes the apostrophe away (values/text.ts). */
const asText = (cell: string): string => (/^[=+\-@\t\r]/.test(cell) && !/^[+-]?\d+(\.\d+)?$/.test(cell) ? `'${cell}` : cell);

/** The same as CSV in UTF-8 with a BOM, so that Excel opens it as it is. */
export async function* rejectsCsv(job: Import, runner: ImportRunner): AsyncIterable<string> {
  yield '\ufeff';
  for await (const row of rejectedRows(job, runner)) yield decodedLine(row.map(asText));
}
