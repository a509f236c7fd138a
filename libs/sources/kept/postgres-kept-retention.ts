import type { DeletedFile, LocalDate } from '@xianjie/domain';
import type { Pool } from 'pg';
import type { SourceName } from '../reported';
import type { PostgresImports } from '../imports/postgres-imports';
import type { KeptPlace } from '../imports/receive-file';
import type { PostgresRewrites } from '../erasure/postgres-rewrites';
import { dropOriginal, finishRewrites } from '../erasure/rewrite-kept-file';
import { statement } from '../postgres-statements';

const expiredFiles = statement('expired-files');

export type ExpiredImport = Readonly<{
  no: string;
  id: string;
  source: SourceName;
  asOf: LocalDate;
  settledOn: LocalDate;
  files: readonly DeletedFile[];
}>;
type Row = Readonly<{ no: string; id: string; source: SourceName; as_of: LocalDate; settled_on: LocalDate }>;

/** Deletes kept files whose time is over (S-25): never those of an import that may still go on, or whose rows or departures wait. */
export class PostgresKeptRetention {
  constructor(
    private readonly pool: Pool,
    private readonly imports: PostgresImports,
    private readonly rewrites: PostgresRewrites,
    private readonly place: KeptPlace,
  ) {}

  /** Imports that settled longer than `days` ago, oldest first. */
  async expired(days: number, id: string | null = null): Promise<readonly ExpiredImport[]> {
    const { rows } = await this.pool.query<Row>(expiredFiles(days, id));
    return Promise.all(
      rows.map(async ({ no, id: importId, source, as_of: asOf, settled_on: settledOn }) => {
        const files = (await this.imports.files(no)).map(({ hash, bytes }) => ({ hash, bytes }));
        return { no, id: importId, source, asOf, settledOn, files };
      }),
    );
  }

  /**
   * Deletes the files of one import after `record` has said so: a kill in between deletes them the next time. False when the import is no
   * longer expired, or another process works on it.
   */
  async delete({ no, id }: ExpiredImport, days: number, record: () => Promise<void>): Promise<boolean> {
    let isDone = false;
    const isOurs = await this.imports.alone(no, async () => {
      await this.rewrites.exclusively(async () => {
        await finishRewrites(this.place, this.rewrites);
        if ((await this.expired(days, id)).length === 0) return;
        await record();
        const paths = [...(await this.imports.files(no)), ...(await this.imports.parts(no))].map(({ path }) => path);
        for (const path of new Set(paths)) if (path !== '') await dropOriginal(this.place, this.rewrites, path);
        isDone = true;
      });
    });
    return isOurs && isDone;
  }
}
