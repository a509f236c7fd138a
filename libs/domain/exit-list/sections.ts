import type { Exit } from '../household/registration.events';
import { failedOn } from '../household/hear-plan';
import type { Registration } from '../household/state';
import type { LocalDate } from '../values';
import { lastDayOfYear, monthOf } from '../values';
import type { Window } from './covering';
import type { ListScope } from './line';

export const exitsOf = (registration: Registration, year: number): readonly Exit[] =>
  registration.exits.filter(({ exitYear }) => exitYear === year);

/** The months in which coverage puts an exited household on the list: from that of its first exit of the year (S-20). */
export const windowOfExit = ([first]: readonly Exit[], { year, coveredUntil }: ListScope): Window => ({
  from: first === undefined || first.decidedOn === null ? `${year}-01` : monthOf(first.on),
  until: coveredUntil,
});

/** For those without an exit: covered at the year's end or since. */
export const windowOfPlan = ({ year, coveredUntil }: ListScope): Window => ({ from: `${year}-12`, until: coveredUntil });

/**
 * Whether its plan was Y at some time in Y (S-20): a plan holds from the day it was made until it is dropped, another is made, the
 * household exits for good, or it is removed. Several plans of one day: the last of them.
 */
export const wasPlannedIn = (registration: Registration, year: number): boolean => {
  const { plans, exits, relapses, removedOn } = registration;
  return plans.some((plan, index) => {
    const { targetYear, on } = plan;
    if (targetYear !== year || on > lastDayOfYear(year)) return false;
    const failed = failedOn(registration, plan);
    const ends = [
      plans[index + 1]?.on,
      // One that failed with its year held to the end, also where the file of 31 December is the first to name it (YN-13).
      failed === lastDayOfYear(year) ? null : failed,
      exits.find((exit) => exit.on >= on && !relapses.some((day) => day >= exit.on && day <= lastDayOfYear(year)))?.on,
      removedOn,
    ];
    return ends.every((end) => end === undefined || end === null || (end > on && end > firstDay(year)));
  });
};

const firstDay = (year: number): LocalDate => `${year}-01-01` as LocalDate;

/** The plan that the line prints: that of the list's year if there was one, else the last. */
export const plannedYearOf = ({ plans }: Registration, year: number): number | null =>
  plans.some(({ targetYear }) => targetYear === year) ? year : (plans.at(-1)?.targetYear ?? null);

export const reasonNotExited = ({ notAchieved }: Registration, year: number): string | null =>
  notAchieved.findLast(({ targetYear }) => targetYear === year)?.reason ?? null;
