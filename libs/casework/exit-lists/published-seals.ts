import type { DaySeal, LocalDate } from '@xianjie/domain';
import { shanghaiDay } from '@xianjie/log';
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

  async isOurs(shard: string, { day, position, link }: DaySeal): Promise<boolean> {
    const number = numberIn(position);
    if (!Number.isSafeInteger(number) || position !== `${shard}:${number}`) return false;
    const found = (await this.seals.read(shard, { from: number, to: number })).find((seal) => seal.link === link);
    if (found === undefined || shanghaiDay(found.sealedAt) > day) return false;
    // Of its day, or the last before it: the countersignature has to say something about that day (S-24).
    const lastBefore = await this.seals.latestOn(shard, dayBefore(day));
    return number >= (lastBefore?.number ?? 0);
  }
}

const dayBefore = (day: LocalDate): LocalDate => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10) as LocalDate;
