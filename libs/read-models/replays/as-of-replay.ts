import type { LocalDate } from '@xianjie/domain';
import { endOfShanghaiDay } from '@xianjie/log';
import type { EventLog } from '@xianjie/log';
import type { PostgresReplays } from './postgres-replays';
import type { Replay, ReplayAsked } from './replay';

// A province as known on one day, as effective on another, is too much to fold for one call: it is asked of a replay.

export type AsOf = Readonly<{ effectiveOn: LocalDate; /** Null: as known now. */ knownOn: LocalDate | null }>;
/** The body of `POST /audit/replays` that makes what was asked for. It needs no name: it is found by what it is. */
export type ReplayToMake = Readonly<{ effectiveOn: LocalDate; to?: LocalDate }>;

export const replayToMake = ({ effectiveOn, knownOn }: AsOf): ReplayToMake => ({
  effectiveOn,
  ...(knownOn && { to: knownOn }),
});

/** Whether a replay folded every household into views as effective on the day. */
const isWhole = ({ effectiveOn: day, ...asked }: ReplayAsked, effectiveOn: LocalDate): boolean =>
  day === effectiveOn && asked.topic === null && asked.household === null && asked.county === null && asked.types.length === 0;

/** Finds the replay that says exactly what is asked. */
export class AsOfReplays {
  constructor(
    private readonly replays: PostgresReplays,
    private readonly log: EventLog,
    /** Position of the last household event of a shard: what came after it changes no view. */
    private readonly lastHouseholdPosition: (shard: string) => Promise<number>,
  ) {}

  /** The name of a replay that is done and holds just what was known; null when there is none. */
  async find(asOf: AsOf): Promise<string | null> {
    const whole = (await this.replays.list()).filter(
      ({ status, asked }) => status === 'done' && isWhole(asked, asOf.effectiveOn),
    );
    for (const replay of whole.toReversed()) if (await this.holds(replay, asOf.knownOn)) return replay.name;
    return null;
  }

  private async holds({ asked }: Replay, knownOn: LocalDate | null): Promise<boolean> {
    for (const shard of await this.log.shards()) {
      const range = asked.ranges.find((one) => one.shard === shard);
      const known = knownOn === null ? null : await this.log.positionAt(shard, endOfShanghaiDay(knownOn));
      const last = await this.lastHouseholdPosition(shard);
      // As known now: all that changed a household. As known on a day: the same, or that day's last position.
      const isExact =
        range === undefined
          ? Math.min(last, known ?? last) === 0
          : range.from === 1 && (known === null || known >= last ? range.to >= last : range.to === known);
      if (!isExact) return false;
    }
    return true;
  }
}
