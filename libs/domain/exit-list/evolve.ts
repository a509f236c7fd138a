import type { ExitListEvent, ListFrozen } from './exit-list.events';
import type { ItemDispatched } from './items.events';
import type { ExitList, Item, ListVersion } from './state';
import { unopenedList } from './state';

const frozen = (event: ListFrozen): ListVersion => ({
  version: event.version,
  kind: event.kind,
  stage: 'FROZEN',
  frozenOn: event.on,
  position: event.position,
  root: event.root,
  counts: event.counts,
  coveredUntil: event.coveredUntil,
  programmes: event.programmes,
  countyLineage: event.countyLineage,
  codeAtFreeze: event.codeAtFreeze,
  frozenWith: event.frozenWith,
  signingKeyId: null,
  deliveredTo: [],
});

const dispatched = (event: ItemDispatched): Item => ({
  itemId: event.itemId,
  version: event.version,
  section: event.section,
  change: event.change,
  householdId: event.householdId,
  caseKey: event.caseKey,
  township: event.township,
  dueOn: event.dueOn,
  outcome: null,
  reason: null,
  escalatedOn: null,
});

const withVersion = (list: ExitList, version: number, change: (known: ListVersion) => Partial<ListVersion>): ExitList => ({
  ...list,
  versions: list.versions.map((known) => (known.version === version ? { ...known, ...change(known) } : known)),
});
const withItem = (list: ExitList, itemId: string, change: Partial<Item>): ExitList => ({
  ...list,
  items: list.items.map((item) => (item.itemId === itemId ? { ...item, ...change } : item)),
});

export const evolveExitList = (list: ExitList, event: ExitListEvent): ExitList => {
  switch (event.type) {
    case 'ListOpened':
      return { ...list, openedOn: event.on, dueOn: event.dueOn };
    case 'ListChecked': {
      const { on, position, counts, problems, openIdentityReviews } = event;
      return { ...list, check: { on, position, counts, problems, openIdentityReviews } };
    }
    case 'ListFrozen':
      return { ...list, check: null, closedOn: null, versions: [...list.versions, frozen(event)] };
    case 'LinesHashed':
    case 'SupplementIssued':
      return list;
    case 'ListSigned':
      return withVersion(list, event.version, () => ({ stage: 'SIGNED', signingKeyId: event.signature.keyId }));
    case 'ListDelivered':
      return withVersion(list, event.version, ({ stage, deliveredTo }) => ({
        stage: stage === 'SIGNED' ? 'DELIVERED' : stage,
        deliveredTo: [...deliveredTo, event.recipient],
      }));
    case 'ListAcknowledged':
      return withVersion(list, event.version, () => ({ stage: 'ACKNOWLEDGED' }));
    case 'ListRejected':
      return withVersion({ ...list, check: null }, event.version, () => ({ stage: 'REJECTED' }));
    case 'ItemDispatched':
      return { ...list, items: [...list.items, dispatched(event)] };
    case 'ItemClosed':
      return withItem(list, event.itemId, { outcome: event.outcome, reason: event.reason });
    case 'ItemEscalated':
      return withItem(list, event.itemId, { escalatedOn: event.on });
    case 'ListOverdue':
      return { ...list, overdueOn: event.on };
    case 'ListClosed':
      return { ...list, closedOn: event.on };
  }
};

export const foldExitList = (events: readonly ExitListEvent[]): ExitList => events.reduce(evolveExitList, unopenedList);
