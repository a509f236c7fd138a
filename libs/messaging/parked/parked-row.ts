import { hubHeader } from './hub-headers';

/** What the tables say of a parked message, whoever reads it. */
export type ParkedRow = Readonly<{
  id: string;
  consumer: string;
  lane: string;
  status: 'waiting' | 'applied' | 'discarded';
  topic: string;
  partition: number;
  message_offset: string;
  headers: Record<string, string>;
  fault_code: string | null;
  fault_message: string | null;
  parked_at: Date;
  settled_at: Date | null;
}>;
/** The same as it is shown and copied; the message's body stays where it is. */
export type ParkedSaid = Readonly<{
  id: string;
  consumer: string;
  /** The household, or whatever the message had for a key. */
  lane: string;
  status: ParkedRow['status'];
  topic: string;
  partition: number;
  offset: string;
  eventId: string | null;
  eventType: string | null;
  position: string | null;
  /** Null when it only waits behind another. */
  code: string | null;
  because: string | null;
  parkedAt: string;
  settledAt: string | null;
}>;

export const parkedSaid = (row: ParkedRow): ParkedSaid => ({
  ...{ id: row.id, consumer: row.consumer, lane: row.lane, status: row.status },
  ...{ topic: row.topic, partition: row.partition, offset: row.message_offset },
  eventId: hubHeader(row.headers, 'ce_id'),
  eventType: hubHeader(row.headers, 'ce_type'),
  position: hubHeader(row.headers, 'xianjie_position'),
  ...{ code: row.fault_code, because: row.fault_message },
  ...{ parkedAt: row.parked_at.toISOString(), settledAt: row.settled_at?.toISOString() ?? null },
});
