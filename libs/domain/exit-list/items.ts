import { accept, refuse } from '../decider';
import type { Decision } from '../decider';
import type { CaseKey } from '../household/reports';
import type { CountyCode, HouseholdId, LocalDate } from '../values';
import type { ItemClosed, ItemDispatched, ItemOutcome } from './items.events';
import type { Change, Section } from './section';
import { casesToReview } from './line';
import type { Line } from './line';
import type { ExitListRefusal } from './refusals';
import { standingVersions } from './state';
import type { ExitList, Item } from './state';

type Answer<Event> = Decision<Event, ExitListRefusal>;

export type PlannedItem = Readonly<{
  section: Section;
  change: Change | null;
  householdId: HouseholdId;
  caseKey: CaseKey | null;
  payingCounty: CountyCode | null;
  township: string;
}>;

/** One task for each dibao case, and one for each household without a case (S-22), in list order. */
export const itemsFor = (lines: readonly Line[]): readonly PlannedItem[] => {
  const items = new Map<string, PlannedItem>();
  // What is withdrawn and what is added are two tasks, each with a case or without.
  const keyOf = ({ change, householdId }: Pick<Line, 'change' | 'householdId'>): string => `${change}/${householdId}`;
  const withCase = new Set(lines.flatMap((line) => (casesToReview(line).length > 0 ? [keyOf(line)] : [])));
  for (const line of lines) {
    const { section, change, householdId, division } = line;
    const item = { section, change, householdId, township: division.slice(0, 9) };
    if (!withCase.has(keyOf(item)) && !items.has(keyOf(item)))
      items.set(keyOf(item), { ...item, caseKey: null, payingCounty: null });
    // A case that spans two households (CR-25) is one task, at the first of them; withdrawn from one and added to another, two.
    for (const { caseKey, county } of casesToReview(line))
      if (!items.has(`${change}/${caseKey}`)) items.set(`${change}/${caseKey}`, { ...item, caseKey, payingCounty: county });
  }
  return [...items.values()];
};

/** Tasks of a version that a replacement has superseded wait for nobody. */
export const standingItems = (list: ExitList): readonly Item[] => {
  const versions = new Set(standingVersions(list).map(({ version }) => version));
  return list.items.filter(({ version }) => versions.has(version));
};

const itemId = (version: number, index: number): string => `${version}-${String(index + 1).padStart(4, '0')}`;

export type DispatchItems = Readonly<{
  on: LocalDate;
  version: number;
  dueOn: LocalDate | null;
  items: readonly PlannedItem[];
  by: string;
}>;

/** Acknowledged items fan out to the townships, each once. It opens tasks; no benefit changes by it. */
export const dispatchItems = (list: ExitList, { on, version, dueOn, items, by }: DispatchItems): Answer<ItemDispatched> => {
  if (list.openedOn === null) return refuse('not-open');
  const found = list.versions.find((known) => known.version === version);
  if (found === undefined) return refuse('no-such-version');
  if (!standingVersions(list).includes(found)) return refuse('version-superseded');
  if (found.stage !== 'ACKNOWLEDGED') return refuse('not-acknowledged');
  if (list.items.some((item) => item.version === version)) return refuse('already-dispatched');
  return accept(
    ...items.map((item, index): ItemDispatched => ({
      type: 'ItemDispatched',
      ...{ on, itemId: itemId(version, index), version, ...item, dueOn, dispatchedBy: by },
    })),
  );
};

export const OUTCOMES_OF_A_CASE: readonly ItemOutcome[] = [
  'WITHDRAWN',
  'TRANSITION',
  'KEPT',
  'BENEFIT_CHANGED',
  'NOT_DIBAO',
  'DISPUTED',
];
export const OUTCOMES_WITHOUT_A_CASE: readonly ItemOutcome[] = ['ENROLLED', 'NOT_DIBAO', 'DISPUTED'];
export const outcomesFor = ({ caseKey }: Pick<Item, 'caseKey'>): readonly ItemOutcome[] =>
  caseKey === null ? OUTCOMES_WITHOUT_A_CASE : OUTCOMES_OF_A_CASE;

export type CloseItem = Readonly<{
  on: LocalDate;
  itemId: string;
  outcome: ItemOutcome;
  reason: string;
  reviewId: string | null;
  by: string;
}>;

/** What came of a task, with its reason. The benefit itself is decided on the household, by an official (CR-12). */
export const closeItem = (list: ExitList, { on, itemId, outcome, reason, reviewId, by }: CloseItem): Answer<ItemClosed> => {
  const item = list.items.find((known) => known.itemId === itemId);
  if (item === undefined) return refuse('no-such-item');
  if (!standingItems(list).includes(item)) return refuse('version-superseded');
  if (item.outcome !== null) return refuse('item-already-closed');
  if (!outcomesFor(item).includes(outcome)) return refuse('outcome-not-for-this-item');
  if (reason.trim() === '') return refuse('no-reason');
  return accept({ type: 'ItemClosed', on, itemId, outcome, reason, reviewId, closedBy: by });
};
