// What the generator knows and the hub has to find out. The file `truth.json` holds one JSON document in which every record of the
// long lists stands on a line of its own, so that `readTruth` never holds the text whole.

export type SourceName = 'poverty' | 'dibao';
/** domain.md Part 6 and 3.5. Kinds of a file (`totals-row`, `date-format`, `blank-row`, `encoding-gb18030`) name no person. */
export type ErrorKind =
  | 'id-check-digit'
  | 'id-15-digit'
  | 'id-excel-zeroed'
  | 'id-disability-20'
  | 'id-lower-case-x'
  | 'id-missing'
  | 'id-full-width'
  | 'id-spaces'
  | 'id-apostrophe'
  | 'id-of-another'
  | 'duplicate'
  | 'name-variant'
  | 'rare-character'
  | 'minority-dot'
  | 'size-mismatch'
  | 'head-mismatch'
  | 'stale-division'
  | 'late-event'
  | 'backdated-over-freeze'
  | 'vanished-case'
  | 'totals-row'
  | 'blank-row'
  | 'date-format';

/** `row` is the line of the sheet where it first shows, the heading being row 1. */
export type TrueError = {
  kind: ErrorKind;
  source: SourceName;
  file: string | null;
  row: number | null;
  person: number | null;
  household: number | null;
};

export type TrueEventType =
  | 'born'
  | 'died'
  | 'married-out'
  | 'married-in'
  | 'moved'
  | 'split'
  | 'merged'
  | 'head-changed'
  | 'renumbered'
  | 'registry-enrolled'
  | 'registry-removed'
  | 'exit-planned'
  | 'plan-withdrawn'
  | 'exit-not-achieved'
  | 'poverty-exited'
  | 'exit-corrected'
  | 'policy-ended'
  | 'relapsed'
  | 'dibao-enrolled'
  | 'dibao-withdrawn'
  | 'dibao-left-file'
  | 'dibao-class-changed'
  | 'dibao-suspended'
  | 'dibao-resumed'
  | 'dibao-transition-started'
  | 'dibao-member-changed'
  | 'identifier-corrected';

/** `effectiveOn` is the business date, `firstAsOf` the month's end from which the source's files show it. */
export type TrueEvent = {
  type: TrueEventType;
  effectiveOn: string;
  firstAsOf: string;
  source: SourceName | null;
  household: number;
  persons: number[];
};

/** One row of the registry that is this person: county is the lineage's first code. */
/** `listed`: still in the last file; a hub need not find a member under a number from which they are gone. */
export type RegistryKey = { county: string; householdNo: string; memberNo: string; listed: boolean };
/** One member of a dibao case that is this person; identifier and name exactly as the last file writes them. */
export type DibaoKey = {
  county: string;
  caseNo: string;
  from: string;
  idNo: string;
  name: string;
  covered: boolean;
  listed: boolean;
  /** First month without benefit, null while open; absent in a truth file of an earlier version. */
  stop?: string | null;
};
export type TruePerson = { id: number; household: number; registry: RegistryKey[]; dibao: DibaoKey[] };
export type TrueHousehold = {
  id: number;
  registry: { county: string; householdNo: string }[];
  cases: { county: string; caseNo: string; from: string }[];
  /** Families with which it shares persons after a split, a marriage, a merge or a duplicate. */
  related: number[];
};

/** A household of a section: `householdNo` as last listed, `covered` the members covered in the freeze month. */
export type ListedHousehold = {
  household: number;
  householdNo: string;
  covered: number;
  members: number;
  relapsedOn: string | null;
};
/** `county` is the code at the freeze. */
export type ListedCounty = { county: string; section1: ListedHousehold[]; section2: ListedHousehold[] };
export type TrueTotals = {
  asOf: string;
  registryPersons: number;
  registryHouseholds: number;
  dibaoPersons: number;
  dibaoCases: number;
  overlapPersons: number;
};
/** Persons whom one source lists twice: in two registrations (CR-03), covered by two open cases (CR-04). By their ids. */
export type TrueDoubles = { registry: number[]; dibao: number[] };
export type Truth = {
  format: 'xianjie-truth/1';
  province: string;
  seed: string;
  scale: number;
  year: number;
  freezeMonth: string;
  /** For each county's first code, every code it has had: what a hub maps its own county codes with. */
  lineages: Record<string, string[]>;
  totals: TrueTotals[];
  /** As the last files before the freeze say, and the last of all; a truth file of an earlier version has none. */
  doubles?: TrueDoubles;
  doublesAfter?: TrueDoubles;
  /** Population against which each error's rate holds: persons or households of a source, dated events, exits. */
  exposure: Record<string, number>;
  /** As known at the freeze, and after the snapshots that came later. */
  lists: ListedCounty[];
  listsAfter: ListedCounty[];
  households: TrueHousehold[];
  persons: TruePerson[];
  events: TrueEvent[];
  errors: TrueError[];
};
