import type { CountyCode, LocalDate } from '@xianjie/domain';
import { NoPolicyInForce } from './faults';
import type { PolicyBook } from './policy-book';

/**
 * The share of a snapshot's scope that may depart without a confirmation: the strictest of the counties' packs (S-6). Where no pack
 * holds on that day every departure waits. `override`: an operator's word for all of them.
 */
export const departureLimit =
  (policies: PolicyBook, override?: number) =>
  (counties: readonly CountyCode[], asOf: LocalDate): number => {
    if (override !== undefined) return override;
    const limitIn = (county: CountyCode): number => {
      try {
        return policies.inForce(county, asOf).departuresThreshold;
      } catch (fault) {
        if (fault instanceof NoPolicyInForce) return 0;
        throw fault;
      }
    };
    return counties.length === 0 ? 0 : Math.min(...counties.map(limitIn));
  };
