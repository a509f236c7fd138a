import { isUnreadable, readableEvents } from '@xianjie/contracts';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import { effectiveBy, evolve, foldHousehold, isHouseholdStream, retractedAmong, unknownHousehold } from '@xianjie/domain';
import type { Household, HubError, LocalDate, RecordedHouseholdEvent } from '@xianjie/domain';
import type { EventToFold } from '@xianjie/log';
import { EventNotApplicable, MessageFault } from './faults';
import type { FoldedHousehold } from './rows';

/** Null for an event that this version does not know, or that is not a household's. @throws for a body that cannot be read. */
export type Decode = (recorded: EventToFold) => RecordedHouseholdEvent | null;
export type FoldedStream = Readonly<{
  /** Null when nothing could be folded. */
  folded: FoldedHousehold | null;
  /** The first event that can neither be read nor folded, nor was taken back: its household's lane is parked there. */
  stopped: Readonly<{ version: number; fault: Error }> | null;
}>;

/** A codec of households' events as the views want it. */
export const decoderOf =
  (codec: HouseholdEventCodec): Decode =>
  (recorded) =>
    codec.recorded(recorded);

/** Whether a fault is the message's own: it is parked, whatever else happens (S-18). An unknown fault is not. */
export const isOwnFault = (fault: unknown): fault is HubError => fault instanceof MessageFault || isUnreadable(fault);

/** One more event; a fold is pure, so whatever it throws is about that event and that state. @throws EventNotApplicable. */
export const evolved = (before: Household, recorded: RecordedHouseholdEvent): Household => {
  try {
    return evolve(before, recorded);
  } catch (cause) {
    throw new EventNotApplicable(`${recorded.event.type}, version ${recorded.version}`, { cause });
  }
};

/** Where folding these events fails, one by one; only asked after folding all at once has failed. */
const culpritOf = (events: readonly RecordedHouseholdEvent[]): RecordedHouseholdEvent | null => {
  const retracted = retractedAmong(events);
  let state = unknownHousehold;
  for (const one of events) {
    if (retracted.has(one.eventId)) continue;
    try {
      state = evolved(state, one);
    } catch {
      return one;
    }
  }
  return null;
};

type Fold = Readonly<{ state: Household; reached: number; stopped: FoldedStream['stopped'] }>;

/** `all` says what was taken back, also after `upTo`: what could never be folded is left out from the start. */
const foldKnown = (events: readonly RecordedHouseholdEvent[], all: readonly RecordedHouseholdEvent[], upTo: number): Fold => {
  const within = events.filter(({ version }) => version <= upTo);
  try {
    return { state: foldHousehold(within), reached: upTo, stopped: null };
  } catch (cause) {
    const culprit = culpritOf(within);
    if (culprit === null) throw cause;
    const without = events.filter(({ version }) => version !== culprit.version);
    if (retractedAmong(all).has(culprit.eventId)) return foldKnown(without, all, upTo);
    const stopped = { version: culprit.version, fault: new EventNotApplicable(culprit.event.type, { cause }) };
    return { ...foldKnown(without, all, culprit.version - 1), stopped };
  }
};

/**
 * A whole stream folded up to a version, as far as it can be: up to the first event that cannot be read or folded and that nobody took
 * back (S-18). Live views, retractions and rebuilds all stop at the same one.
 */
export const foldStream = (
  household: string,
  recorded: readonly EventToFold[],
  decode: Decode,
  upTo = Number.MAX_SAFE_INTEGER,
): FoldedStream => {
  const { events, all, unread } = readableEvents(recorded, decode);
  const stopsAt = unread === null || unread.version > upTo ? null : unread;
  const { state, reached, stopped } = foldKnown(events, all, stopsAt === null ? upTo : stopsAt.version - 1);
  const last = recorded.findLast(({ version }) => version <= reached);
  if (last === undefined) return { folded: null, stopped: stopped ?? stopsAt };
  const { version, county, position } = last;
  return { folded: { household, version, position: position.number, county, state }, stopped: stopped ?? stopsAt };
};

/**
 * What the views keep of a stream, of what was effective by a day: null without an event by then, or when it is no household's. Without
 * a day, as the live views have it.
 */
export const viewOfStream = (
  stream: string,
  recorded: readonly EventToFold[],
  decode: Decode,
  effectiveOn: LocalDate | null = null,
): FoldedHousehold | null => {
  if (!isHouseholdStream(stream)) return null;
  if (effectiveOn === null) return foldStream(stream, recorded, decode).folded;
  const last = recorded.at(-1);
  const events = effectiveBy(readableEvents(recorded, decode).events, effectiveOn);
  if (last === undefined || events.length === 0) return null;
  const { version, county, position } = last;
  return { household: stream, version, position: position.number, county, state: foldHousehold(events) };
};
