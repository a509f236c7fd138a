import type { CountyCode, Fen, LocalDate, PersonId, YearMonth } from '../values';
import type { Sealed } from './personal';
import type { CaseMember, RegistryMember } from './roster';

// What one source says of one household on one day, normalised, persons resolved and personal values sealed.

export type RegistryStatus = 'POOR' | 'PLANNED' | 'EXITED' | 'EXITED_NO_POLICY' | 'RELAPSED';

/** Attributes of a registration that no transition depends on; lists print them. Income in fen a person a year. */
export type RegistryAttributes = Readonly<{
  dataYear: number | null;
  householdAttribute: string | null;
  mainCause: string | null;
  otherCauses: readonly string[];
  identificationStandard: string | null;
  perCapitaNetIncomeFen: Fen | null;
  guarantees: string | null;
  score: number | null;
  monitoredType: string | null;
  riskRemoved: string | null;
  declaredSize: number | null;
}>;

/** A member's day of death, as the source says it; whoever has died is not among the report's members. */
export type Death = Readonly<{ person: PersonId; diedOn: LocalDate }>;

export type RegistryReport = Readonly<{
  system: 'registry';
  asOf: LocalDate;
  county: CountyCode;
  /** As given, up to 12 digits. */
  division: string;
  /** Every code that the county has had (S-10), so that a new code is not taken for a move (CR-26); its own alone when left out. */
  countyLineage?: readonly CountyCode[];
  registryNo: string;
  head: PersonId | null;
  members: readonly RegistryMember[];
  deaths?: readonly Death[];
  attributes: RegistryAttributes;
  identifiedOn: LocalDate | null;
  status: RegistryStatus;
  plannedYear: number | null;
  exitYear: number | null;
  exitOn: LocalDate | null;
  notExitedReason: string | null;
  exitPath: string | null;
}>;

/** The registry's file no longer lists the household (S-6) under this number in this county: all codes that the county has had. */
export type RegistryAbsence = Readonly<{
  system: 'registry';
  asOf: LocalDate;
  absent: true;
  registryNo: string;
  countyLineage: readonly CountyCode[];
}>;

export type Programme = 'RURAL' | 'URBAN' | 'TEKUN';
export type CaseStatus = 'ACTIVE' | 'TRANSITION' | 'SUSPENDED' | 'STOPPED';
export type BenefitMode = 'GAP' | 'TIER';

/**
 * `caseKey` names one spell of one case, fixed at first sight: programme, case number and first month (S-10, S-17).
 * Intake finds it; a start after the previous stop is another spell, any other change of the start month a correction.
 */
export type CaseKey = string;

export type DibaoReport = Readonly<{
  system: 'dibao';
  asOf: LocalDate;
  county: CountyCode;
  division: string;
  countyLineage?: readonly CountyCode[];
  caseKey: CaseKey;
  caseNo: string;
  programme: Programme;
  status: CaseStatus;
  class: string | null;
  mode: BenefitMode | null;
  monthlyBenefitFen: Fen;
  grantedFrom: YearMonth;
  /** The first month without benefit; null while open. */
  stoppedFrom: YearMonth | null;
  stopReason: string | null;
  verificationReportNo: string | null;
  verifiedOn: LocalDate | null;
  reviewedOn: LocalDate | null;
  registryFlag: boolean | null;
  applicant: PersonId | null;
  members: readonly CaseMember[];
  deaths?: readonly Death[];
  account: Readonly<{ bank: string | null; number: Sealed | null; holder: Sealed | null }>;
}>;

/** Civil affairs' file no longer lists the case (S-6): last covered in the month of `asOf`. */
export type DibaoAbsence = Readonly<{ system: 'dibao'; asOf: LocalDate; absent: true; caseKey: CaseKey }>;

export type HouseholdReport = RegistryReport | RegistryAbsence | DibaoReport | DibaoAbsence;

/** What was last heard of the same record (S-4, S-7): null at first sight. It is handed in, never an event. */
export type LastHeard = Readonly<{ asOf: LocalDate }> | null;
