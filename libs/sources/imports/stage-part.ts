import { HEADING_WITHIN, findHeading } from '../columns/heading';
import type { Layout } from '../columns/heading';
import { decodeRows } from '../decode/decode-rows';
import { detectEncoding } from '../decode/encoding';
import type { DivisionTable } from '@xianjie/domain';
import type { FileIssue } from '../row-issue';
import type { Import, ImportPart } from './import';
import type { KeptPlace } from './receive-file';
import { RunScanner } from './scan-runs';

/** A title, a note and a heading of 30 columns take a few hundred bytes each. */
const HEADING_BYTES = 1 << 16;

/** How a part is read: found once, in its first bytes. */
export type PartForm = Pick<ImportPart, 'encoding' | 'columns' | 'width' | 'headingRow' | 'rowsFrom'>;
export type PartIssue = Omit<FileIssue, 'file' | 'sheet'>;

const CR = 0x0d;
const LF = 0x0a;
const CR_ALONE: PartIssue = {
  ...{ code: 'unreadable-file', row: null, column: null },
  message: 'its lines end with CR alone, as “CSV (Macintosh)” writes them: save it as CSV UTF-8',
};

/** `sample`: the first megabyte of the part, or all of it. */
export const formOf = (sample: Buffer, asked: string, { source, mapping }: Import): PartForm | PartIssue => {
  if (sample.toString('latin1', 0, 4096).trim() === '')
    return { code: 'empty-file', row: null, column: null, message: 'the file is empty' };
  const found = detectEncoding(sample, asked);
  if ('code' in found) return found;
  // Taken for one line, all of it would be the heading, and a message about that would repeat persons.
  if (sample.includes(CR) && !sample.includes(LF)) return CR_ALONE;
  const { encoding, bom } = found;
  const first = sample.subarray(bom, HEADING_BYTES);
  const rows = decodeRows(first, encoding, { firstRow: 1, width: 0, fileEnds: false }).slice(0, HEADING_WITHIN);
  const layout = findHeading(
    rows.map(({ cells }) => cells),
    source,
    mapping,
  );
  if ('columns' in layout) {
    const { columns, width, headingRow } = layout;
    return { encoding, columns: Object.fromEntries(columns), width, headingRow, rowsFrom: bom + rows[headingRow - 1].end };
  }
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

/** Cuts a part into runs, as lines for copy-runs.sql. Fed with its bytes from `rowsFrom` on. */
export class PartStage {
  /** Person rows in the runs so far. */
  rows = 0;
  private lines: string[] = [];
  private readonly scanner: RunScanner;

  constructor(
    no: string,
    part: PartForm & Pick<ImportPart, 'part'>,
    { source, mapping }: Import,
    { divisions, place }: Readonly<{ divisions: DivisionTable; place: KeptPlace }>,
  ) {
    const { encoding, columns, width, headingRow, rowsFrom } = part;
    const layout: Layout = { columns: new Map(Object.entries(columns)), width, headingRow };
    // The same bytes under another heading, encoding or class scheme say something else; so do they to another version of the reader.
    const form = JSON.stringify({ reader: 2, source, encoding, columns, classes: mapping.classes });
    this.scanner = new RunScanner(
      {
        ...{ source, encoding, layout, divisions },
        digest: place.keys.digester(form),
        onRun: ({ row, at, bytes, rows, recordKey, lineage, digest }) => {
          this.rows += rows;
          this.lines.push(`${no}\t${part.part}\t${row}\t${at}\t${bytes}\t${rows}\t${recordKey}\t${lineage}\t${digest}\n`);
        },
      },
      rowsFrom,
    );
  }

  /** The chunk's memory may be used again afterwards. @throws RecordTooLong */
  feed(chunk: Buffer): void {
    this.scanner.feed(chunk);
  }

  end(): void {
    this.scanner.end();
  }

  get waiting(): number {
    return this.lines.length;
  }

  /** The lines since the last call. */
  take(): string {
    const text = this.lines.join('');
    this.lines = [];
    return text;
  }
}
