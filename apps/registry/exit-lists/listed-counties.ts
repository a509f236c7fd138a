import type { PostgresListedCounties } from '@xianjie/casework';
import { codeOn, countyOf } from '@xianjie/domain';
import type { DivisionTable } from '@xianjie/domain';
import type { EventLog, Today } from '@xianjie/log';

/** The counties of which anything was heard, each once under the code that it has today (S-20). */
export class ListedCounties {
  constructor(
    private readonly log: EventLog,
    private readonly listed: PostgresListedCounties,
    private readonly divisions: DivisionTable,
    private readonly today: Today,
  ) {}

  async all(): Promise<readonly string[]> {
    const shards = await this.log.shards();
    const heard = (await Promise.all(shards.map((shard) => this.listed.of(shard)))).flat();
    const day = await this.today.date();
    // Hub-wide events stand under a province's code: no county.
    const counties = heard.filter((code) => countyOf(this.divisions, code) !== null);
    return [...new Set(counties.map((code) => codeOn(this.divisions, code, day)))].toSorted();
  }
}
