import { v7 } from 'uuid';
import { ExitListEventCodec } from '@xianjie/contracts';
import { exitListStream, foldExitList, listIdOf } from '@xianjie/domain';
import type { CountyCode, ExitList, ExitListEvent, LineProof, LocalDate } from '@xianjie/domain';
import type { EventLog, NewEvent } from '@xianjie/log';
import { officialSource } from '../acting';
import type { Acting } from '../acting';

/** One county's list of one year, as its stream holds it. */
export type LoadedList = Readonly<{
  county: CountyCode;
  year: number;
  listId: string;
  streamVersion: number;
  events: readonly ExitListEvent[];
  list: ExitList;
}>;

export type ListMoment = Readonly<{ upTo?: number; effectiveOn?: LocalDate }>;

/** A province code is the first two digits of every county code, and the shard (S-14). */
export const shardOf = (county: CountyCode): string => county.slice(0, 2);
export const numberIn = (position: string): number => Number(position.slice(position.indexOf(':') + 1));

/** The proofs of one version's lines, in line order. */
export const proofsOf = ({ events }: LoadedList, version: number): readonly LineProof[] =>
  events
    .flatMap((event) => (event.type === 'LinesHashed' && event.version === version ? [event] : []))
    .flatMap(({ lines }) => lines);

/** Reads and writes the streams `exit-list-<county>-<year>`. */
export class ListStreams {
  private readonly codec = new ExitListEventCodec();

  constructor(private readonly log: EventLog) {}

  /** `upTo`: as known at a position; `effectiveOn`: without the acts of later days. Such a list is to be looked at, not to act on. */
  async load(county: CountyCode, year: number, { upTo, effectiveOn }: ListMoment = {}): Promise<LoadedList> {
    const recorded = await this.log.read(exitListStream(county, year), upTo === undefined ? {} : { upTo });
    const events = recorded
      .filter(({ type }) => this.codec.knows(type))
      .map((event) => this.codec.decode(event))
      .filter(({ on }) => effectiveOn === undefined || on <= effectiveOn);
    const streamVersion = recorded.at(-1)?.version ?? 0;
    return { county, year, listId: listIdOf(county, year), streamVersion, events, list: foldExitList(events) };
  }

  /**
   * The list after these events. Who appended in between wins.
   * @throws StreamMovedOn
   */
  async append(loaded: LoadedList, events: readonly ExitListEvent[], acting: Acting): Promise<LoadedList> {
    if (events.length === 0) return loaded;
    const { county, year, listId, streamVersion } = loaded;
    const stream = exitListStream(county, year);
    const append = { stream, expectedVersion: streamVersion, events: events.map((event) => this.encoded(loaded, event, acting)) };
    await this.log.append({ shard: shardOf(county), commandId: v7(), streams: [append] });
    const all = [...loaded.events, ...events];
    return { county, year, listId, streamVersion: streamVersion + events.length, events: all, list: foldExitList(all) };
  }

  private encoded({ county, year, listId }: LoadedList, event: ExitListEvent, acting: Acting): NewEvent {
    const subject = { listId, county, listYear: year };
    const effectiveOn: LocalDate = event.on;
    return {
      id: v7(),
      ...this.codec.encode(event, subject),
      effectiveOn,
      origin: 'change',
      source: officialSource(acting),
      county,
    };
  }
}
