import { isUnreadable, readableEvents, wholeEvents } from '@xianjie/contracts';
import type { HouseholdEventCodec } from '@xianjie/contracts';
import { HubError, evolve, foldHousehold, isHouseholdStream, unknownHousehold } from '@xianjie/domain';
import type { Household } from '@xianjie/domain';
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

  /**
   * One entry for each household of the page, in the order of their last events. A household with an event that cannot be read or folded
   * has none: its state topics stay as they were until the event is taken back, or a newer program reads it (S-18).
   */
  async fold(page: readonly RecordedEvent[]): Promise<readonly Touched[]> {
    const streams = new Map<string, RecordedEvent[]>();
    for (const event of page) {
      if (!isHouseholdStream(event.stream)) continue;
      const events = streams.get(event.stream);
      if (events === undefined) streams.set(event.stream, [event]);
      else events.push(event);
    }
    const before = await this.statesBefore(streams);
    const touched: Touched[] = [];
    for (const [household, events] of streams) {
      const one = await this.step(household, before.get(household) ?? null, events);
      if (one === null) this.lately.delete(household);
      else touched.push(one);
    }
    return touched.sort((one, other) => one.last.position.number - other.last.position.number);
  }

  /** The state at a position, from the log alone; null when the household had no event by then, or cannot be folded. */
  async at(household: string, number: number): Promise<Touched | null> {
    const events = await this.log.read(household, { upTo: number });
    const last = events.at(-1);
    const after = last === undefined ? null : this.folded(events);
    if (last === undefined || after === null) return null;
    return { household, before: unknownHousehold, after, last, hadRetraction: false };
  }

  /**
   * The household at a position, and those with which it ever shared a case: of a case that has moved an old state names the household that
   * it left, and the newest is the other's. Also by what was taken back since, for then the case came back.
   */
  async around(household: string, number: number): Promise<readonly Touched[]> {
    const found: Touched[] = [];
    const seen = new Set([household]);
    for (const id of seen) {
      const touched = await this.at(id, number);
      if (touched === null) continue;
      found.push(touched);
      const { all } = readableEvents(await this.log.read(id, { upTo: number }), this.codec.recorded);
      for (const { event } of all) if (event.type === 'HouseholdMerged' || event.type === 'HouseholdSplit') seen.add(event.other);
    }
    return found;
  }

  private async step(household: string, before: Household | null, events: readonly RecordedEvent[]): Promise<Touched | null> {
    const last = events.at(-1)!;
    const { all, unread } = readableEvents(events, this.codec.recorded);
    const hadRetraction = all.some(({ event }) => event.type === 'EventRetracted');
    const after = hadRetraction
      ? this.folded(await this.log.read(household, { upTo: last.position.number }))
      : unread === null && before !== null
        ? ownFault(() => all.reduce(evolve, before))
        : null;
    if (after === null) return null;
    this.keep(household, { version: last.version, state: after });
    return { household, before: before ?? unknownHousehold, after, last, hadRetraction };
  }

  /** Null for a household whose earlier events cannot all be folded. */
  private async statesBefore(
    streams: ReadonlyMap<string, readonly RecordedEvent[]>,
  ): Promise<ReadonlyMap<string, Household | null>> {
    const states = new Map<string, Household | null>();
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
      states.set(household, this.folded((read.get(household) ?? []).filter((event) => event.version < version)));
    }
    return states;
  }

  /** Types that this program does not know are counted by their version and otherwise passed over. */
  private folded(stream: readonly RecordedEvent[]): Household | null {
    return ownFault(() => foldHousehold(wholeEvents(stream, this.codec.recorded)));
  }

  private keep(household: string, state: Cached): void {
    this.lately.delete(household);
    this.lately.set(household, state);
    if (this.lately.size <= this.capacity) return;
    const [oldest] = this.lately.keys();
    this.lately.delete(oldest!);
  }
}

/** Null when an event can neither be read nor folded. Decoding and folding are pure: whatever they throw is about that event. */
const ownFault = (fold: () => Household): Household | null => {
  try {
    return fold();
  } catch (fault) {
    if (fault instanceof HubError && !isUnreadable(fault)) throw fault;
    return null;
  }
};
