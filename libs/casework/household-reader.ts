import { effectiveBy, foldHousehold, isEffectiveBy, isHouseholdStream, retractedAmong } from '@xianjie/domain';
import type { Household, HouseholdEvent, HouseholdId, LocalDate } from '@xianjie/domain';
import { readableEvents } from '@xianjie/contracts';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import type { EventLog, Origin, RecordedEvent } from '@xianjie/log';
import { householdEventsOf } from './case-files';

/** `asked` was merged into `id` when the two differ (S-13). Version 0: nobody wrote to it by then. */
export type HouseholdRead = Readonly<{ asked: HouseholdId; id: HouseholdId; version: number; state: Household }>;

/** `event` is null when this version of the program does not know its type. Personal values are as stored: sealed. */
export type HistoryEntry = Readonly<{
  position: string;
  version: number;
  id: string;
  type: string;
  effectiveOn: LocalDate;
  recordedAt: string;
  origin: Origin;
  source: string;
  county: string;
  event: HouseholdEvent | null;
}>;

/** `upTo`: a log position (default: all); `effectiveOn`: leaves out what is dated later, but nothing that says what was never so. */
export type AsOf = Readonly<{ upTo?: number; effectiveOn?: LocalDate }>;

/** Households read straight from the log: as known at a position, as effective on a day. */
export class HouseholdReader {
  constructor(
    private readonly log: EventLog,
    private readonly codec: HouseholdEventCodec,
  ) {}

  /** Null when nobody ever wrote to it. */
  async load(asked: HouseholdId, { upTo, effectiveOn }: AsOf = {}): Promise<HouseholdRead | null> {
    if (!isHouseholdStream(asked)) return null;
    const seen = new Set<HouseholdId>();
    for (let id = asked; ;) {
      seen.add(id);
      const recorded = await this.log.read(id, upTo === undefined ? {} : { upTo });
      if (recorded.length === 0) {
        const isKnown = upTo !== undefined && (await this.log.read(id)).length > 0;
        return isKnown ? { asked, id, version: 0, state: foldHousehold([]) } : null;
      }
      const events = effectiveBy(householdEventsOf(this.codec, recorded), effectiveOn);
      const state = foldHousehold(events);
      const next = state.supersededBy;
      if (next === null || seen.has(next)) return { asked, id, version: recorded.at(-1)?.version ?? 0, state };
      id = next;
    }
  }

  /**
   * The household's own stream, oldest first, as `load` reads it; a merged household's goes on under the id that its last event names.
   */
  async history(id: HouseholdId, { upTo, effectiveOn }: AsOf = {}): Promise<readonly HistoryEntry[]> {
    if (!isHouseholdStream(id)) return [];
    const recorded = await this.log.read(id, upTo === undefined ? {} : { upTo });
    const entries = recorded.map((one) => this.entry(one));
    const told = entries.flatMap(({ id: eventId, event, county, version }) =>
      event ? [{ eventId, event, county, version }] : [],
    );
    const held = new Set(effectiveBy(told, effectiveOn).map(({ eventId }) => eventId));
    return entries.filter((one) =>
      one.event ? held.has(one.id) : isEffectiveBy({ type: null, on: one.effectiveOn }, effectiveOn),
    );
  }

  /**
   * Of each difference, in a household at a version, what was recorded there in the append that found it: the facts that it follows
   * from, and the finding itself, oldest first. Empty when the household's stream does not tell of it.
   */
  async foundWith(
    differences: readonly Readonly<{ household: HouseholdId; version: number; differenceId: string }>[],
  ): Promise<readonly (readonly HistoryEntry[])[]> {
    const streams = await this.log.readMany([...new Set(differences.map(({ household }) => household))]);
    return differences.map(({ household, version, differenceId }) => {
      const known = (streams.get(household) ?? []).filter((recorded) => recorded.version <= version);
      const { events } = readableEvents(known, this.codec.recorded);
      const retracted = retractedAmong(events);
      const finding = events.findLast(
        ({ eventId, event }) =>
          event.type === 'DifferenceFound' && event.differenceId === differenceId && !retracted.has(eventId),
      );
      const command = known.find(({ id }) => id === finding?.eventId)?.commandId;
      return known.filter(({ commandId }) => commandId === command).map((recorded) => this.entry(recorded));
    });
  }

  private entry(recorded: RecordedEvent): HistoryEntry {
    const { position, version, id, type, effectiveOn, recordedAt, origin, source, county } = recorded;
    return {
      position: `${position.shard}:${position.number}`,
      ...{ version, id, type, effectiveOn, recordedAt, origin, source, county },
      event: this.codec.knows(type) ? this.codec.decode(recorded) : null,
    };
  }
}
