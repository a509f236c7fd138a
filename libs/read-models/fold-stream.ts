import type { HouseholdEventCodec } from '@xianjie/contracts';
import { effectiveBy, foldHousehold } from '@xianjie/domain';
import type { LocalDate, RecordedHouseholdEvent } from '@xianjie/domain';
import type { RecordedEvent } from '@xianjie/log';
import type { FoldedHousehold } from './rows';

/** Null for an event that this version does not know, or that is not a household's. */
export type Decode = (recorded: RecordedEvent) => RecordedHouseholdEvent | null;

/** A codec of households' events as the views want it. */
export const decoderOf =
  (codec: HouseholdEventCodec): Decode =>
  (recorded) =>
    codec.knows(recorded.type)
      ? { eventId: recorded.id, event: codec.decode(recorded), county: recorded.county, version: recorded.version }
      : null;

export const decoded = (recorded: readonly RecordedEvent[], decode: Decode): readonly RecordedHouseholdEvent[] =>
  recorded.map(decode).filter((event) => event !== null);

/** What the views keep of a stream; null without an event by then, or when it is no household's. */
export const foldStream = (
  stream: string,
  recorded: readonly RecordedEvent[],
  decode: Decode,
  effectiveOn: LocalDate | null = null,
): FoldedHousehold | null => {
  const last = recorded.at(-1);
  if (last === undefined || !stream.startsWith('h-')) return null;
  const events = effectiveBy(decoded(recorded, decode), effectiveOn);
  if (effectiveOn !== null && events.length === 0) return null;
  return {
    household: stream,
    version: last.version,
    position: last.position.number,
    county: last.county,
    state: foldHousehold(events),
  };
};
