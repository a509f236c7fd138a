import { Lanes } from '@xianjie/messaging';
import type { PostgresParkedLanes } from '@xianjie/messaging';
import type { HubError } from '@xianjie/domain';
import type { Pool, PoolClient } from 'pg';
import type { ProjectedEvent, ReadMessages } from './arrived';
import { isOwnFault } from './fold-stream';
import { GatheredBatches } from './gathered-batches';
import type { HouseholdFolding } from './household-folding';
import {
  forgetOffset,
  inViews,
  loadHouseholds,
  refusedValues,
  storeOffsets,
  storedOffsets,
  writeHouseholds,
} from './postgres-households';
import type { Offset } from './postgres-households';
import type { FoldedHousehold } from './rows';
import { StateCache } from './state-cache';

export type Projected = Readonly<{ parked: number }>;
export type Retried = Readonly<{ settled: number; stoppedBy: HubError | null }>;
/** Messages of a lane that are applied in one transaction. */
const PAGE = 500;

type Queue = Lanes<ProjectedEvent>;

/**
 * Folds batches into the views: rows, offsets and what is parked commit together, and no household goes back to an older version. What
 * cannot be applied waits in its household's lane with all that follows (S-18); the other households go on.
 */
export class PostgresHouseholdProjection {
  private readonly cache = new StateCache();
  private readonly gathered = new GatheredBatches((events, offsets) => this.write(events, offsets));

  constructor(
    private readonly pool: Pool,
    private readonly folding: HouseholdFolding,
    private readonly lanes: PostgresParkedLanes,
  ) {}

  /** Several at once are stored together (gathered-batches.ts). */
  async apply(events: readonly ProjectedEvent[], offsets: readonly Offset[]): Promise<Projected> {
    return { parked: await this.gathered.add(events, offsets) };
  }

  /**
   * Tries a lane again: applies what waits, in order, up to the first that still cannot be. A page at a time; the lane ends when nothing
   * waits in it. Batches of the same household wait meanwhile.
   */
  async retry(lane: string, read: ReadMessages): Promise<Retried> {
    return inViews(this.pool, async (client, table) => {
      this.cache.on(table);
      if (!(await this.lanes.hold(client, [lane])).has(lane)) return { settled: 0, stoppedBy: null };
      const waiting = await this.lanes.read(client, lane, PAGE);
      const events = await read(waiting.map(({ message }) => message));
      const settled: string[] = [];
      let stoppedBy: HubError | null = null;
      for (const [index, { id, discarded, isErased }] of waiting.entries()) {
        const arrived = { ...(events[index] as ProjectedEvent), discarded };
        stoppedBy = await this.takeOne(client, isErased ? await this.folding.fromLog(arrived) : arrived);
        if (stoppedBy !== null) await this.lanes.keep(client, id, stoppedBy);
        if (stoppedBy !== null) break;
        settled.push(id);
      }
      await this.lanes.settle(client, settled);
      await this.lanes.end(client, lane, stoppedBy === null && waiting.length === PAGE);
      return { settled: settled.length, stoppedBy };
    });
  }

  async offsets(topic: string): Promise<readonly Offset[]> {
    return storedOffsets(this.pool, topic);
  }

  /** The partition is read from its beginning: no household goes back to an older version by that. */
  async forgetOffset(topic: string, partition: number): Promise<void> {
    await forgetOffset(this.pool, topic, partition);
  }

  private async write(events: readonly ProjectedEvent[], offsets: readonly Offset[]): Promise<readonly ProjectedEvent[]> {
    try {
      return await this.batch(events, offsets, (client, lanes) => this.takeAll(client, events, lanes));
    } catch (fault) {
      // Rows of the batch were refused together: one by one shows whose they are.
      if (!isOwnFault(fault)) throw fault;
      return this.batch(events, offsets, (client, lanes) => this.takeEach(client, events, lanes));
    }
  }

  private async batch(
    events: readonly ProjectedEvent[],
    offsets: readonly Offset[],
    take: (client: PoolClient, lanes: Queue) => Promise<readonly FoldedHousehold[]>,
  ): Promise<readonly ProjectedEvent[]> {
    let folded: readonly FoldedHousehold[] = [];
    let written = '';
    const parked = await inViews(this.pool, async (client, table) => {
      this.cache.on((written = table));
      const lanes = new Lanes<ProjectedEvent>(
        await this.lanes.hold(
          client,
          events.map(({ lane }) => lane),
        ),
      );
      folded = await take(client, lanes);
      await storeOffsets(client, offsets);
      await this.lanes.park(client, lanes.waiting);
      return lanes.waiting.map(({ message }) => message);
    });
    for (const one of folded) this.cache.put(written, one);
    return parked;
  }

  private async takeAll(
    client: PoolClient,
    events: readonly ProjectedEvent[],
    lanes: Queue,
  ): Promise<readonly FoldedHousehold[]> {
    const known = await loadHouseholds(
      client,
      this.cache,
      events.map(({ household }) => household),
    );
    const changed = new Set<string>();
    for (const arrived of events) {
      if (this.isRepeat(known, arrived) || lanes.waits(arrived)) continue;
      const fault = await this.faultOf(client, arrived, async () => {
        const folded = await this.folding.after(known.get(arrived.household), arrived);
        if (folded === undefined) return;
        known.set(arrived.household, folded);
        changed.add(arrived.household);
      });
      if (fault !== null) lanes.park(arrived, fault);
    }
    const folded = [...changed].map((household) => known.get(household) as FoldedHousehold);
    await writeHouseholds(client, folded);
    return folded;
  }

  private async takeEach(
    client: PoolClient,
    events: readonly ProjectedEvent[],
    lanes: Queue,
  ): Promise<readonly FoldedHousehold[]> {
    for (const arrived of events) {
      if (lanes.waits(arrived)) continue;
      const fault = await this.takeOne(client, arrived);
      if (fault !== null) lanes.park(arrived, fault);
    }
    return [];
  }

  /** Null when it was applied, was a repeat, or was passed over. */
  private async takeOne(client: PoolClient, arrived: ProjectedEvent): Promise<HubError | null> {
    return this.faultOf(client, arrived, async () => {
      await client.query('savepoint one');
      try {
        const known = await loadHouseholds(client, this.cache, [arrived.household]);
        const folded = await this.folding.after(known.get(arrived.household), arrived);
        if (folded !== undefined) await writeHouseholds(client, [folded]);
      } catch (fault) {
        await client.query('rollback to savepoint one');
        throw refusedValues(fault) ?? fault;
      }
      await client.query('release savepoint one');
    });
  }

  private isRepeat(known: ReadonlyMap<string, FoldedHousehold>, { household, version }: ProjectedEvent): boolean {
    return version <= (known.get(household)?.version ?? 0);
  }

  /** The message's own fault, if it has one; a message that was discarded before and is delivered again has none. */
  private async faultOf(client: PoolClient, { message }: ProjectedEvent, work: () => Promise<void>): Promise<HubError | null> {
    try {
      await work();
      return null;
    } catch (fault) {
      if (!isOwnFault(fault)) throw fault;
      return (await this.lanes.isDiscarded(client, message)) ? null : fault;
    }
  }
}
