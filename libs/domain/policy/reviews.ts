import { addDaysToDay, addMonthsToDay, firstDayOf } from '../values';
import type { CountyCode, LocalDate } from '../values';
import { isOpen, openCases } from '../household/linkage';
import { isExited } from '../household/hear-exit';
import type { ReviewBasis } from '../household/dibao-reviews.events';
import type { CaseKey } from '../household/reports';
import type { DibaoCase, Household } from '../household/state';
import { later } from '../household/timeline';
import type { PolicyPack, TransitionRule } from './policy-pack';

// When a case is next looked at: by its class's cadence (YN-11), and after an exit (YN-14, GX-14). A date, never a benefit decision.

/** The day by which a case is to be reviewed next; null when no cadence covers it or it is not open (CR-22). */
export const nextReviewDue = (spell: DibaoCase, { reviewCadenceMonths }: PolicyPack): LocalDate | null => {
  if (!isOpen(spell)) return null;
  // Somebody is at it already: what counts is the day that was set for that review.
  if (spell.openReview !== null && spell.reviewDueOn !== null) return spell.reviewDueOn;
  const { byClass, otherwise } = reviewCadenceMonths;
  const months = spell.class !== null && Object.hasOwn(byClass, spell.class) ? (byClass[spell.class] ?? null) : otherwise;
  if (months === null) return null;
  return addMonthsToDay(later(firstDayOf(spell.grantedFrom), spell.reviewedOn), months);
};

export type AfterExitStep = Readonly<{
  caseKey: CaseKey;
  step: 'REVIEW_NOW' | 'MAY_ENTER_TRANSITION';
  /** The exit that asks for it. */
  exitedOn: LocalDate;
  exitEvent: string | null;
  withinDays: number | null;
  transition: TransitionRule;
}>;

/** The pack in force in a county; null where none is. Whoever pays a case decides on it (YN-24), wherever its family is registered. */
export type PackOf = (county: CountyCode) => PolicyPack | null;

/** What an exit asks of each open case: the same family is reviewed at once in Yunnan and may enter a transition in Guangxi. */
export const afterExit = (household: Household, packOf: PackOf): readonly AfterExitStep[] => {
  const { registration } = household;
  const exit = registration?.exits.at(-1);
  if (registration === null || exit === undefined || registration.removedOn !== null || !isExited(registration)) return [];
  return openCases(household)
    .filter(({ status, reviewedOn }) => status !== 'TRANSITION' && (reviewedOn === null || reviewedOn <= exit.on))
    .flatMap(({ caseKey, county }): AfterExitStep[] => {
      const pack = packOf(county);
      if (pack === null) return [];
      const { afterExit: policy, transition } = pack;
      return [
        {
          caseKey,
          step: policy.rule === 'REVIEW' ? 'REVIEW_NOW' : 'MAY_ENTER_TRANSITION',
          exitedOn: exit.on,
          exitEvent: exit.eventId,
          withinDays: policy.reviewWithinDays,
          transition: policy.rule === 'REVIEW' ? null : transition,
        },
      ];
    });
};

/** Of whoever pays the case; `basis` says why: the class's cadence, or an exit since the last review. */
export type ReviewDue = Readonly<{
  county: CountyCode;
  division: string;
  caseKey: CaseKey;
  dueOn: LocalDate;
  openReview: string | null;
  basis: Extract<ReviewBasis, 'CADENCE' | 'POVERTY_EXIT'>;
}>;

/** Reviews due on or before a day, oldest first. Where the pack asks for one after an exit (YN-14), that may be before the cadence's. */
export const reviewsDue = (household: Household, packOf: PackOf, on: LocalDate): readonly ReviewDue[] => {
  const asked = new Map(
    afterExit(household, packOf)
      .filter(({ step }) => step === 'REVIEW_NOW')
      .map(({ caseKey, exitedOn, withinDays }) => [caseKey, addDaysToDay(exitedOn, withinDays ?? 0)]),
  );
  const due: ReviewDue[] = [];
  for (const spell of openCases(household)) {
    const { county, division, caseKey, openReview } = spell;
    const pack = packOf(county);
    const regular = pack && nextReviewDue(spell, pack);
    const isOpenFor = openReview !== null && spell.reviewDueOn !== null;
    const exit = isOpenFor ? undefined : asked.get(caseKey);
    const dueOn = exit !== undefined && (regular === null || exit < regular) ? exit : regular;
    // An exit is the stronger reason, also where the cadence's day had passed before it.
    const basis = exit !== undefined && exit <= on ? 'POVERTY_EXIT' : 'CADENCE';
    if (dueOn !== null && dueOn <= on) due.push({ county, division, caseKey, dueOn, openReview, basis });
  }
  return due.toSorted((a, b) => (a.dueOn < b.dueOn ? -1 : 1));
};
