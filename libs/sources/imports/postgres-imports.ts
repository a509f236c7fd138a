import type { Pool } from 'pg';
import { statement } from '../postgres-statements';
import type { Import, ImportCounts, ImportFile, ImportPart, ImportRequest, ImportState } from './import';
import { countsFrom, fileFrom, importFrom, partFrom } from './postgres-import-rows';
import type { FileRow, ImportRow, IssueRow, PartRow, SummaryRow } from './postgres-import-rows';

const addImport = statement('add-import');
const readImport = statement('read-import');
const unsettledImports = statement('unsettled-imports');
const undoingImports = statement('undoing-imports');
const moveImport = statement('move-import');
const takeImport = statement('take-import');
const lockOpenImport = statement('lock-open-import');
const addFile = statement('add-file');
const readFiles = statement('read-files');
const addPart = statement('add-part');
const readParts = statement('read-parts');
const readIssues = statement('read-issues');
const summarise = statement('summarise');

const said = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));

/** Imports, their files and parts, in schema `intake` (migrations 03xx). */
export class PostgresImports {
  constructor(private readonly pool: Pool) {}

  async add(id: string, { source, asOf, changes, dryRun, scope, encoding, mapping }: ImportRequest): Promise<void> {
    await this.pool.query(addImport(id, source, asOf, changes, dryRun, scope, encoding, JSON.stringify(mapping)));
  }

  async read(id: string): Promise<Import | null> {
    const { rows } = await this.pool.query<ImportRow>(readImport(id));
    return rows[0] ? importFrom(rows[0]) : null;
  }

  /** Imports that a process began and did not bring to an end, oldest first. */
  async unsettled(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ id: string }>(unsettledImports());
    return rows.map(({ id }) => id);
  }

  /** Imports whose undoing a process began and did not bring to an end, oldest first. */
  async undoing(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ id: string }>(undoingImports());
    return rows.map(({ id }) => id);
  }

  /** False when the import was in none of the states `from`. */
  async move(
    no: string,
    from: readonly ImportState[],
    to: ImportState,
    problem: Import['problem'] = null,
    counts: ImportCounts | null = null,
  ): Promise<boolean> {
    const { rowCount } = await this.pool.query(moveImport(no, from, to, said(problem), said(counts)));
    return rowCount === 1;
  }

  /** Runs `work` unless another process works on the import; false then. A killed process gives its import back. */
  async alone(no: string, work: () => Promise<void>): Promise<boolean> {
    const client = await this.pool.connect();
    let broken = true;
    // Lost while the import goes on, this connection lets another process in; telling a household twice does no harm (S-15).
    const onError = (): void => undefined;
    client.on('error', onError);
    try {
      const { rows } = await client.query<{ taken: boolean }>(takeImport(no));
      if (rows[0].taken) {
        await work();
        await client.query('select pg_advisory_unlock(7104003, $1::int)', [no]);
      }
      broken = false;
      return rows[0].taken;
    } finally {
      client.off('error', onError);
      client.release(broken);
    }
  }

  /** Null when the import is not open any more. */
  async addFile(no: string, { name, format, hash, bytes, path, keyBox }: Omit<ImportFile, 'number'>): Promise<number | null> {
    const client = await this.pool.connect();
    let broken = true;
    try {
      await client.query('begin');
      const isOpen = (await client.query(lockOpenImport(no))).rowCount === 1;
      const asked = addFile(no, name, format, hash, bytes, path, keyBox);
      const number = isOpen ? (await client.query<{ number: number }>(asked)).rows[0].number : null;
      await client.query('commit');
      broken = false;
      return number;
    } finally {
      client.release(broken);
    }
  }

  async files(no: string): Promise<readonly ImportFile[]> {
    return (await this.pool.query<FileRow>(readFiles(no))).rows.map(fileFrom);
  }

  async addPart(no: string, part: ImportPart): Promise<void> {
    const { file, sheet, encoding, path, keyBox, bytes, columns, width, headingRow, rowsFrom } = part;
    await this.pool.query(
      addPart(no, part.part, file, sheet, encoding, path, keyBox, bytes, JSON.stringify(columns), width, headingRow, rowsFrom),
    );
  }

  async parts(no: string): Promise<readonly ImportPart[]> {
    return (await this.pool.query<PartRow>(readParts(no))).rows.map(partFrom);
  }

  /** Rows in quarantine with what is wrong with each, in file order, after a place. */
  async issues(no: string, after: Readonly<{ part: number; row: number }>, count: number): Promise<readonly IssueRow[]> {
    return (await this.pool.query<IssueRow>(readIssues(no, after.part, after.row, count))).rows;
  }

  async counts(no: string, because: string | null = null): Promise<ImportCounts> {
    return countsFrom((await this.pool.query<SummaryRow>(summarise(no))).rows[0], because);
  }
}
