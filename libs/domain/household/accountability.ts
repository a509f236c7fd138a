import { refuse } from '../decider';
import type { Decision } from '../decider';
import type { LocalDate } from '../values';
import type { HouseholdRefusal } from './commands';
import type { Accountability } from './dibao-reviews.events';
import type { DibaoCase } from './state';

// 谁调查、谁审核、谁签字、谁负责 (GX-23).

type Refused = Extract<Decision<never, HouseholdRefusal>, { outcome: 'refused' }>;
const refused = (because: HouseholdRefusal): Refused => refuse(because) as Refused;

/** Somebody signs, and not the one who investigated (CR-40). */
export const unaccountable = ({ signatory, investigator }: Accountability): Refused | null => {
  if (signatory === null || signatory === '') return refused('no-signatory');
  return signatory === investigator ? refused('signatory-investigated') : null;
};

/** A stage cannot begin before the one it follows. */
export const outOfOrder = ({ stages }: DibaoCase, on: LocalDate): Refused | null => {
  const last = stages.at(-1);
  return last !== undefined && on < last.from ? refused('before-last-stage') : null;
};
