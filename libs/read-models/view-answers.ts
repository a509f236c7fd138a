import type { CountyCode, LocalDate, PolicyPack } from '@xianjie/domain';
import type { DibaoRegistryView, PovertyRegistryView } from './typeorm-entities';

// What the views are asked, and what they answer.

export type HouseholdFilter = Readonly<{
  division?: string;
  registryNo?: string;
  caseNo?: string;
  status?: string;
  after?: string;
  limit: number;
}>;
export type HouseholdSummary = Readonly<{
  id: string;
  county: string;
  division: string;
  registryStatus: string | null;
  version: number;
  registration: PovertyRegistryView | null;
  cases: readonly DibaoRegistryView[];
}>;
/** A case whose review is due by its class's cadence or by an exit (YN-11, YN-14), where it is paid; `openReview` when somebody is at it. */
export type DueReview = Readonly<{
  household: string;
  county: string;
  division: string;
  caseKey: string;
  dueOn: LocalDate;
  openReview: string | null;
  basis: 'CADENCE' | 'POVERTY_EXIT';
}>;
/** `version`: of the household, as the view has it. `caseKey`: null when it is about the household as a whole. */
export type StandingDifference = Readonly<{
  household: string;
  version: number;
  division: string;
  ruleId: string;
  severity: string;
  caseKey: string | null;
  detail: string;
  differenceId: string;
}>;
export type PolicyOf = (county: CountyCode) => PolicyPack;
