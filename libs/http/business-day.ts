import type { LocalDate } from '@xianjie/domain';
import { SystemClock, Today } from '@xianjie/log';
import { CallProblem } from './problem';

/** A simulated clock stands still where a demo left it, and its officials act on later days: no later than the machine's. */
const machine = new Today(new SystemClock());

/**
 * The business day of an act: as said, or today in Asia/Shanghai. Of a day that has not come nothing is known yet: a list of a year that is not
 * over could be frozen, signed and delivered.
 * @throws CallProblem 422 `day-in-the-future`.
 */
export const businessDay = async (today: Today, said: LocalDate | undefined): Promise<LocalDate> => {
  const day = await today.date();
  if (said === undefined) return day;
  const latest = [day, await machine.date()].toSorted().at(-1)!;
  if (said > latest) throw new CallProblem(422, 'day-in-the-future', `on: ${said} is after today, ${latest}`);
  return said;
};
