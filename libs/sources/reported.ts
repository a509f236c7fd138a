import type {
  BenefitMode,
  CaseStatus,
  CountyCode,
  Fen,
  LocalDate,
  Programme,
  RegistryAttributes,
  RegistryStatus,
  ReportedIdentity,
  YearMonth,
} from '@xianjie/domain';

// What a source said of one household, decoded and normalised, with personal values still in clear: it lives in memory and in
// encrypted staging only. libs/casework resolves its persons and seals it into a HouseholdReport of the domain.

export type SourceName = 'poverty' | 'dibao';
/** Where a fact comes from, for every event's `source` (file hash, sheet, row; or a report's key). */
export type Evidence = Readonly<{ fileHash: string; sheet: string; row: number }>;

export type { ReportedIdentity };

export type ReportedRegistryMember = Readonly<{
  memberNo: string;
  /** As it is spelled; `headName` and the like have one kind of dot. */
  name: string;
  identity: ReportedIdentity;
  phone: string | null;
  sex: string | null;
  relation: string | null;
  ethnicity: string | null;
  health: string | null;
  labour: string | null;
  /** Day of death: the row says that the member has died, and lists nobody. */
  diedOn?: LocalDate | null;
  evidence: Evidence;
}>;

/**
 * The key of what was last heard of one record, in books 'heard:poverty' and 'heard:dibao': `<lineage>/<户编号>`, or
 * `<lineage>/<programme>/<低保证号>`; lineage is the county's last code (530122 and its successor 530115 are one, S-10).
 */
export type RecordKey = string;

export type ReportedRegistryHousehold = Readonly<{
  system: 'registry';
  recordKey: RecordKey;
  asOf: LocalDate;
  /** As current on `asOf`; `division` keeps the code as given. */
  county: CountyCode;
  division: string;
  /** Every code that the county has had (S-10). */
  countyLineage?: readonly CountyCode[];
  registryNo: string;
  headName: string | null;
  members: readonly ReportedRegistryMember[];
  attributes: RegistryAttributes;
  identifiedOn: LocalDate | null;
  status: RegistryStatus;
  plannedYear: number | null;
  exitYear: number | null;
  exitOn: LocalDate | null;
  notExitedReason: string | null;
  exitPath: string | null;
  /** Rows of this household that wait in quarantine: they count as present, so a known member who is not listed has not left (S-6). */
  withheldRows: number;
  /** From a file of changed rows, which speaks for its own rows only: nobody has left it (S-6). */
  isChanges?: boolean;
  evidence: Evidence;
}>;

export type ReportedCaseMember = Readonly<{
  name: string;
  identity: ReportedIdentity;
  sex: string | null;
  relation: string | null;
  covered: boolean;
  /** As for a registry member. */
  diedOn?: LocalDate | null;
  evidence: Evidence;
}>;

export type ReportedDibaoCase = Readonly<{
  system: 'dibao';
  recordKey: RecordKey;
  asOf: LocalDate;
  county: CountyCode;
  division: string;
  /** Every code that the county has had (S-10). */
  countyLineage?: readonly CountyCode[];
  caseNo: string;
  programme: Programme;
  status: CaseStatus;
  class: string | null;
  mode: BenefitMode | null;
  monthlyBenefitFen: Fen;
  grantedFrom: YearMonth;
  stoppedFrom: YearMonth | null;
  stopReason: string | null;
  verificationReportNo: string | null;
  verifiedOn: LocalDate | null;
  reviewedOn: LocalDate | null;
  registryFlag: boolean | null;
  headName: string | null;
  members: readonly ReportedCaseMember[];
  bank: string | null;
  accountNo: string | null;
  accountHolder: string | null;
  phone: string | null;
  /** As for a registry household (S-6). */
  withheldRows: number;
  isChanges?: boolean;
  evidence: Evidence;
}>;

export type ReportedHousehold = ReportedRegistryHousehold | ReportedDibaoCase;
/** A record that a whole snapshot no longer lists (S-6); `key` is the 户编号, or for dibao the case number and programme. */
export type ReportedAbsence = Readonly<{
  system: 'registry' | 'dibao';
  recordKey: RecordKey;
  absent: true;
  asOf: LocalDate;
  county: CountyCode;
  countyLineage: readonly CountyCode[];
  key: string;
  evidence: Evidence;
}>;
