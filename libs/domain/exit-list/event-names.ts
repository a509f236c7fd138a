import type { ExitListEvent } from './exit-list.events';

/** The outside name (`ce_type`, S-17) of each event; the Avro record is the key itself, in namespace cn.xianjie.exitlist. */
export const exitListEventNames: Readonly<Record<ExitListEvent['type'], string>> = {
  ListOpened: 'exit-list.opened',
  ListChecked: 'exit-list.checked',
  ListFrozen: 'exit-list.frozen',
  LinesHashed: 'exit-list.lines-hashed',
  ListSigned: 'exit-list.signed',
  SupplementIssued: 'exit-list.supplement-issued',
  ListDelivered: 'exit-list.delivered',
  ListAcknowledged: 'exit-list.acknowledged',
  ListRejected: 'exit-list.rejected',
  ItemDispatched: 'exit-list.item-dispatched',
  ItemClosed: 'exit-list.item-closed',
  ItemEscalated: 'exit-list.item-escalated',
  ListOverdue: 'exit-list.overdue',
  ListClosed: 'exit-list.closed',
};
