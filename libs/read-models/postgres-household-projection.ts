import { evolve, foldHousehold, unknownHousehold } from '@xianjie/domain';
import type { CountyCode, HouseholdEvent, HouseholdId, RecordedHouseholdEvent } from '@xianjie/domain';
import type { Pool, PoolClient } from 'pg';
import { ProjectionGap } from './faults';
import { tableRows } from './rows';
import type { FoldedHousehold } from './rows';
import { sql } from './sql-files';
import { StateCache } from './state-cache';

/** One event as it came from the topic; `event` is null when this version does not know its type (it is counted, not folded). */
export type ProjectedEvent = Readonly<{
  household: HouseholdId;
  version: number;
  position: number;
  eventId: string;
  county: CountyCode;
  event: HouseholdEvent | null;
}>;
export type Offset = Readonly<{ topic: string; partition: number; next: string }>;
/** The whole stream up to a version, for a fold that must start again (S-9). */
export type ReadStream = (household: HouseholdId, upToVersion: number) => Promise<readonly RecordedHouseholdEvent[]>;

const PROJECTION = 'household';
const TABLES = ['poverty_registry', 'dibao_registry', 'person_span'] as const;

/** Folds batches into the views: rows and offsets commit together, and no household goes back to an older version. */
export class PostgresHouseholdProjection {
  private readonly cache = new StateCache();

  constructor(
    private readonly pool: Pool,
    private readonly readStream: ReadStream,
  ) {}

  async apply(events: readonly ProjectedEvent[], offsets: readonly Offset[]): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      // A swap holds this lock alone (rebuild.ts); batches share it.
      await client.query("select pg_advisory_xact_lock_shared(hashtext('xianjie.views'))");
      const folded = await this.fold(client, events);
      await client.query('set local search_path to views');
      await writeHouseholds(client, folded);
      await storeOffsets(client, offsets);
      await client.query('commit');
      for (const one of folded) this.cache.put(one);
    } catch (fault) {
      await client.query('rollback').catch(() => undefined);
      throw fault;
    } finally {
      client.release();
    }
  }

  async offsets(topic: string): Promise<readonly Offset[]> {
    const { rows } = await this.pool.query<{ partition: number; next: string }>(
      'select partition, next_offset::text as next from views.offsets where projection = $1 and topic = $2',
      [PROJECTION, topic],
    );
    return rows.map(({ partition, next }) => ({ topic, partition, next }));
  }

  private async fold(client: PoolClient, events: readonly ProjectedEvent[]): Promise<readonly FoldedHousehold[]> {
    const touched = [...new Set(events.map(({ household }) => household))];
    const folded = await this.load(client, touched);
    const changed = new Set<string>();
    for (const arrived of events) {
      const known = folded.get(arrived.household);
      const version = known?.version ?? 0;
      if (arrived.version <= version) continue;
      if (arrived.version > version + 1) throw new ProjectionGap(arrived.household, version + 1, arrived.version);
      folded.set(arrived.household, await this.step(known, arrived));
      changed.add(arrived.household);
    }
    return [...changed].map((household) => folded.get(household) as FoldedHousehold);
  }

  private async step(known: FoldedHousehold | undefined, arrived: ProjectedEvent): Promise<FoldedHousehold> {
    const { household, version, position, county, event, eventId } = arrived;
    const before = known?.state ?? unknownHousehold;
    const state =
      event === null
        ? before
        : event.type === 'EventRetracted'
          ? foldHousehold(await this.readStream(household, version))
          : evolve(before, { eventId, event, county, version });
    return { household, version, position, county, state };
  }

  private async load(client: PoolClient, households: readonly string[]): Promise<Map<string, FoldedHousehold>> {
    const stored = await client.query<{ id: string; version: number }>(
      'select household_id as id, version from views.household where household_id = any($1)',
      [households],
    );
    const loaded = new Map<string, FoldedHousehold>();
    const missing: string[] = [];
    for (const { id, version } of stored.rows) {
      const cached = this.cache.get(id, version);
      if (cached) loaded.set(id, cached);
      else missing.push(id);
    }
    if (missing.length === 0) return loaded;
    const states = await client.query<FoldedHousehold & { position: string }>(
      'select household_id as household, version, position, county, state from views.household where household_id = any($1)',
      [missing],
    );
    for (const row of states.rows) loaded.set(row.household, { ...row, position: Number(row.position) });
    return loaded;
  }
}

/** Writes the rows of whole households; the search path says where. Rows of a household that was not newer are left alone. */
export const writeHouseholds = async (client: PoolClient, folded: readonly FoldedHousehold[]): Promise<void> => {
  if (folded.length === 0) return;
  const newer = await client.query<{ household_id: string }>(sql('upsert-households'), [
    JSON.stringify(tableRows(folded).household),
  ]);
  const written = new Set(newer.rows.map(({ household_id }) => household_id));
  const { poverty, dibao, spans } = tableRows(folded.filter(({ household }) => written.has(household)));
  for (const table of TABLES) await client.query(`delete from ${table} where household_id = any($1)`, [[...written]]);
  if (poverty.length > 0) await client.query(sql('insert-poverty'), [JSON.stringify(poverty)]);
  if (dibao.length > 0) await client.query(sql('insert-dibao'), [JSON.stringify(dibao)]);
  if (spans.length > 0) await client.query(sql('insert-spans'), [JSON.stringify(spans)]);
};

const storeOffsets = async (client: PoolClient, offsets: readonly Offset[]): Promise<void> => {
  for (const { topic, partition, next } of offsets)
    await client.query(
      `insert into offsets (projection, topic, partition, next_offset) values ($1, $2, $3, $4)
       on conflict (projection, topic, partition) do update set next_offset = greatest(offsets.next_offset, excluded.next_offset)`,
      [PROJECTION, topic, partition, next],
    );
};
