import { retractedAmong } from '@xianjie/domain';
import type { HubError, RecordedHouseholdEvent } from '@xianjie/domain';
import type { EncodedEvent } from './avro-event-codec';
import { BodyUnreadable, UnknownSchemaVersion } from './faults';

/** A recorded event, as the log gives it. */
export type StoredEvent = EncodedEvent & Readonly<{ id: string; county: string; version: number }>;
/** Null for a type that this program does not know. @throws BodyUnreadable, UnknownSchemaVersion. */
export type DecodeStored<Stored extends StoredEvent> = (stored: Stored) => RecordedHouseholdEvent | null;
export type ReadableEvents = Readonly<{
  events: readonly RecordedHouseholdEvent[];
  /** With those after `unread`: what was taken back is to be looked up here. */
  all: readonly RecordedHouseholdEvent[];
  /** The first event that cannot be read and that nobody took back; nothing after it is in `events`. */
  unread: Readonly<{ version: number; fault: HubError }> | null;
}>;

/** A fault of the event's own: trying again helps only with another program, or another event in its place. */
export const isUnreadable = (fault: unknown): fault is BodyUnreadable | UnknownSchemaVersion =>
  fault instanceof BodyUnreadable || fault instanceof UnknownSchemaVersion;

/**
 * The events of one whole stream that can be read. One that cannot, and that a later event of the stream takes back, is left out from
 * the start: nobody ever folded it (S-18). Every fold of a stream passes through here, so that all leave out the same.
 */
export const readableEvents = <Stored extends StoredEvent>(
  stream: readonly Stored[],
  decode: DecodeStored<Stored>,
): ReadableEvents => {
  const all: RecordedHouseholdEvent[] = [];
  const unreadable: { id: string; version: number; fault: HubError }[] = [];
  for (const stored of stream) {
    try {
      const event = decode(stored);
      if (event !== null) all.push(event);
    } catch (fault) {
      if (!isUnreadable(fault)) throw fault;
      unreadable.push({ id: stored.id, version: stored.version, fault });
    }
  }
  if (unreadable.length === 0) return { events: all, all, unread: null };
  const takenBack = retractedAmong(all);
  const unread = unreadable.find(({ id }) => !takenBack.has(id)) ?? null;
  return { events: unread === null ? all : all.filter(({ version }) => version < unread.version), all, unread };
};

/** The same where a household must be whole: who decides or prints cannot go by half of it. @throws the fault of the unread event. */
export const wholeEvents = <Stored extends StoredEvent>(
  stream: readonly Stored[],
  decode: DecodeStored<Stored>,
): readonly RecordedHouseholdEvent[] => {
  const { events, unread } = readableEvents(stream, decode);
  if (unread !== null) throw unread.fault;
  return events;
};
