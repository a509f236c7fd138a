import type { EventLog, RecordedEvent } from '@xianjie/log';
import type { Pool, PoolClient } from 'pg';
import { copyHouseholds } from './postgres-copy-rows';
import { RebuildFallsBehind } from './faults';
import { foldStream } from './fold-stream';
import type { Decode } from './fold-stream';
import { writeHouseholds } from './postgres-households';
import { SHADOW, compareShadow, dropShadow, indexShadow, makeShadow, swapShadow } from './postgres-shadow';
import type { CountyDifference } from './postgres-shadow';
import type { FoldedHousehold } from './rows';

// A view is made again beside the live one, compared, and swapped in one step while reports go on coming in (peers.md lesson 13).

export const VIEWS = { poverty: ['poverty_registry'], dibao: ['dibao_registry'], overlap: ['person_span'] } as const;
const ALL = ['household', 'poverty_registry', 'dibao_registry', 'person_span'] as const;
/** `household` holds the versions that guard the others, so it is only swapped together with them. */
export type ViewName = keyof typeof VIEWS | 'household';
export const isViewName = (name: string): name is ViewName => name === 'household' || name in VIEWS;

export type Rebuilt = Readonly<{
  view: ViewName;
  households: number;
  events: number;
  differences: readonly CountyDifference[];
  swapped: boolean;
  seconds: number;
}>;
export type RebuildOptions = Readonly<{ checkOnly?: boolean; progress?: (events: number) => void }>;

const BATCH = 1_000;

export class PostgresRebuild {
  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
    /** Null for an event that this version does not know, or that is not a household's. */
    private readonly decode: Decode,
  ) {}

  async run(view: ViewName, { checkOnly = false, progress = () => undefined }: RebuildOptions = {}): Promise<Rebuilt> {
    const startedAt = process.hrtime.bigint();
    const tables = view === 'household' ? ALL : VIEWS[view];
    const client = await this.pool.connect();
    try {
      await makeShadow(client, ALL);
      const counted = await this.fill(client, progress);
      await indexShadow(client, ALL);
      await client.query('begin');
      await client.query("select pg_advisory_xact_lock(hashtext('xianjie.views'))");
      await this.catchUp(client);
      const differences = await compareShadow(client, tables);
      if (!checkOnly) await swapShadow(client, tables);
      await client.query('commit');
      await dropShadow(client);
      return { view, ...counted, differences, swapped: !checkOnly, seconds: Number(process.hrtime.bigint() - startedAt) / 1e9 };
    } catch (fault) {
      await client.query('rollback').catch(() => undefined);
      throw fault;
    } finally {
      await client.query('reset search_path').catch(() => undefined);
      client.release();
    }
  }

  private async fill(client: PoolClient, progress: (events: number) => void): Promise<{ households: number; events: number }> {
    let households = 0;
    let events = 0;
    let batch: FoldedHousehold[] = [];
    let writing: Promise<void> = Promise.resolve();
    // One batch is written while the next is read and folded.
    const flush = async (): Promise<void> => {
      await writing;
      writing = copyHouseholds(client, batch);
      // An unhandled rejection would end the process before the next flush awaits it.
      writing.catch(() => undefined);
      households += batch.length;
      batch = [];
      progress(events);
    };
    await client.query(`set search_path to ${SHADOW}`);
    for (const shard of await this.log.shards()) {
      const { number } = await this.log.head(shard);
      for await (const { stream, events: recorded } of this.log.readShard(shard, number)) {
        const folded = this.foldStream(stream, recorded);
        if (folded === null) continue;
        events += recorded.length;
        batch.push(folded);
        if (batch.length >= BATCH) await flush();
      }
    }
    await flush();
    await writing;
    return { households, events };
  }

  /** Under the lock: every household is brought to the version that the live view has, so that both show the same moment. */
  private async catchUp(client: PoolClient): Promise<void> {
    const { rows } = await client.query<{ household_id: string; version: number }>(
      `select live.household_id, live.version from views.household live
       left join ${SHADOW}.household made using (household_id) where made.version is distinct from live.version`,
    );
    for (let start = 0; start < rows.length; start += BATCH) {
      const behind = rows.slice(start, start + BATCH);
      const streams = await this.log.readMany(behind.map(({ household_id }) => household_id));
      const folded = behind.map(({ household_id, version }) => {
        const made = this.foldStream(household_id, streams.get(household_id) ?? [], version);
        // Swapped in, it would leave a gap between the view and the offset from which its messages go on.
        if ((made?.version ?? 0) < version) throw new RebuildFallsBehind(household_id, version, made?.version ?? 0);
        return made;
      });
      await client.query(`set local search_path to ${SHADOW}`);
      await client.query('delete from household where household_id = any($1)', [behind.map(({ household_id }) => household_id)]);
      await writeHouseholds(
        client,
        folded.filter((one) => one !== null),
      );
    }
  }

  /** Null for what is no household, and for one whose first event waits in its lane. */
  private foldStream(stream: string, recorded: readonly RecordedEvent[], upTo?: number): FoldedHousehold | null {
    return stream.startsWith('h-') ? foldStream(stream, recorded, this.decode, upTo).folded : null;
  }
}
