import { join } from 'node:path';
import type { DivisionTable } from '@xianjie/domain';
import { codeOn, lineage as codesOf } from '@xianjie/domain';
import { decodeRows, isSkipped } from '../decode/decode-rows';
import { KeptFile } from '../kept/kept-file';
import { readHousehold } from '../records/read-household';
import { SourceRow } from '../records/source-row';
import type { Reading } from '../records/source-row';
import type { ReportedAbsence, ReportedHousehold } from '../reported';
import { StagedRowsLost } from '../row-issue';
import type { RowIssue } from '../row-issue';
import type { HouseholdToTell, Import, ImportFile, ImportPart, KeptIssue, RunPlace } from './import';
import { nameOf, registerNumberOf, textOf } from '../values/text';
import type { KeptPlace } from './receive-file';
import type { StrayRow } from './stray-rows';

/** A household read again from the kept files: what it says, which of its rows wait, and how many say nothing. */
export type HouseholdReread = Readonly<{
  household: HouseholdToTell;
  report: ReportedHousehold | ReportedAbsence | null;
  issues: readonly KeptIssue[];
  quarantined: number;
  skipped: number;
}>;

type Placed = Readonly<{ part: ImportPart; at: number; bytes: number; row: SourceRow }>;

/** Reads an import's households again from its kept parts: only what changed is ever decoded. */
export class KeptRows {
  private readonly opened = new Map<number, KeptFile>();
  private readonly parts: ReadonlyMap<number, ImportPart>;

  constructor(
    private readonly job: Import,
    parts: readonly ImportPart[],
    private readonly files: readonly ImportFile[],
    private readonly place: KeptPlace,
    private readonly divisions: DivisionTable,
  ) {
    this.parts = new Map(parts.map((part) => [part.part, part]));
  }

  async read(household: HouseholdToTell): Promise<HouseholdReread> {
    if (household.kind === 'absent')
      return { household, report: this.absence(household), issues: [], quarantined: 0, skipped: 0 };
    if (!household.runs?.length) throw new StagedRowsLost(`import ${this.job.id}: the staged rows are gone`);
    const rows: Placed[] = [];
    let skipped = 0;
    for (const run of household.runs)
      for (const placed of await this.rowsOf(run)) {
        if (placed === null) skipped += 1;
        else rows.push(placed);
      }
    // Rows that cannot be read are told apart from those that can, which still have to agree with each other.
    const readable = rows.filter(({ row }) => row.issues.length === 0).map(({ row }) => row);
    const read = readable.length === 0 ? null : readHousehold(this.job.source, readable);
    const withheld = rows.length - readable.length;
    const report = read?.report
      ? {
          ...read.report,
          withheldRows: read.report.withheldRows + withheld,
          ...(this.job.changes ? { isChanges: true } : {}),
        }
      : null;
    const issues = rows.flatMap(({ row, ...placed }) => row.issues.map((issue) => this.kept(issue, placed)));
    return { household, report, issues, quarantined: withheld + (read?.quarantined.length ?? 0), skipped };
  }

  /** What rows without a readable household say of whose they may be. */
  async strayRows(household: HouseholdToTell): Promise<readonly StrayRow[]> {
    const number = this.job.source === 'poverty' ? '户编号' : '低保证号';
    const rows: (Placed | null)[] = [];
    // One after the other: two that ask for a part at once would open its file twice, and close one.
    for (const run of household.runs ?? []) rows.push(...(await this.rowsOf(run)));
    return rows.flatMap((placed) => {
      if (placed === null) return [];
      const { row } = placed;
      const isWhole = !row.isNumeric(number) || textOf(row.raw(number)).length <= 15;
      return [{ number: isWhole ? registerNumberOf(row.raw(number)) : null, headName: nameOf(row.raw('户主姓名')) || null }];
    });
  }

  async bytes({ part, at, bytes }: Pick<RunPlace, 'part' | 'at' | 'bytes'>): Promise<Buffer> {
    let file = this.opened.get(part);
    if (!file) {
      const { path, keyBox, bytes: whole } = this.partOf(part);
      file = await KeptFile.open(join(this.place.folder, path), this.place.keys.unwrap(path, keyBox), whole);
      this.opened.set(part, file);
    }
    return file.read(at, bytes);
  }

  partOf(part: number): ImportPart {
    const found = this.parts.get(part);
    if (!found) throw new Error(`import ${this.job.id}: no part ${part}`);
    return found;
  }

  async close(): Promise<void> {
    for (const file of this.opened.values()) await file.close();
  }

  private async rowsOf(run: RunPlace): Promise<(Placed | null)[]> {
    const part = this.partOf(run.part);
    const fileEnds = run.at + run.bytes >= part.bytes;
    const decoded = decodeRows(await this.bytes(run), part.encoding, { firstRow: run.row, width: part.width, fileEnds });
    return decoded.map(({ row, cells, issue, start, end }) => {
      if (issue?.code !== 'unreadable-encoding' && isSkipped(cells)) return null;
      const source = new SourceRow(this.reading(part), cells, row);
      if (issue) source.fault(null, issue.code, issue.message);
      return { part, at: run.at + start, bytes: end - start, row: source };
    });
  }

  private readonly readings = new Map<number, Reading>();
  private reading(part: ImportPart): Reading {
    const known = this.readings.get(part.part);
    if (known) return known;
    const layout = { columns: new Map(Object.entries(part.columns)), width: part.width, headingRow: part.headingRow };
    const { asOf, mapping } = this.job;
    const { fileName: file, fileHash, sheet } = part;
    const reading: Reading = { file, fileHash, sheet, asOf, layout, mapping, divisions: this.divisions };
    this.readings.set(part.part, reading);
    return reading;
  }

  private kept({ row, column, code, message }: RowIssue, { part, at, bytes }: Omit<Placed, 'row'>): KeptIssue {
    return { part: part.part, row, column, code, message, at, bytes };
  }

  private absence({ recordKey, lineage }: HouseholdToTell): ReportedAbsence {
    const { asOf, source } = this.job;
    return {
      system: source === 'poverty' ? 'registry' : 'dibao',
      recordKey,
      absent: true,
      asOf,
      county: codeOn(this.divisions, lineage, asOf),
      countyLineage: codesOf(this.divisions, lineage),
      key: recordKey.slice(lineage.length + 1),
      // The whole snapshot is the evidence: it does not list the record.
      evidence: { fileHash: this.files[0]?.hash ?? '', sheet: '', row: 0 },
    };
  }
}
