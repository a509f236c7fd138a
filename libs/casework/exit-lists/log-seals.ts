import type { DaySeal, LocalDate } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import { numberIn } from './list-stream';
import { DaySeals } from './ports';

/** The chain's own head, for a hub whose publisher has sealed nothing yet: its link is what a seal would sign (S-19). */
export class LogSeals extends DaySeals {
  constructor(private readonly log: EventLog) {
    super();
  }

  async latest(shard: string, on: LocalDate): Promise<DaySeal | null> {
    const { number, link } = await this.log.head(shard);
    return number === 0 ? null : { day: on, position: `${shard}:${number}`, link: link.toString('hex') };
  }

  async isOurs(shard: string, { position, link }: DaySeal): Promise<boolean> {
    const number = numberIn(position);
    if (position !== `${shard}:${number}` || number < 1) return false;
    for await (const [event] of this.log.readRange(shard, number - 1, { upTo: number }))
      return event !== undefined && event.link.toString('hex') === link;
    return false;
  }
}
