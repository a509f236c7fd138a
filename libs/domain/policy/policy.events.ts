import type { DomainEvent } from '../decider';
import type { LocalDate } from '../values';

// These names and fields are the stored format. Add an event; never rename one.

/** A policy file came into force for the hub (`on`): from then on decisions may cite it. Its text is kept whole, so that a replay needs no file. */
export type PolicyPackActivated = DomainEvent<
  'PolicyPackActivated',
  {
    packId: string;
    packVersion: string;
    /** '' national, else the first 2, 4 or 6 digits of the division. */
    division: string;
    validFrom: LocalDate;
    validTo: LocalDate | null;
    /** SM3 of the content's UTF-8 bytes, hex. */
    contentHash: string;
    content: string;
    activatedBy: string;
  }
>;
export type PolicyEvent = PolicyPackActivated;

export const policyEventNames: Readonly<Record<PolicyEvent['type'], string>> = {
  PolicyPackActivated: 'policy-pack.activated',
};
/** The hub-wide stream of policy packs. */
export const POLICY_STREAM = 'policy-packs';
