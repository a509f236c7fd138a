import { accept, refuse } from '../decider';
import type { Decision } from '../decider';
import type { LocalDate } from '../values';
import type { ListClosed } from './exit-list.events';
import type { ItemEscalated } from './items.events';
import { OUTCOMES_OF_A_CASE, OUTCOMES_WITHOUT_A_CASE, standingItems } from './items';
import type { ExitListRefusal } from './refusals';
import { standingVersions } from './state';
import type { ExitList } from './state';

type Answer<Event> = Decision<Event, ExitListRefusal>;

/** CR-29: open after its day, once each; nothing to escalate is accepted with no event. */
export const escalateItems = (list: ExitList, { on, by }: Readonly<{ on: LocalDate; by: string }>): Answer<ItemEscalated> =>
  accept(
    ...standingItems(list).flatMap(({ itemId, dueOn, outcome, escalatedOn }): ItemEscalated[] =>
      outcome === null && escalatedOn === null && dueOn !== null && on > dueOn
        ? [{ type: 'ItemEscalated', on, itemId, dueOn, escalatedBy: by }]
        : [],
    ),
  );

/** Every standing version acknowledged, every task with an outcome. A supplement that comes later opens the list again. */
export const closeList = (list: ExitList, { on, by }: Readonly<{ on: LocalDate; by: string }>): Answer<ListClosed> => {
  if (list.openedOn === null) return refuse('not-open');
  if (list.closedOn !== null) return refuse('already-closed');
  const versions = standingVersions(list);
  if (versions.length === 0) return refuse('nothing-acknowledged');
  if (versions.some(({ stage }) => stage !== 'ACKNOWLEDGED')) return refuse('not-acknowledged');
  const isDispatched = (version: number): boolean => list.items.some((item) => item.version === version);
  const waiting = versions.filter(({ counts }) => counts.exitedLines + counts.plannedLines > 0);
  if (!waiting.every(({ version }) => isDispatched(version))) return refuse('not-dispatched');
  const items = standingItems(list);
  if (items.some(({ outcome }) => outcome === null)) return refuse('items-open');
  const outcomes = [...new Set([...OUTCOMES_OF_A_CASE, ...OUTCOMES_WITHOUT_A_CASE])].map((outcome) => ({
    outcome,
    items: items.filter((item) => item.outcome === outcome).length,
  }));
  return accept({ type: 'ListClosed', on, outcomes: outcomes.filter((counted) => counted.items > 0), closedBy: by });
};
