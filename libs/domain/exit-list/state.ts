import type { CaseKey, Programme } from '../household/reports';
import type { CountyCode, HouseholdId, LocalDate, YearMonth } from '../values';
import type { FrozenWith, ListCounts, ListProblem, VersionKind } from './exit-list.events';
import type { ItemOutcome } from './items.events';
import type { Change, Section } from './section';

// What the fold of one list's events knows: a county's list of one year, in versions, and the tasks that came of it.

export type VersionStage = 'FROZEN' | 'SIGNED' | 'DELIVERED' | 'ACKNOWLEDGED' | 'REJECTED';

export type ListVersion = Readonly<{
  version: number;
  kind: VersionKind;
  stage: VersionStage;
  frozenOn: LocalDate;
  position: string;
  root: string;
  counts: ListCounts;
  coveredUntil: YearMonth;
  programmes: readonly Programme[];
  countyLineage: readonly CountyCode[];
  codeAtFreeze: CountyCode | null;
  frozenWith: FrozenWith | null;
  signingKeyId: string | null;
  /** Counties whose civil affairs office has it. */
  deliveredTo: readonly CountyCode[];
}>;

export type Item = Readonly<{
  itemId: string;
  version: number;
  section: Section;
  change: Change | null;
  householdId: HouseholdId;
  caseKey: CaseKey | null;
  township: string;
  dueOn: LocalDate | null;
  outcome: ItemOutcome | null;
  reason: string | null;
  escalatedOn: LocalDate | null;
}>;

export type ExitList = Readonly<{
  openedOn: LocalDate | null;
  dueOn: LocalDate | null;
  /** The last check since the last freeze. */
  check: Readonly<{
    on: LocalDate;
    position: string;
    counts: ListCounts;
    problems: readonly ListProblem[];
    openIdentityReviews: number;
  }> | null;
  versions: readonly ListVersion[];
  items: readonly Item[];
  overdueOn: LocalDate | null;
  closedOn: LocalDate | null;
}>;

export const unopenedList: ExitList = {
  openedOn: null,
  dueOn: null,
  check: null,
  versions: [],
  items: [],
  overdueOn: null,
  closedOn: null,
};

/** The last whole version: every one before it is history (S-22). */
export const baseOf = ({ versions }: ExitList): ListVersion | null =>
  versions.findLast(({ kind }) => kind !== 'SUPPLEMENT') ?? null;

/** The versions that stand together: the last whole one and its supplements. */
export const standingVersions = (list: ExitList): readonly ListVersion[] => {
  const base = baseOf(list);
  return base === null ? [] : list.versions.filter(({ version }) => version >= base.version);
};

export type ListStage =
  'UNOPENED' | 'OPEN' | 'CHECKED' | 'FROZEN' | 'SIGNED' | 'DELIVERED' | 'ACKNOWLEDGED' | 'IN_REVIEW' | 'CLOSED';

/** Where the list stands as a whole (domain.md 4.4): that of its newest version; a rejected one is open again. */
export const stageOf = (list: ExitList): ListStage => {
  if (list.openedOn === null) return 'UNOPENED';
  if (list.closedOn !== null) return 'CLOSED';
  const last = list.versions.at(-1);
  if (last === undefined || last.stage === 'REJECTED') return list.check === null ? 'OPEN' : 'CHECKED';
  if (last.stage !== 'ACKNOWLEDGED') return last.stage;
  return list.items.some(({ version }) => version === last.version) ? 'IN_REVIEW' : 'ACKNOWLEDGED';
};

/** `XJ-<county>-<Y>` (S-23). */
export const listIdOf = (county: CountyCode, year: number): string => `XJ-${county}-${year}`;
export const exitListStream = (county: CountyCode, year: number): string => `exit-list-${county}-${year}`;
