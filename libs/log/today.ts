import type { LocalDate } from '@xianjie/domain';
import type { Clock } from './clock';

const SHANGHAI_MS = 8 * 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** The day of an instant in Asia/Shanghai, which has had no summer time since 1991. */
export const shanghaiDay = (instant: string): LocalDate =>
  new Date(Date.parse(instant) + SHANGHAI_MS).toISOString().slice(0, 10) as LocalDate;

/** The first and the last instant (ISO, to the millisecond) of a day in Asia/Shanghai. */
export const startOfShanghaiDay = (day: LocalDate): string => new Date(Date.parse(day) - SHANGHAI_MS).toISOString();
export const endOfShanghaiDay = (day: LocalDate): string => new Date(Date.parse(day) - SHANGHAI_MS + DAY_MS - 1).toISOString();

/** The business day of a call that names none: today in Asia/Shanghai by the hub's clock. */
export class Today {
  constructor(private readonly clock: Clock) {}

  async date(): Promise<LocalDate> {
    return shanghaiDay(await this.clock.now());
  }
}
