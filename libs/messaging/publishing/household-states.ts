import { wholeEvents } from '@xianjie/contracts';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import { evolve, foldHousehold, unknownHousehold } from '@xianjie/domain';
import type { Household, RecordedHouseholdEvent } from '@xianjie/domain';
import type { EventLog, RecordedEvent } from '@xianjie/log';

/** A household that a page touched, before the page and after it. */
export type Touched = Readonly<{
  household: string;
  before: Household;
  after: Household;
  /** The last event folded. */
  last: RecordedEvent;
  /** An event was retracted: what is gone from the state is gone for good, and did not move to another household. */
  hadRetraction: boolean;
}>;

type Cached = Readonly<{ version: number; state: Household }>;

const isHousehold = ({ stream }: RecordedEvent): boolean => stream.startsWith('h-');

/** States of households in log order, by the domain's fold; those lately touched are kept, others are folded from their stream. */
export class HouseholdStates {
  /** Insertion order is the order of use. */
  private readonly lately = new Map<string, Cached>();

  constructor(
    private readonly log: EventLog,
    private readonly codec: HouseholdEventCodec,
    /** About 4 kB each. */
    private readonly capacity = 20_000,
  ) {}

  /** One entry for each household of the page, in the order of their last events. */
  async fold(page: readonly RecordedEvent[]): Promise<readonly Touched[]> {
    const streams = new Map<string, RecordedEvent[]>();
    for (const event of page) {
      if (!isHousehold(event)) continue;
      const events = streams.get(event.stream);
      if (events === undefined) streams.set(event.stream, [event]);
      else events.push(event);
    }
    const before = await this.statesBefore(streams);
    const touched: Touched[] = [];
    for (const [household, events] of streams) touched.push(await this.step(household, before.get(household)!, events));
    return touched.sort((one, other) => one.last.position.number - other.last.position.number);
  }

  /** The state at a position, from the log alone; null when the household had no event by then. */
  async at(household: string, number: number): Promise<Touched | null> {
    const events = await this.log.read(household, { upTo: number });
    const last = events.at(-1);
    if (last === undefined) return null;
    return { household, before: unknownHousehold, after: foldHousehold(this.decoded(events)), last, hadRetraction: false };
  }

  private async step(household: string, before: Household, events: readonly RecordedEvent[]): Promise<Touched> {
    const last = events.at(-1)!;
    const decoded = this.decoded(events);
    const hadRetraction = decoded.some(({ event }) => event.type === 'EventRetracted');
    const after = hadRetraction
      ? foldHousehold(this.decoded(await this.log.read(household, { upTo: last.position.number })))
      : decoded.reduce(evolve, before);
    this.keep(household, { version: last.version, state: after });
    return { household, before, after, last, hadRetraction };
  }

  private async statesBefore(streams: ReadonlyMap<string, readonly RecordedEvent[]>): Promise<ReadonlyMap<string, Household>> {
    const states = new Map<string, Household>();
    const unknown: string[] = [];
    for (const [household, [first]] of streams) {
      const version = first!.version - 1;
      const cached = this.lately.get(household);
      if (version === 0) states.set(household, unknownHousehold);
      else if (cached?.version === version) states.set(household, cached.state);
      else unknown.push(household);
    }
    if (unknown.length === 0) return states;
    const read = await this.log.readMany(unknown);
    for (const household of unknown) {
      const version = streams.get(household)![0]!.version;
      states.set(household, foldHousehold(this.decoded((read.get(household) ?? []).filter((event) => event.version < version))));
    }
    return states;
  }

  /** Events of types that this program does not know are counted by their version and otherwise passed over. */
  private decoded(events: readonly RecordedEvent[]): readonly RecordedHouseholdEvent[] {
    return wholeEvents(events, this.codec.recorded);
  }

  private keep(household: string, state: Cached): void {
    this.lately.delete(household);
    this.lately.set(household, state);
    if (this.lately.size <= this.capacity) return;
    const [oldest] = this.lately.keys();
    this.lately.delete(oldest!);
  }
}
