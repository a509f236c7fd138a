import type { LocalDate } from '@xianjie/domain';
import { CallProblem } from '@xianjie/http';
import type { Today } from '@xianjie/log';

/**
 * The business day of an act: as said, or today in Asia/Shanghai. Of a day that has not come nothing is known yet: a list of a year that is not
 * over could be frozen, signed and delivered.
 * @throws CallProblem 422 `day-in-the-future`.
 */
export const businessDay = async (today: Today, said: LocalDate | undefined): Promise<LocalDate> => {
  const day = await today.date();
  if (said !== undefined && said > day) throw new CallProblem(422, 'day-in-the-future', `on: ${said} is after today, ${day}`);
  return said ?? day;
};
