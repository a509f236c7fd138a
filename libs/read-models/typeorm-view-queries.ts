import { divisionsMeant, reviewsDue } from '@xianjie/domain';
import type { DivisionTable, LocalDate } from '@xianjie/domain';
import { DataSource } from 'typeorm';
import { overlapAnswer } from './overlap-answer';
import type { Overlap } from './overlap-answer';
import { sql } from './sql-files';
import { DibaoRegistryView, HouseholdView, PovertyRegistryView } from './typeorm-entities';
import type { DueReview, HouseholdFilter, HouseholdSummary, PolicyOf, StandingDifference } from './view-answers';

const PAGE = 500;
const IS_IN_A_REGISTRY = `(exists (select 1 from poverty_registry p where p.household_id = h.household_id)
  or exists (select 1 from dibao_registry d where d.household_id = h.household_id))`;
// By range, which the indexes on divisions know; a pattern out of an array they do not. Beginnings of codes never overlap.
const meantIn = (table: 'household' | 'dibao_registry', codes: string): string =>
  `select at.household_id from unnest(${codes}) as meant (code)
   join ${table} at on at.division ~>=~ meant.code and at.division ~<~ (meant.code || '~')`;
const MEANT = 'cast(:meant as text[])';
/** A household is of where it is registered, and of wherever a case of it is paid. */
const ofDivision = (codes: string): string => `${meantIn('household', codes)} union all ${meantIn('dibao_registry', codes)}`;
// Gathered first: left to choose, the planner joins 100,000 households of a county with themselves, for minutes.
const isAmong = (households: string): string => `h.household_id = any (array(${households}))`;

/** What the offices ask of the views. A division means the same under every code of its county's lineage. */
export class ViewQueries {
  private constructor(
    private readonly source: DataSource,
    private readonly divisions: DivisionTable,
  ) {}

  /** The live views, or those of a replay: the tables are unqualified, and the search path says whose they are. */
  static async open(
    databaseUrl: string,
    divisions: DivisionTable,
    { schema = 'views', poolSize = 6 } = {},
  ): Promise<ViewQueries> {
    const source = new DataSource({
      type: 'postgres',
      url: databaseUrl,
      entities: [HouseholdView, PovertyRegistryView, DibaoRegistryView],
      poolSize,
      extra: { options: `-c search_path="${schema}"` },
    });
    return new ViewQueries(await source.initialize(), divisions);
  }

  async overlap(division: string, at: string, programmes: readonly string[]): Promise<Overlap> {
    const [counted] = await this.source.query<{ registry_persons: number; dibao_persons: number; both_persons: number }[]>(
      sql('overlap'),
      [divisionsMeant(this.divisions, division), at, programmes],
    );
    const { registry_persons: registry = 0, dibao_persons: dibao = 0, both_persons: both = 0 } = counted ?? {};
    return overlapAnswer(division, at, { registry, dibao, both });
  }

  async households({
    division = '',
    registryNo,
    caseNo,
    status,
    after = '',
    limit,
  }: HouseholdFilter): Promise<readonly HouseholdSummary[]> {
    const query = this.source
      .createQueryBuilder(HouseholdView, 'h')
      .select(['h.id', 'h.county', 'h.division', 'h.registryStatus', 'h.version'])
      .where('h.supersededBy is null and h.id > :after', { after })
      // Whose every fact was retracted was never there.
      .andWhere(IS_IN_A_REGISTRY)
      .andWhere(isAmong(ofDivision(MEANT)), { meant: divisionsMeant(this.divisions, division) })
      .orderBy('h.id')
      .limit(limit);
    if (status) query.andWhere('h.registryStatus = :status', { status });
    if (registryNo)
      query.andWhere(
        'exists (select 1 from poverty_registry p where p.household_id = h.household_id and p.registry_no = :registryNo)',
        { registryNo },
      );
    if (caseNo)
      query.andWhere('exists (select 1 from dibao_registry d where d.household_id = h.household_id and d.case_no = :caseNo)', {
        caseNo,
      });
    return this.withRegistries(await query.getMany());
  }

  /** Reviews due on or before a day of what a division pays, by household; `next` goes on after the last household looked at. */
  async reviewsDue(
    division: string,
    on: LocalDate,
    policyOf: PolicyOf,
    limit: number,
    after = '',
  ): Promise<Readonly<{ due: readonly DueReview[]; next: string | null }>> {
    const due: DueReview[] = [];
    const meant = divisionsMeant(this.divisions, division);
    for (let last = after; ;) {
      const page = await this.source
        .createQueryBuilder(HouseholdView, 'h')
        .where('h.supersededBy is null and h.id > :last', { last })
        .andWhere(isAmong(`${meantIn('dibao_registry', MEANT)} where at.stopped_from is null`), { meant })
        .orderBy('h.id')
        .limit(PAGE)
        .getMany();
      for (const { id: household, state } of page) {
        for (const one of reviewsDue(state, policyOf, on))
          if (meant.some((code) => one.division.startsWith(code))) due.push({ household, ...one });
        last = household;
        if (due.length >= limit) return { due, next: last };
      }
      if (page.length < PAGE) return { due, next: null };
    }
  }

  /** Differences that stand, from the folded states, by household and difference; those after `after`, which is such a pair. */
  differences(
    division: string,
    ruleId: string | null,
    limit: number,
    after: readonly [household: string, differenceId: string] = ['', ''],
  ): Promise<readonly StandingDifference[]> {
    return this.source.query(sql('differences').replace(':households', ofDivision('$1::text[]')), [
      divisionsMeant(this.divisions, division),
      ruleId,
      limit,
      ...after,
    ]);
  }

  /** Households with events after a position whose view is not yet where the log is; reads the log from there, so it is for a demo and for checks. */
  async householdsBehind(shard: string, after = 0): Promise<number> {
    const [counted] = await this.source.query<{ behind: number }[]>(sql('households-behind'), [shard, after]);
    return counted?.behind ?? 0;
  }

  /** The last position of a household's event: accesses and lists, which the views do not show, may come after it. */
  async lastHouseholdPosition(shard: string): Promise<number> {
    const [last] = await this.source.query<{ number: string }[]>(sql('last-household-position'), [shard]);
    return Number(last?.number ?? 0);
  }

  /** The highest position that the views have seen. */
  async reached(): Promise<number> {
    const [seen] = await this.source.query<{ position: string }[]>(
      'select coalesce(max(position), 0) as position from household',
    );
    return Number(seen?.position ?? 0);
  }

  async close(): Promise<void> {
    await this.source.destroy();
  }

  private async withRegistries(found: readonly HouseholdView[]): Promise<readonly HouseholdSummary[]> {
    const ids = found.map(({ id }) => id);
    if (ids.length === 0) return [];
    const registrations = await this.source
      .createQueryBuilder(PovertyRegistryView, 'p')
      .where('p.household in (:...ids)', { ids })
      .getMany();
    const cases = await this.source
      .createQueryBuilder(DibaoRegistryView, 'd')
      .where('d.household in (:...ids)', { ids })
      .orderBy('d.caseKey')
      .getMany();
    return found.map(({ id, county, division, registryStatus, version }) => ({
      ...{ id, county, division, registryStatus, version },
      registration: registrations.find(({ household }) => household === id) ?? null,
      cases: cases.filter(({ household }) => household === id),
    }));
  }
}
