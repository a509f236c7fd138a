import type { BlankedFile, PersonId } from '@xianjie/domain';
import type { Pool } from 'pg';
import type { ImportPart } from '../imports/import';
import { statement } from '../postgres-statements';
import type { Patch } from './rewrite-kept-file';

const addTombstones = statement('add-tombstones');
const readTombstones = statement('read-tombstones');
const erasedRuns = statement('erased-runs');
const settledImports = statement('settled-imports');
const beginRewrite = statement('begin-rewrite');
const swapKeptFile = statement('swap-kept-file');
const dropKeptFile = statement('drop-kept-file');
const openRewrites = statement('open-rewrites');
const endRewrite = statement('end-rewrite');
const lockRewrites = statement('lock-rewrites');
const unlockRewrites = statement('unlock-rewrites');
const readBlanked = statement('read-blanked');

export type RunOfPart = Readonly<{ part: number; row: number; at: number; bytes: number }>;
type Rewrite = Readonly<{ oldPath: string; newPath: string; isSwapped: boolean }>;

/** Tombstones, and kept files that are being written again (migrations 0311 to 0313). */
export class PostgresRewrites {
  constructor(private readonly pool: Pool) {}

  async addTombstones(hashes: readonly string[], person: PersonId): Promise<void> {
    await this.pool.query(addTombstones(hashes, person));
  }

  /** Of one person, or of all (null). */
  async tombstones(person: PersonId | null): Promise<ReadonlyMap<string, PersonId>> {
    const { rows } = await this.pool.query<{ hash: string; person: PersonId }>(readTombstones(person));
    return new Map(rows.map((row) => [row.hash, row.person]));
  }

  async erasedRuns(no: string): Promise<readonly RunOfPart[]> {
    return (await this.pool.query<RunOfPart>(erasedRuns(no))).rows;
  }

  async settledImports(): Promise<readonly Readonly<{ id: string; state: string }>[]> {
    return (await this.pool.query<{ id: string; state: string }>(settledImports())).rows;
  }

  /** One at a time in the whole hub: what another process is writing must not be taken for what a kill left. */
  async exclusively<Result>(work: () => Promise<Result>): Promise<Result> {
    const client = await this.pool.connect();
    let broken = true;
    try {
      await client.query(lockRewrites());
      const result = await work();
      await client.query(unlockRewrites());
      broken = false;
      return result;
    } finally {
      // A connection that ends gives its locks back.
      client.release(broken);
    }
  }

  async begin(oldPath: string, newPath: string): Promise<void> {
    await this.pool.query(beginRewrite(oldPath, newPath));
  }

  async swap(no: string, part: ImportPart, to: Pick<ImportPart, 'path' | 'keyBox'>, patches: readonly Patch[]): Promise<void> {
    const persons = [...new Set(patches.map(({ person }) => person))];
    const of = (person: PersonId): readonly Patch[] => patches.filter((patch) => patch.person === person);
    const rows = persons.map((person) => of(person).filter(({ isWholeRow }) => isWholeRow).length);
    const cells = persons.map((person) => of(person).reduce((sum, patch) => sum + patch.cells, 0));
    const blankedRows = patches.filter(({ isWholeRow }) => isWholeRow).map(({ row }) => row);
    await this.pool.query(
      swapKeptFile(part.path, to.path, to.keyBox, no, part.part, blankedRows, part.file, persons, rows, cells),
    );
  }

  async drop(path: string): Promise<void> {
    await this.pool.query(dropKeptFile(path));
  }

  async open(): Promise<readonly Rewrite[]> {
    const { rows } = await this.pool.query<{ old_path: string; new_path: string; swapped: boolean }>(openRewrites());
    return rows.map((row) => ({ oldPath: row.old_path, newPath: row.new_path, isSwapped: row.swapped }));
  }

  async end(oldPath: string): Promise<void> {
    await this.pool.query(endRewrite(oldPath));
  }

  async blankedFor(persons: readonly PersonId[]): Promise<readonly BlankedFile[]> {
    const { rows } = await this.pool.query<{ import: string; hash: string; rows: number; cells: number }>(readBlanked(persons));
    return rows.map(({ import: importId, hash, rows: count, cells }) => ({ importId, hash, rows: count, cells }));
  }
}
