import type { Exit } from '../household/registration.events';
import { failureOf } from '../household/hear-plan';
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
 * household exits for good, or it is removed. Several plans of one day: the last of them. One that is first named when its year is
 * over was made before (ADR 7).
 */
export const wasPlannedIn = (registration: Registration, year: number): boolean => {
  const { plans, exits, relapses, removedOn } = registration;
  return plans.some((plan, index) => {
    const { targetYear, on } = plan;
    if (targetYear !== year) return false;
    const ends = [
      plans[index + 1]?.on,
      exits.find((exit) => exit.on >= on && !relapses.some((day) => day >= exit.on && day <= lastDayOfYear(year)))?.on,
      removedOn,
    ];
    const failed = failureOf(registration, plan);
    const isUntil = (end: LocalDate): boolean => end > on && end > firstDay(year);
    return (
      ends.every((end) => end === undefined || end === null || isUntil(end)) && (failed === null || held(failed, plan, year))
    );
  });
};

type Failed = Registration['notAchieved'][number];

/** A file that is the first to name a plan may say at once that it was not achieved: by its reason, or since the year is over (YN-13). */
const held = ({ on, reason }: Failed, plan: Registration['plans'][number], year: number): boolean =>
  on >= lastDayOfYear(year) || (on > firstDay(year) && (on > plan.on || reason !== null));

const firstDay = (year: number): LocalDate => `${year}-01-01` as LocalDate;

/** The plan that the line prints: that of the list's year if there was one, else the last. */
export const plannedYearOf = ({ plans }: Registration, year: number): number | null =>
  plans.some(({ targetYear }) => targetYear === year) ? year : (plans.at(-1)?.targetYear ?? null);

export const reasonNotExited = ({ notAchieved }: Registration, year: number): string | null =>
  notAchieved.findLast(({ targetYear }) => targetYear === year)?.reason ?? null;
