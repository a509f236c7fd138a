import { isLocalDate } from '@xianjie/domain';
import type { LocalDate } from '@xianjie/domain';
import type { Clock } from '@xianjie/log';

const SHANGHAI_MS = 8 * 3_600_000;

/** The business day of a call that names none: today in Asia/Shanghai by the hub's clock. */
export class Today {
  constructor(private readonly clock: Clock) {}

  async date(): Promise<LocalDate> {
    const day = new Date(Date.parse(await this.clock.now()) + SHANGHAI_MS).toISOString().slice(0, 10);
    if (!isLocalDate(day)) throw new Error(`the clock gave no day: ${day}`);
    return day;
  }
}
