import type { PostgresListedCounties } from '@xianjie/casework';
import type { EventLog } from '@xianjie/log';

/** The counties of every shard that this hub writes. */
export class ListedCounties {
  constructor(
    private readonly log: EventLog,
    private readonly listed: PostgresListedCounties,
  ) {}

  async all(): Promise<readonly string[]> {
    const shards = await this.log.shards();
    return (await Promise.all(shards.map((shard) => this.listed.of(shard)))).flat();
  }
}
