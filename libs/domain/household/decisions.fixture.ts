import type { CompleteReview, StartTransition, Suspend, Withdraw } from './commands';
import { aDibaoReport, aRegistryReport, CASE, signed } from './household.fixture';
import type { HouseholdEvent } from './household.events';

// One case in each of its stages, and what an official may ask of it, for specs of decisions.

export const active = aDibaoReport();
export const suspended = aDibaoReport({ status: 'SUSPENDED' });
export const inTransition = aDibaoReport({ status: 'TRANSITION' });
export const stopped = aDibaoReport({ status: 'STOPPED', stoppedFrom: '2016-02' });
export const exited = aRegistryReport({ status: 'EXITED', exitYear: 2016, exitOn: '2016-11-15', asOf: '2016-12-31' });
export const registered = aRegistryReport();
export const on = '2017-04-10' as const;
export const act = { on, caseKey: CASE } as const;

export const opening = {
  type: 'OpenReview',
  ...act,
  reviewId: 'r-1',
  basis: 'POVERTY_EXIT',
  basisEvent: 'e-2',
  dueOn: '2017-05-10',
  openedBy: 'u-1',
} as const;
export const reviewing: HouseholdEvent = { ...opening, type: 'ReviewOpened', policyPack: null };
const nothingFollows = { adjust: null, transition: null, stop: null };
export const completing = (said: Partial<CompleteReview>): CompleteReview => ({
  ...{ type: 'CompleteReview', ...act, reviewId: 'r-1', outcome: 'KEEP', findings: null, accountability: signed },
  ...nothingFollows,
  ...said,
});
export const starting = (said: Partial<StartTransition> = {}): StartTransition => ({
  ...{ type: 'StartTransition', ...act, anchorDate: on, lengthMonths: 6, reviewId: null, accountability: signed },
  ...said,
});
export const ending = (outcome: 'WITHDRAW' | 'RESTORE', stoppedFrom: '2017-05' | null = null) =>
  ({ type: 'EndTransition', ...act, outcome, stoppedFrom, accountability: signed }) as const;
export const suspending: Suspend = {
  type: 'Suspend',
  ...act,
  reason: 'UNREACHABLE',
  effectiveMonth: '2017-05',
  accountability: signed,
};
export const resuming = { type: 'Resume', ...act, effectiveMonth: '2017-05', accountability: signed } as const;
export const withdrawing = (said: Partial<Withdraw> = {}): Withdraw => ({
  ...{ type: 'Withdraw', ...act, reason: 'INCOME_OVER', stoppedFrom: '2017-05', reviewId: null, accountability: signed },
  ...said,
});
