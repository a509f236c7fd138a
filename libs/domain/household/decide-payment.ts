import { accept, refuse } from '../decider';
import { firstDayOf } from '../values';
import type { LocalDate, YearMonth } from '../values';
import { outOfOrder, unaccountable } from './accountability';
import type { HouseholdDecision, Resume, Suspend } from './commands';
import type { DibaoCase } from './state';
import { later } from './timeline';

// 缓发: paid later, not withdrawn; still covered (S-20).

/** The change holds from the first day of its month, or from the decision if that is later. */
const effectiveFrom = (on: LocalDate, month: YearMonth): LocalDate => later(on, firstDayOf(month));

export const suspend = (
  known: DibaoCase,
  { on, caseKey, reason, effectiveMonth, accountability }: Suspend,
): HouseholdDecision => {
  if (known.status === 'SUSPENDED') return accept();
  if (known.status === 'STOPPED') return refuse('case-stopped');
  if (known.status === 'TRANSITION') return refuse('case-in-transition');
  if (reason === '') return refuse('no-reason');
  const barred = unaccountable(accountability) ?? outOfOrder(known, effectiveFrom(on, effectiveMonth));
  if (barred) return barred;
  return accept({
    type: 'DibaoSuspended',
    on: effectiveFrom(on, effectiveMonth),
    caseKey,
    reason,
    effectiveMonth,
    accountability,
  });
};

export const resume = (known: DibaoCase, { on, caseKey, effectiveMonth, accountability }: Resume): HouseholdDecision => {
  if (known.status === 'ACTIVE') return accept();
  if (known.status === 'STOPPED') return refuse('case-stopped');
  if (known.status !== 'SUSPENDED') return refuse('case-not-suspended');
  const barred = unaccountable(accountability) ?? outOfOrder(known, effectiveFrom(on, effectiveMonth));
  if (barred) return barred;
  return accept({ type: 'DibaoResumed', on: effectiveFrom(on, effectiveMonth), caseKey, effectiveMonth, accountability });
};
