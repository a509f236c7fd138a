import type { DomainEvent } from '../decider';
import type { CaseKey } from '../household/reports';
import type { CountyCode, HouseholdId, LocalDate } from '../values';
import type { Change, Section } from './section';

// These names and fields are the stored format. Add an event; never rename one.

/** One task for each dibao case, and one for each household without a case (S-22). */
export type ItemDispatched = DomainEvent<
  'ItemDispatched',
  {
    itemId: string;
    version: number;
    section: Section;
    change: Change | null;
    householdId: HouseholdId;
    caseKey: CaseKey | null;
    /** The county that pays the case; null without a case. */
    payingCounty: CountyCode | null;
    /** Nine digits. */
    township: string;
    dueOn: LocalDate | null;
    dispatchedBy: string;
  }
>;
export type ItemOutcome = 'WITHDRAWN' | 'TRANSITION' | 'KEPT' | 'BENEFIT_CHANGED' | 'ENROLLED' | 'NOT_DIBAO' | 'DISPUTED';
export type ItemClosed = DomainEvent<
  'ItemClosed',
  { itemId: string; outcome: ItemOutcome; reason: string; reviewId: string | null; closedBy: string }
>;
/** CR-29. */
export type ItemEscalated = DomainEvent<'ItemEscalated', { itemId: string; dueOn: LocalDate; escalatedBy: string }>;
