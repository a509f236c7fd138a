import { ImportsInProgress } from '@xianjie/casework';
import type { CountyCode } from '@xianjie/domain';
import type { Pool } from 'pg';

/** Imports that are told to the log, or taken back, right now; while one speaks for the county, its list is not frozen (S-21). */
export class PostgresImportsInProgress extends ImportsInProgress {
  constructor(private readonly pool: Pool) {
    super();
  }

  /** A scope that is not given is that of the counties in the file, which is not known before it is read: it counts as all. */
  async settled(counties: readonly CountyCode[]): Promise<string | null> {
    const { rows } = await this.pool.query<{ busy: boolean | null; last: string | null }>(
      `select bool_or(state in ('staging', 'comparing', 'applying', 'settling', 'undoing')) as busy, max(settled_at)::text as last
       from intake.imports, unnest($1::text[]) as county
       where not dry_run
         and (scope is null or exists (select 1 from unnest(scope) as code where county like regexp_replace(code, '(00)+$', '') || '%'))`,
      [counties],
    );
    return rows[0]?.busy === true ? null : (rows[0]?.last ?? '');
  }
}
