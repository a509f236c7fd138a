import type { HouseholdEventCodec } from '@xianjie/contracts';
import type { PostgresEventLog } from '@xianjie/log';
import type { Pool, PoolClient } from 'pg';
import { RebuildFallsBehind, RebuildUnderWay } from './faults';
import { foldStream } from './fold-stream';
import { bringToEndOfLog } from './postgres-end-of-log';
import { fillFromLog } from './postgres-fill';
import { writeHouseholds } from './postgres-households';
import {
  SHADOW,
  VIEW_TABLES,
  allBehindLive,
  behindLive,
  compareHouseholds,
  compareSettled,
  dropShadow,
  indexTables,
  makeShadow,
  swapShadow,
} from './postgres-shadow';
import type { Behind, CountyDifference } from './postgres-shadow';
import { StreamsSince } from './streams-since';

// A view is made again beside the live one, compared, and swapped in one step while reports go on coming in (peers.md lesson 13).

export const VIEWS = { poverty: ['poverty_registry'], dibao: ['dibao_registry'], overlap: ['person_span'] } as const;
/** `household` holds the versions that guard the others, so it is only swapped together with them. */
export type ViewName = keyof typeof VIEWS | 'household';
export const isViewName = (name: string): name is ViewName => name === 'household' || name in VIEWS;

export type Rebuilt = Readonly<{
  view: ViewName;
  households: number;
  events: number;
  /** Households of which the log knew more than the live views; a swap of `household` brings them to its end. */
  behind: number;
  differences: readonly CountyDifference[];
  swapped: boolean;
  /** How long projections waited for the comparison's end and the swap. */
  lockedSeconds: number;
  seconds: number;
}>;
export type RebuildOptions = Readonly<{ checkOnly?: boolean; progress?: (events: number) => void }>;

const BATCH = 1_000;
/** So few are folded under the lock within some milliseconds. */
const FEW = 100;
/** More than the views overtake while the comparison runs: the publisher or the projector is behind. */
const MANY = 1_000;
const CATCH_UP_ROUNDS = 20;

export class PostgresRebuild {
  constructor(
    private readonly pool: Pool,
    private readonly log: PostgresEventLog,
    private readonly codec: HouseholdEventCodec,
  ) {}

  async run(view: ViewName, { checkOnly = false, progress = () => undefined }: RebuildOptions = {}): Promise<Rebuilt> {
    const startedAt = process.hrtime.bigint();
    const tables = view === 'household' ? VIEW_TABLES : VIEWS[view];
    const client = await this.pool.connect();
    try {
      // There is one shadow: another rebuild would drop it, or write its rows between these. The lock is the connection's.
      if (!(await takesTurn(client))) throw new RebuildUnderWay();
      await makeShadow(client, VIEW_TABLES);
      await client.query(`set search_path to ${SHADOW}`);
      const { heads, ...counted } = await fillFromLog(client, this.log, this.codec, progress);
      const since = new StreamsSince(this.log, heads);
      await client.query('begin');
      await indexTables(client, SHADOW, VIEW_TABLES);
      await client.query('commit');
      const heldBack = new Set<string>();
      await this.catchUpUnlocked(client, heldBack);
      // Nearly everything is compared while projections go on; the rest, of households on the move, under the lock.
      const settled = await compareSettled(client, tables);
      await since.readOn();
      await client.query('begin');
      await client.query("select pg_advisory_xact_lock(hashtext('xianjie.views'))");
      const lockedAt = process.hrtime.bigint();
      await since.readOn();
      const moving = await this.catchUp(client, [...new Set([...settled.moving, ...since.streams])], heldBack);
      const differences = [...settled.differences, ...(await compareHouseholds(client, tables, moving))];
      if (!checkOnly) await swapShadow(client, tables);
      await client.query('commit');
      const lockedSeconds = secondsSince(lockedAt);
      await dropShadow(client);
      if (!checkOnly && view === 'household') await bringToEndOfLog(client, this.log, this.codec, [...heldBack]);
      return {
        view,
        ...counted,
        behind: heldBack.size,
        differences,
        swapped: !checkOnly,
        lockedSeconds,
        seconds: secondsSince(startedAt),
      };
    } catch (fault) {
      await client.query('rollback').catch(() => undefined);
      throw fault;
    } finally {
      await client.query('reset search_path; select pg_advisory_unlock_all()').then(
        () => client.release(),
        () => client.release(true),
      );
    }
  }

  /** Until few are behind: what comes in while the last ones are folded is left to the lock. */
  private async catchUpUnlocked(client: PoolClient, heldBack: Set<string>): Promise<void> {
    for (let round = 0; round < CATCH_UP_ROUNDS; round += 1) {
      await client.query('begin');
      const moving = (await allBehindLive(client)).filter(({ lost }) => !lost);
      const behind = moving.filter(({ live, made }) => live !== null && (made === null || made < live));
      // A shadow ahead of the live view, where the log is ahead of the projection, is mostly overtaken before the lock, unless much is.
      const areAheadMany = moving.length - behind.length > MANY;
      await this.bring(client, areAheadMany ? moving : behind, heldBack);
      await client.query('commit');
      if (behind.length <= FEW && !areAheadMany) return;
    }
  }

  /**
   * Under the lock: every household is brought to the version that the live view has, so that both show the same moment. Only one that
   * moved when the rest was compared, or got an event since the log was read, can be at another: no look at all of them, which waits.
   */
  private async catchUp(client: PoolClient, candidates: readonly string[], heldBack: Set<string>): Promise<readonly string[]> {
    const behind = await behindLive(client, candidates);
    // What the live views lost stays as it was made: it is a difference, and comes back with the swap.
    await this.bring(
      client,
      behind.filter(({ lost }) => !lost),
      heldBack,
    );
    return behind.map(({ household }) => household);
  }

  /** `heldBack`: those of which the log knows more than the live views. */
  private async bring(client: PoolClient, behind: readonly Behind[], heldBack: Set<string>): Promise<void> {
    for (let start = 0; start < behind.length; start += BATCH) {
      const batch = behind.slice(start, start + BATCH);
      const ids = batch.map(({ household }) => household);
      const streams = await this.log.readMany(ids);
      const folded = batch.map(({ household, live }) => {
        const recorded = streams.get(household);
        if ((recorded?.at(-1)?.version ?? 0) > (live ?? 0)) heldBack.add(household);
        // A live row of which the log knows nothing is no household: it shows as a difference, and goes with the swap.
        if (live === null || recorded === undefined) return null;
        const made = foldStream(household, recorded, this.codec.recorded, live).folded;
        // Swapped in, it would leave a gap between the view and the offset from which its messages go on.
        if ((made?.version ?? 0) < live) throw new RebuildFallsBehind(household, live, made?.version ?? 0);
        return made;
      });
      await client.query(`set local search_path to ${SHADOW}`);
      for (const table of VIEW_TABLES) await client.query(`delete from ${table} where household_id = any($1)`, [ids]);
      await writeHouseholds(
        client,
        folded.filter((one) => one !== null),
      );
    }
  }
}

const takesTurn = async (client: PoolClient): Promise<boolean> => {
  const { rows } = await client.query<{ taken: boolean }>("select pg_try_advisory_lock(hashtext('xianjie.rebuild')) as taken");
  return rows[0]?.taken === true;
};

const secondsSince = (start: bigint): number => Number(process.hrtime.bigint() - start) / 1e9;
