import { BodyUnreadable, HouseholdEventCodec, wholeEvents } from '@xianjie/contracts';
import { countyHolding, coveredMonths, formerMembers } from '@xianjie/domain';
import type {
  CountyCode,
  Household,
  HouseholdEvent,
  HouseholdId,
  ListedHousehold,
  RecordedHouseholdEvent,
} from '@xianjie/domain';
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

  /**
   * By position; each stream is read once, whole up to the highest. Households of other counties that these name are among them: a member
   * may be covered by a case that lives there (CR-25). Who is listed is for `heldBy` to say.
   */
  async at(
    { countyLineage, year, positions }: Asked,
    unreadable: Unreadable = 'throw',
  ): Promise<ReadonlyMap<number, readonly ListedHousehold[]>> {
    const folded = new Map<number, ListedHousehold[]>(positions.map((position) => [position, []]));
    const upTo = Math.max(...positions);
    const read = new Set<HouseholdId>();
    const named = new Set<HouseholdId>();
    const add = (
      stream: HouseholdId,
      events: readonly RecordedEvent[],
      name: (event: HouseholdEvent) => readonly HouseholdId[],
    ) => {
      read.add(stream);
      const known = this.decoded(events, unreadable);
      for (const { event } of known) for (const other of name(event.event)) named.add(other);
      for (const [position, households] of folded) households.push(...this.listed(stream, known, position, year));
    };
    // Every code of a lineage is of one province, and so of one shard.
    const [county] = countyLineage;
    for await (const { stream, events } of this.log.readCounties(shardOf(county), countyLineage, upTo))
      add(stream, events, namedBy);
    // A set gives what is put into it while it is gone through.
    for (const other of named) if (!read.has(other)) add(other, await this.log.read(other, { upTo }), carriedOnBy);
    return folded;
  }

  private listed(householdId: string, known: readonly Positioned[], position: number, year: number): ListedHousehold[] {
    const events = known.filter(({ number }) => number <= position).map(({ event }) => event);
    if (events.length === 0) return [];
    const household = this.fold(events);
    const heldBy = countyHolding(events, year);
    return [{ householdId, household, heldBy, former: formerMembers(events), covered: coveredMonths(events) }];
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

/** A case may have gone on from there to another household, or have come from it. */
const carriedOnBy = (event: HouseholdEvent): readonly HouseholdId[] =>
  event.type === 'HouseholdMerged' || event.type === 'HouseholdSplit' ? [event.other] : [];
const namedBy = (event: HouseholdEvent): readonly HouseholdId[] =>
  event.type === 'DifferenceFound' ? event.households : carriedOnBy(event);
