import { readableEvents } from '@xianjie/contracts';
import { effectiveBy, explainDifference, unknownHousehold } from '@xianjie/domain';
import type { FieldDifference, Household, HouseholdId, LocalDate, Told, Verdict } from '@xianjie/domain';
import type { EventLog, RecordedEvent } from '@xianjie/log';
import type { Pool, PoolClient } from 'pg';
import { ReplayNotDone, ReplayWithoutViews } from '../faults';
import type { Decode } from '../fold-stream';
import { sql } from '../sql-files';
import type { PostgresReplays } from './postgres-replays';
import { isReplayed, schemaOfReplay } from './replay';
import type { Replay, ReplayAsked } from './replay';

export type ExplainingEvent = Readonly<{ position: string; type: string; effectiveOn: LocalDate; recordedAt: string }>;
/** `rows-not-of-state`: the states agree, and rows made of them do not: a table was altered, or made by other code. */
export type HouseholdDifference = Readonly<{
  household: HouseholdId;
  verdict: Verdict | 'rows-not-of-state';
  tables: readonly string[];
  fields: readonly (Omit<FieldDifference, 'because'> & Readonly<{ because: readonly ExplainingEvent[] }>)[];
  /** Folded by one and not by the other. */
  onlyLive: readonly ExplainingEvent[];
  onlyReplayed: readonly ExplainingEvent[];
}>;
export type ReplayDiff = Readonly<{
  name: string;
  compared: number;
  differing: number;
  /** At most as many as asked for, in order of household. */
  households: readonly HouseholdDifference[];
}>;

type Differing = Readonly<{ household: HouseholdId; tables: readonly string[] }>;
type Stored = Readonly<{ household: HouseholdId; version: number; state: Household }>;

/** What a replay and the live views say differently, household by household, and the events that make each difference. */
export class PostgresReplayDiff {
  constructor(
    private readonly pool: Pool,
    private readonly log: EventLog,
    private readonly decode: Decode,
    private readonly replays: PostgresReplays,
  ) {}

  /** @throws NoSuchReplay, ReplayNotDone, ReplayWithoutViews. */
  async run(name: string, { limit = 100, after = '' }: Readonly<{ limit?: number; after?: string }> = {}): Promise<ReplayDiff> {
    const replay = await this.replays.show(name);
    if (replay.asked.topic !== null) throw new ReplayWithoutViews(name);
    if (replay.status !== 'done') throw new ReplayNotDone(name, replay.status);
    return this.atOneMoment(name, async (client) => {
      const { household, county, countyLineage } = replay.asked;
      const scope = [household, county && countyLineage, await this.isPartial(replay)];
      const compared = await client.query<{ compared: number }>(sql('replay-compared'), scope);
      const { rows } = await client.query<Differing>(sql('replay-differing'), scope);
      const asked = rows.filter(({ household }) => household > after).slice(0, limit);
      const households = await this.explained(client, replay, asked);
      return { name, compared: compared.rows[0]?.compared ?? 0, differing: rows.length, households };
    });
  }

  /** Of a part of the log only the households in it can be compared: all others would differ by all that was left out. */
  private async isPartial({ asked: { ranges, types } }: Replay): Promise<boolean> {
    const shards = await this.log.shards();
    return types.length > 0 || ranges.length < shards.length || ranges.some(({ from }) => from > 1);
  }

  private async explained(client: PoolClient, replay: Replay, differing: readonly Differing[]): Promise<HouseholdDifference[]> {
    const ids = differing.map(({ household }) => household);
    const live = await storedIn(client, 'views', ids);
    const made = await storedIn(client, `"${schemaOfReplay(replay.name)}"`, ids);
    const streams = await this.log.readMany(ids);
    return differing.map(({ household, tables }) => {
      const recorded = streams.get(household) ?? [];
      const folded = recorded.filter(({ version }) => version <= (live.get(household)?.version ?? 0));
      return {
        ...{ household, tables },
        ...this.explain(
          recorded,
          this.told(live.get(household), folded),
          this.toldBy(replay.asked, made.get(household), recorded),
        ),
      };
    });
  }

  private told(stored: Stored | undefined, recorded: readonly RecordedEvent[]): Told {
    return { state: stored?.state ?? unknownHousehold, events: stored ? readableEvents(recorded, this.decode).events : [] };
  }

  private toldBy(asked: ReplayAsked, stored: Stored | undefined, recorded: readonly RecordedEvent[]): Told {
    const { state, events } = this.told(
      stored,
      recorded.filter((event) => isReplayed(asked, event)),
    );
    return { state, events: effectiveBy(events, asked.effectiveOn) };
  }

  private explain(
    recorded: readonly RecordedEvent[],
    live: Told,
    replayed: Told,
  ): Omit<HouseholdDifference, 'household' | 'tables'> {
    const byId = new Map(recorded.map((event) => [event.id, event]));
    const events = (ids: readonly string[]): ExplainingEvent[] => ids.flatMap((id) => explaining(byId.get(id)));
    const found = explainDifference(live, replayed);
    if (found === null) return { verdict: 'rows-not-of-state', fields: [], onlyLive: [], onlyReplayed: [] };
    return {
      verdict: found.verdict,
      fields: found.fields.map((field) => ({ ...field, because: events(field.because) })),
      onlyLive: events(found.onlyLive),
      onlyReplayed: events(found.onlyReplayed),
    };
  }

  private async atOneMoment<Answer>(name: string, work: (client: PoolClient) => Promise<Answer>): Promise<Answer> {
    const client = await this.pool.connect();
    try {
      await client.query('begin transaction isolation level repeatable read read only');
      await client.query(`set local search_path to "${schemaOfReplay(name)}"`);
      return await work(client);
    } finally {
      await client.query('rollback').catch(() => undefined);
      client.release();
    }
  }
}

const storedIn = async (client: PoolClient, schema: string, ids: readonly string[]): Promise<ReadonlyMap<string, Stored>> => {
  const { rows } = await client.query<Stored>(
    `select household_id as household, version, state from ${schema}.household where household_id = any($1)`,
    [ids],
  );
  return new Map(rows.map((row) => [row.household, row]));
};

const explaining = (event: RecordedEvent | undefined): readonly ExplainingEvent[] =>
  event === undefined
    ? []
    : [
        {
          position: `${event.position.shard}:${event.position.number}`,
          ...{ type: event.type, effectiveOn: event.effectiveOn, recordedAt: event.recordedAt },
        },
      ];
