import { HouseholdEventCodec } from '@xianjie/contracts';
import { countyHolding } from '@xianjie/domain';
import type { CountyCode, Household, ListedHousehold, RecordedHouseholdEvent } from '@xianjie/domain';
import type { EventLog, RecordedEvent } from '@xianjie/log';
import { shardOf } from './list-stream';

export type FoldHousehold = (events: readonly RecordedHouseholdEvent[]) => Household;

type Asked = Readonly<{ countyLineage: readonly CountyCode[]; year: number; positions: readonly number[] }>;

/** Folds the households of a county as they were at one or several positions of the log; reads no view (S-21). */
export class CountyFold {
  private readonly codec = new HouseholdEventCodec();

  constructor(
    private readonly log: EventLog,
    private readonly fold: FoldHousehold,
  ) {}

  /** By position; each stream is read once, whole up to the highest. */
  async at({ countyLineage, year, positions }: Asked): Promise<ReadonlyMap<number, readonly ListedHousehold[]>> {
    const folded = new Map<number, ListedHousehold[]>(positions.map((position) => [position, []]));
    const upTo = Math.max(...positions);
    const seen = new Set<string>();
    for (const county of countyLineage)
      for await (const { stream, events } of this.log.readCounty(shardOf(county), county, upTo)) {
        if (seen.has(stream)) continue;
        seen.add(stream);
        const known = this.decoded(events);
        if (known.length === 0) continue;
        for (const [position, households] of folded) households.push(...this.listed(stream, known, position, year));
      }
    return folded;
  }

  private listed(householdId: string, known: readonly Positioned[], position: number, year: number): ListedHousehold[] {
    const events = known.filter(({ number }) => number <= position).map(({ event }) => event);
    if (events.length === 0) return [];
    return [{ householdId, household: this.fold(events), heldBy: countyHolding(events, year) }];
  }

  private decoded(events: readonly RecordedEvent[]): readonly Positioned[] {
    return events
      .filter(({ type }) => this.codec.knows(type))
      .map((recorded) => {
        const { event, subject } = this.codec.read(recorded);
        const { id: eventId, version, position } = recorded;
        return { number: position.number, event: { eventId, event, county: subject.county, version } };
      });
  }
}

type Positioned = Readonly<{ number: number; event: RecordedHouseholdEvent }>;
