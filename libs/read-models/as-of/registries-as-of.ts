import { divisionsMeant, overlapOf, viewRowsOf } from '@xianjie/domain';
import type { DibaoRow, DivisionTable, HouseholdId, LocalDate, PersonSpan, PovertyRow } from '@xianjie/domain';
import { endOfShanghaiDay } from '@xianjie/log';
import type { EventLog, StreamEvents } from '@xianjie/log';
import { viewOfStream } from '../fold-stream';
import type { Decode } from '../fold-stream';
import { overlapAnswer } from '../overlap-answer';
import type { Overlap } from '../overlap-answer';
import type { FoldedHousehold } from '../rows';

// Both registries of a county folded from the log: as known on one day, as effective on another. No view is read. A province is
// too much for one call: it is replayed, and the views of the replay are asked.

/** Null: as known, or as effective, now. */
export type Moment = Readonly<{ knownOn: LocalDate | null; effectiveOn: LocalDate | null }>;
export type RegistriesOfHousehold = Readonly<{
  id: HouseholdId;
  version: number;
  registration: PovertyRow | null;
  cases: readonly DibaoRow[];
}>;
/** `next` goes on; a page may hold fewer than asked for, and end only when there is no `next`. */
export type RegistriesPage = Readonly<{ households: readonly RegistriesOfHousehold[]; next: HouseholdId | null }>;
export type AskRegistries = Moment & Readonly<{ division: string; status?: string; after?: string; limit: number }>;

const COUNTY_DIGITS = 6;

export class RegistriesAsOf {
  constructor(
    private readonly log: EventLog,
    private readonly decode: Decode,
    private readonly divisions: DivisionTable,
  ) {}

  /**
   * Persons in both systems on a day: members as they were listed on it, also those who left since. `division` is a county or a part of
   * one, under any code of its lineage.
   */
  async overlap(division: string, at: LocalDate, programmes: readonly string[], knownOn: LocalDate | null): Promise<Overlap> {
    const spans: PersonSpan[] = [];
    const meant = divisionsMeant(this.divisions, division);
    for await (const { state } of this.households(meant, { knownOn, effectiveOn: at }))
      for (const span of viewRowsOf(state).spans)
        if (span.programme === null || programmes.includes(span.programme)) spans.push(span);
    const { registry, dibao, both } = overlapOf(spans, at, meant);
    return overlapAnswer(division, at, { registry, dibao, both });
  }

  /** The rows of both registries, in order of household. A household is of where it is registered, and of wherever a case of it is paid. */
  async registries({ division, status, after = '', limit, ...moment }: AskRegistries): Promise<RegistriesPage> {
    const households: RegistriesOfHousehold[] = [];
    const meant = divisionsMeant(this.divisions, division);
    for await (const { household: id, version, state } of this.households(meant, moment, after)) {
      const { poverty, cases } = viewRowsOf(state);
      const places = [...(poverty ? [poverty.division] : []), ...cases.map((row) => row.division)];
      const isThere = places.some((place) => meant.some((one) => place.startsWith(one)));
      const isAsked = isThere && (status === undefined || poverty?.status === status);
      if (isAsked) households.push({ id, version, registration: poverty, cases });
      if (households.length === limit) return { households, next: id };
    }
    return { households, next: null };
  }

  private async *households(
    meant: readonly string[],
    { knownOn, effectiveOn }: Moment,
    after = '',
  ): AsyncGenerator<FoldedHousehold> {
    const counties = meant.map((division) => division.slice(0, COUNTY_DIGITS));
    for await (const { stream, events } of this.streams(counties, knownOn, after)) {
      const folded = viewOfStream(stream, events, this.decode, effectiveOn);
      if (folded !== null) yield folded;
    }
  }

  private async *streams(counties: readonly string[], knownOn: LocalDate | null, after: string): AsyncGenerator<StreamEvents> {
    for (const shard of await this.log.shards()) {
      const upTo =
        knownOn === null ? (await this.log.head(shard)).number : await this.log.positionAt(shard, endOfShanghaiDay(knownOn));
      yield* this.log.readCounties(shard, counties, upTo, { after });
    }
  }
}
