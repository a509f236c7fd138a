import type { DaySeal, LocalDate } from '@xianjie/domain';
import type { PostgresSeals } from '@xianjie/messaging';
import { numberIn } from './list-stream';
import { DaySeals } from './ports';

/** The publisher's signed seals (S-19), as they lie in Postgres. */
export class PublishedSeals extends DaySeals {
  constructor(private readonly seals: Pick<PostgresSeals, 'latestOn' | 'read'>) {
    super();
  }

  async latest(shard: string, on: LocalDate): Promise<DaySeal | null> {
    const seal = await this.seals.latestOn(shard, on);
    return seal === null ? null : { day: on, position: `${shard}:${seal.number}`, link: seal.link };
  }

  async isOurs(shard: string, { position, link }: DaySeal): Promise<boolean> {
    const number = numberIn(position);
    if (position !== `${shard}:${number}`) return false;
    return (await this.seals.read(shard, { from: number, to: number })).some((seal) => seal.link === link);
  }
}
