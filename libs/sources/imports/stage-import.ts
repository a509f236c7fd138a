import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { once } from 'node:events';
import type { DivisionTable } from '@xianjie/domain';
import { HEADING_WITHIN, findHeading } from '../columns/heading';
import type { Layout } from '../columns/heading';
import { decodeRows } from '../decode/decode-rows';
import { SAMPLE_BYTES, detectEncoding } from '../decode/encoding';
import { jsonLines } from '../decode/json-lines';
import { xlsxSheets } from '../decode/xlsx';
import { RecordTooLong } from '../decode/scan-records';
import { KeptFile } from '../kept/kept-file';
import { FileRefused } from '../row-issue';
import type { FileIssue } from '../row-issue';
import type { Import, ImportFile, ImportPart } from './import';
import type { PostgresImports } from './postgres-imports';
import type { PostgresStaging } from './postgres-staging';
import { keepBytes } from './receive-file';
import type { KeptPlace } from './receive-file';
import { RunScanner } from './scan-runs';

export type Staging = Readonly<{
  imports: PostgresImports;
  staging: PostgresStaging;
  place: KeptPlace;
  divisions: DivisionTable;
}>;

/** A title, a note and a heading of 30 columns take a few hundred bytes each. */
const HEADING_BYTES = 1 << 16;

type Kept = Pick<ImportPart, 'sheet' | 'path' | 'keyBox' | 'bytes'> & Readonly<{ encodingAsked: string }>;

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

/** A CSV file is scanned as it is; every sheet of a book, and JSON lines, as a decoded copy that is kept the same way. */
async function* scannable({ place }: Staging, { id, encoding }: Import, file: ImportFile): AsyncIterable<Kept> {
  const { path, keyBox, bytes } = file;
  if (file.format === 'csv') return yield { sheet: '', path, keyBox, bytes, encodingAsked: encoding };
  const kept = await KeptFile.open(join(place.folder, path), place.keys.unwrap(path, keyBox));
  const decoded = async (sheet: string, lines: AsyncIterable<string>): Promise<Kept> => ({
    sheet,
    encodingAsked: 'utf-8',
    ...(await keepBytes(place, id, encoded(lines))),
  });
  try {
    if (file.format === 'json-lines') yield await decoded('', jsonLines(kept.stream()));
    else for await (const sheet of xlsxSheets(kept.stream())) yield await decoded(sheet.name, sheet.lines);
  } catch (cause) {
    if (file.format !== 'xlsx' || cause instanceof FileRefused) throw asRefused(file, '', cause);
    const message = 'the book cannot be opened: it is damaged, cut in half or protected by a password';
    throw new FileRefused({ file: file.name, sheet: '', row: null, column: null, code: 'unreadable-file', message });
  } finally {
    await kept.close();
  }
}

type Opened = Readonly<{ layout: Layout; encoding: ImportPart['encoding']; rowsFrom: number }>;

const openPart = async (
  kept: KeptFile,
  asked: string,
  { source, mapping }: Import,
): Promise<Opened | Omit<FileIssue, 'file' | 'sheet'>> => {
  const sample = await kept.read(0, SAMPLE_BYTES);
  if (sample.toString('latin1', 0, 4096).trim() === '')
    return { code: 'empty-file', row: null, column: null, message: 'the file is empty' };
  const found = detectEncoding(sample, asked);
  if ('code' in found) return found;
  const first = sample.subarray(found.bom, HEADING_BYTES);
  const rows = decodeRows(first, found.encoding, { firstRow: 1, width: 0, fileEnds: false }).slice(0, HEADING_WITHIN);
  const layout = findHeading(
    rows.map(({ cells }) => cells),
    source,
    mapping,
  );
  if ('columns' in layout) return { layout, encoding: found.encoding, rowsFrom: found.bom + rows[layout.headingRow - 1].end };
  const unreadable = rows.find(({ issue, cells }) => issue?.code === 'unreadable-encoding' || cells.length === 0);
  return unreadable
    ? {
        code: 'unreadable-encoding',
        row: unreadable.row,
        column: null,
        message: `${unreadable.issue?.message}; no heading could be read`,
      }
    : layout;
};

const copyPart = async (
  copy: Writable,
  kept: KeptFile,
  no: string,
  part: ImportPart,
  job: Import,
  staging: Staging,
): Promise<number> => {
  const { divisions, place } = staging;
  const layout: Layout = { columns: new Map(Object.entries(part.columns)), width: part.width, headingRow: part.headingRow };
  // The same bytes under another heading, encoding or class scheme say something else; so do they to another version of the reader.
  const form = JSON.stringify({
    reader: 1,
    source: job.source,
    encoding: part.encoding,
    columns: part.columns,
    classes: job.mapping.classes,
  });
  let lines: string[] = [];
  let staged = 0;
  const scanner = new RunScanner(
    {
      source: job.source,
      encoding: part.encoding,
      layout,
      divisions,
      digest: place.keys.digester(form),
      onRun: ({ row, at, bytes, rows, recordKey, lineage, digest }) => {
        staged += rows;
        lines.push(`${no}\t${part.part}\t${row}\t${at}\t${bytes}\t${rows}\t${recordKey}\t${lineage}\t${digest}\n`);
      },
    },
    part.rowsFrom,
  );
  const flush = async (): Promise<void> => {
    if (lines.length > 0 && !copy.write(lines.join(''))) await Promise.race([once(copy, 'drain'), once(copy, 'close')]);
    lines = [];
  };
  for await (const chunk of kept.stream(part.rowsFrom)) {
    scanner.feed(chunk);
    await flush();
  }
  scanner.end();
  await flush();
  return staged;
};

/**
 * Stages the whole snapshot: every file decoded where it must be, its heading found, its households cut into runs.
 * @throws FileRefused when one file cannot be read as what it is said to be; then nothing of the import is taken.
 */
export const stageImport = async (job: Import, staging: Staging): Promise<void> => {
  const { imports, staging: table, place } = staging;
  await table.clear(job.no);
  const files = await imports.files(job.no);
  const refuse = (file: ImportFile, sheet: string, issue: Omit<FileIssue, 'file' | 'sheet'>): never => {
    throw new FileRefused({ file: file.name, sheet, ...issue });
  };
  let rows = 0;
  await table.copyRuns(async (copy) => {
    let part = 0;
    for (const file of files) {
      const before = part;
      const passed: Parameters<typeof refuse>[] = [];
      for await (const kept of scannable(staging, job, file)) {
        const opened = await KeptFile.open(join(place.folder, kept.path), place.keys.unwrap(kept.path, kept.keyBox));
        try {
          const found = await openPart(opened, kept.encodingAsked, job);
          // A book may hold a sheet of notes beside the data, or an empty one.
          const isNotes =
            'code' in found && file.format === 'xlsx' && (found.code === 'no-heading' || found.code === 'empty-file');
          if ('code' in found) {
            if (!isNotes) refuse(file, kept.sheet, found);
            passed.push([file, kept.sheet, found]);
            continue;
          }
          part += 1;
          const { encoding, layout, rowsFrom } = found;
          const { columns, width, headingRow } = layout;
          const { sheet, path, keyBox, bytes } = kept;
          const row: ImportPart = {
            part,
            file: file.number,
            fileName: file.name,
            fileHash: file.hash,
            sheet,
            encoding,
            path,
            keyBox,
            bytes,
            columns: Object.fromEntries(columns),
            width,
            headingRow,
            rowsFrom,
          };
          await imports.addPart(job.no, row);
          rows += await copyPart(copy, opened, job.no, row, job, staging).catch((cause: unknown) => {
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
