import type { Household } from '@xianjie/domain';
import type { Pool } from 'pg';
import { sql } from './sql-files';

export type Overlap = Readonly<{
  division: string;
  at: string;
  registryPersons: number;
  dibaoPersons: number;
  bothPersons: number;
  /** Percent of dibao persons (HN-2: 68 %), two decimals, rounded half up; null without persons. */
  shareOfDibao: number | null;
  /** Percent of registry persons. */
  shareOfRegistry: number | null;
}>;

export type HouseholdFilter = Readonly<{
  division?: string;
  registryNo?: string;
  caseNo?: string;
  status?: string;
  after?: string;
  limit: number;
}>;
export type HouseholdSummary = Readonly<{
  id: string;
  county: string;
  division: string;
  registryStatus: string | null;
  registryNo: string | null;
  cases: number;
  version: number;
}>;
export type Card = Readonly<{ id: string; version: number; position: number; state: Household }>;

/** Hundredths of a percent in integers: 103/292 is 35.27, never 35.28 (domain.md GX-2). */
const share = (part: number, of: number): number | null => (of === 0 ? null : Math.floor((part * 20_000 + of) / (2 * of)) / 100);

/** What the offices ask of the views. */
export class PostgresViewQueries {
  constructor(private readonly pool: Pool) {}

  async overlap(division: string, at: string, programmes: readonly string[]): Promise<Overlap> {
    const { rows } = await this.pool.query<{ registry_persons: number; dibao_persons: number; both_persons: number }>(
      sql('overlap'),
      [division, at, programmes],
    );
    const {
      registry_persons: registryPersons = 0,
      dibao_persons: dibaoPersons = 0,
      both_persons: bothPersons = 0,
    } = rows[0] ?? {};
    return {
      division,
      at,
      registryPersons,
      dibaoPersons,
      bothPersons,
      shareOfDibao: share(bothPersons, dibaoPersons),
      shareOfRegistry: share(bothPersons, registryPersons),
    };
  }

  async households({
    division = '',
    registryNo,
    caseNo,
    status,
    after = '',
    limit,
  }: HouseholdFilter): Promise<readonly HouseholdSummary[]> {
    const { rows } = await this.pool.query<HouseholdSummary>(sql('households'), [
      division,
      registryNo ?? null,
      caseNo ?? null,
      status ?? null,
      after,
      limit,
    ]);
    return rows;
  }

  async card(id: string): Promise<Card | null> {
    const { rows } = await this.pool.query<Card & { position: string }>(
      'select household_id as id, version, position, state from views.household where household_id = $1',
      [id],
    );
    const row = rows[0];
    return row ? { ...row, position: Number(row.position) } : null;
  }

  /** Open reviews, oldest first: a case whose review somebody must complete. */
  async openReviews(division: string, limit: number): Promise<readonly object[]> {
    const { rows } = await this.pool.query<object>(sql('open-reviews'), [division, limit]);
    return rows;
  }

  /** Differences that stand, from the folded states. */
  async differences(division: string, ruleId: string | null, limit: number): Promise<readonly object[]> {
    const { rows } = await this.pool.query<object>(sql('differences'), [division, ruleId, limit]);
    return rows;
  }

  /** Households of a shard whose view is not yet where the log is; reads the whole shard, so it is for a demo and for checks. */
  async householdsBehind(shard: string): Promise<number> {
    const { rows } = await this.pool.query<{ behind: number }>(sql('households-behind'), [shard]);
    return rows[0]?.behind ?? 0;
  }

  /** How many households the views hold, and the highest position they have seen. */
  async reached(): Promise<Readonly<{ households: number; position: number }>> {
    const { rows } = await this.pool.query<{ households: string; position: string }>(
      'select count(*) as households, coalesce(max(position), 0) as position from views.household',
    );
    return { households: Number(rows[0]?.households ?? 0), position: Number(rows[0]?.position ?? 0) };
  }
}
