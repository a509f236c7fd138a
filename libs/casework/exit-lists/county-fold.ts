import { BodyUnreadable, HouseholdEventCodec, wholeEvents } from '@xianjie/contracts';
import { countyHolding, formerMembers } from '@xianjie/domain';
import type { CountyCode, Household, ListedHousehold, RecordedHouseholdEvent } from '@xianjie/domain';
import type { EventLog, RecordedEvent } from '@xianjie/log';
import { shardOf } from './list-stream';

export type FoldHousehold = (events: readonly RecordedHouseholdEvent[]) => Household;

type Asked = Readonly<{ countyLineage: readonly CountyCode[]; year: number; positions: readonly number[] }>;
/** `leave-out`: an event whose body no longer reads was altered, and the list without it says where (S-21). */
export type Unreadable = 'throw' | 'leave-out';

/** Folds the households of a county as they were at one or several positions of the log; reads no view (S-21). */
export class CountyFold {
  private readonly codec = new HouseholdEventCodec();

  constructor(
    private readonly log: EventLog,
    private readonly fold: FoldHousehold,
  ) {}

  /** By position; each stream is read once, whole up to the highest. */
  async at(
    { countyLineage, year, positions }: Asked,
    unreadable: Unreadable = 'throw',
  ): Promise<ReadonlyMap<number, readonly ListedHousehold[]>> {
    const folded = new Map<number, ListedHousehold[]>(positions.map((position) => [position, []]));
    const upTo = Math.max(...positions);
    // Every code of a lineage is of one province, and so of one shard.
    const [county] = countyLineage;
    for await (const { stream, events } of this.log.readCounties(shardOf(county), countyLineage, upTo)) {
      const known = this.decoded(events, unreadable);
      if (known.length === 0) continue;
      for (const [position, households] of folded) households.push(...this.listed(stream, known, position, year));
    }
    return folded;
  }

  private listed(householdId: string, known: readonly Positioned[], position: number, year: number): ListedHousehold[] {
    const events = known.filter(({ number }) => number <= position).map(({ event }) => event);
    if (events.length === 0) return [];
    return [{ householdId, household: this.fold(events), heldBy: countyHolding(events, year), former: formerMembers(events) }];
  }

  private decoded(events: readonly RecordedEvent[], unreadable: Unreadable): readonly Positioned[] {
    const numbers = new Map(events.map(({ id, position }) => [id, position.number]));
    const known = wholeEvents(events, (recorded) => this.read(recorded, unreadable));
    return known.map((event) => ({ number: numbers.get(event.eventId) ?? 0, event }));
  }

  private read(recorded: RecordedEvent, unreadable: Unreadable): RecordedHouseholdEvent | null {
    if (!this.codec.knows(recorded.type)) return null;
    const { id: eventId, version } = recorded;
    try {
      const { event, subject } = this.codec.read(recorded);
      return { eventId, event, county: subject.county, version };
    } catch (fault) {
      if (unreadable === 'leave-out' && fault instanceof BodyUnreadable) return null;
      throw fault;
    }
  }
}

type Positioned = Readonly<{ number: number; event: RecordedHouseholdEvent }>;
