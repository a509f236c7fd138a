import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import type { DivisionTable } from '@xianjie/domain';
import { SAMPLE_BYTES } from '../decode/encoding';
import { jsonLines } from '../decode/json-lines';
import { RecordTooLong } from '../decode/scan-records';
import { KeptFile } from '../kept/kept-file';
import { FileRefused } from '../row-issue';
import type { Import, ImportFile, ImportPart } from './import';
import type { PostgresImports } from './postgres-imports';
import type { PostgresStaging } from './postgres-staging';
import { keepBytes } from './receive-file';
import type { KeptPlace } from './receive-file';
import { PartStage, formOf } from './stage-part';
import type { PartIssue } from './stage-part';

export type Staging = Readonly<{
  imports: PostgresImports;
  staging: PostgresStaging;
  place: KeptPlace;
  divisions: DivisionTable;
}>;

type Kept = Pick<ImportPart, 'sheet' | 'path' | 'keyBox' | 'bytes'> & Readonly<{ encodingAsked: string; isHidden?: boolean }>;

/** Read, it would bring what its sender does not see, such as last month's rows; passed over, it would take out whom it alone lists. */
const HIDDEN: PartIssue = {
  ...{ code: 'hidden-sheet', row: null, column: null },
  message: 'the sheet is hidden and holds rows of the format: show it, or take it out',
};

async function* encoded(lines: AsyncIterable<string>): AsyncIterable<Buffer> {
  let held = '';
  for await (const line of lines) {
    held += line;
    if (held.length < 1 << 18) continue;
    yield Buffer.from(held);
    held = '';
  }
  if (held !== '') yield Buffer.from(held);
}

const asRefused = ({ name: file }: ImportFile, sheet: string, cause: unknown): unknown =>
  cause instanceof RecordTooLong
    ? new FileRefused({ file, sheet, row: cause.row, column: null, code: 'unreadable-file', message: cause.message })
    : cause;

const unreadable = ({ name: file }: ImportFile, message: string): FileRefused =>
  new FileRefused({ file, sheet: '', row: null, column: null, code: 'unreadable-file', message });

/** A CSV file is scanned as it is; every sheet of a book, and JSON lines, as a decoded copy that is kept the same way. */
async function* scannable({ place }: Staging, { id, encoding, mapping }: Import, file: ImportFile): AsyncIterable<Kept> {
  const { path, keyBox, bytes } = file;
  if (file.format === 'csv') return yield { sheet: '', path, keyBox, bytes, encodingAsked: encoding };
  const kept = await KeptFile.open(join(place.folder, path), place.keys.unwrap(path, keyBox), bytes);
  const decoded = async (sheet: string, lines: AsyncIterable<string>): Promise<Kept> => ({
    sheet,
    encodingAsked: 'utf-8',
    ...(await keepBytes(place, id, encoded(lines))),
  });
  try {
    if (file.format === 'json-lines') return yield await decoded('', jsonLines(kept.stream(), mapping));
    // Here, not at start: most files are CSV, and no other app reads one.
    const { xlsxSheets } = await import('../decode/xlsx');
    let sheets = 0;
    for await (const sheet of xlsxSheets(kept)) {
      sheets += 1;
      yield { ...(await decoded(sheet.name, sheet.lines)), isHidden: sheet.isHidden };
    }
    // A ZIP archive begins like a book: of files, an .xlsb, .ods or .docx. Taken for one, it would be a snapshot of nobody.
    if (sheets === 0) throw unreadable(file, 'a ZIP archive without a sheet of an .xlsx book: save it as .xlsx or CSV');
  } catch (cause) {
    if (file.format !== 'xlsx' || cause instanceof FileRefused) throw asRefused(file, '', cause);
    throw unreadable(file, 'the book cannot be opened: it is damaged, cut in half or protected by a password');
  } finally {
    await kept.close();
  }
}

const copyPart = async (copy: Writable, kept: KeptFile, part: ImportPart, job: Import, staging: Staging): Promise<number> => {
  const stage = new PartStage(job.no, part, job, staging);
  const flush = async (): Promise<void> => {
    if (stage.waiting > 0 && !copy.write(stage.take())) await Promise.race([once(copy, 'drain'), once(copy, 'close')]);
  };
  for await (const chunk of kept.stream(part.rowsFrom)) {
    stage.feed(chunk);
    await flush();
  }
  stage.end();
  await flush();
  return stage.rows;
};

/**
 * Stages the whole snapshot: every file decoded where it must be, its heading found, its households cut into runs.
 * @throws FileRefused when one file cannot be read as what it is said to be; then nothing of the import is taken.
 */
export const stageImport = async (job: Import, staging: Staging): Promise<void> => {
  const { imports, staging: table, place } = staging;
  await table.clear(job.no);
  const files = await imports.files(job.no);
  const refuse = (file: ImportFile, sheet: string, issue: PartIssue): never => {
    throw new FileRefused({ file: file.name, sheet, ...issue });
  };
  let rows = 0;
  await table.copyRuns(async (copy) => {
    let part = 0;
    for (const file of files) {
      const before = part;
      const passed: Parameters<typeof refuse>[] = [];
      for await (const kept of scannable(staging, job, file)) {
        const opened = await KeptFile.open(join(place.folder, kept.path), place.keys.unwrap(kept.path, kept.keyBox), kept.bytes);
        try {
          const found = formOf(await opened.read(0, SAMPLE_BYTES), kept.encodingAsked, job);
          // A book may hold a sheet of notes beside the data, or an empty one.
          const isNotes =
            'code' in found && file.format === 'xlsx' && (found.code === 'no-heading' || found.code === 'empty-file');
          if ('code' in found) {
            if (!isNotes && !kept.isHidden) refuse(file, kept.sheet, found);
            passed.push([file, kept.sheet, found]);
            continue;
          }
          if (kept.isHidden) refuse(file, kept.sheet, HIDDEN);
          part += 1;
          const { sheet, path, keyBox, bytes } = kept;
          const source = { file: file.number, fileName: file.name, fileHash: file.hash };
          const row: ImportPart = { part, ...source, sheet, path, keyBox, bytes, ...found };
          await imports.addPart(job.no, row);
          rows += await copyPart(copy, opened, row, job, staging).catch((cause: unknown) => {
            throw asRefused(file, kept.sheet, cause);
          });
        } finally {
          await opened.close();
        }
      }
      if (part === before && passed[0]) refuse(...passed[0]);
    }
  });
  await table.staged(job.no, rows);
};
