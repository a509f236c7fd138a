import { ImportsInProgress } from '@xianjie/casework';
import type { ImportsStanding } from '@xianjie/casework';
import type { CountyCode } from '@xianjie/domain';
import type { Pool } from 'pg';

// A scope that is not given is that of the counties in the file, which is not known before it is read: it counts as all.
const standing = `
  with speaking as (
    select * from intake.imports
    where not dry_run
      and (scope is null or exists (
        select from unnest(scope) as code, unnest($1::text[]) as county where county like regexp_replace(code, '(00)+$', '') || '%'))
  )
  select
    coalesce(bool_or(state in ('staging', 'comparing', 'applying', 'settling', 'undoing')), false) as running,
    coalesce(bool_or(
      state = 'failed'
      and exists (select from intake.households where import = no and outcome is not null)
      and not exists (
        select from speaking as later
        where later.source = one.source and later.no > one.no and later.as_of >= one.as_of and later.state = 'done' and not later.changes)
    ), false) as failed,
    coalesce(max(settled_at)::text, '') as mark
  from speaking as one`;

/** Imports that are told to the log, or taken back, right now, or were told by half; they hold up the list of a county (S-21). */
export class PostgresImportsInProgress extends ImportsInProgress {
  constructor(private readonly pool: Pool) {
    super();
  }

  async standing(counties: readonly CountyCode[]): Promise<ImportsStanding> {
    const { rows } = await this.pool.query<{ running: boolean; failed: boolean; mark: string }>(standing, [counties]);
    const { running = false, failed = false, mark = '' } = rows[0] ?? {};
    return { refusal: running ? 'import-running' : failed ? 'import-failed' : null, mark };
  }
}
