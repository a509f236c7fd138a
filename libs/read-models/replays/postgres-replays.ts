import { lineage } from '@xianjie/domain';
import type { DivisionTable } from '@xianjie/domain';
import type { EventLog } from '@xianjie/log';
import type { Pool, PoolClient } from 'pg';
import { NoSuchReplay, ReplayHeld, ReplayNameTaken } from '../faults';
import { VIEW_TABLES, makeTables } from '../postgres-shadow';
import { sql } from '../sql-files';
import { madeWith } from './made-with';
import type { MadeWith } from './made-with';
import { eventTypes, replayRanges } from './ranges';
import type { Bound } from './ranges';
import { NOWHERE, assertReplayName, schemaOfReplay } from './replay';
import type { Reached, Replay, ReplayAsked } from './replay';

/** First key of the advisory locks by which one process at a time works on a replay (read-replays.sql); the second is the name's hash. */
const LOCKS = 7104002;

export type OpenReplay = Readonly<{ from?: Bound; to?: Bound; types?: readonly string[] }> &
  Partial<Pick<ReplayAsked, 'household' | 'county' | 'effectiveOn' | 'topic' | 'worker' | 'by' | 'purpose'>>;
/** What a page adds; `schemas` is the whole of what was met so far. */
export type Step = Readonly<{ reached: Reached; households: number; events: number; schemas: Replay['schemas'] }>;

type Row = Readonly<{
  name: string;
  /** Replays of before the lineage was kept have none. */
  asked: Omit<ReplayAsked, 'countyLineage'> & Partial<Pick<ReplayAsked, 'countyLineage'>>;
  made_with: MadeWith;
  status: 'running' | 'paused' | 'done';
  held: boolean;
  reached: Reached;
  households: string;
  events: string;
  schemas: Replay['schemas'];
  fault: string | null;
  opened_at: Date;
  moved_at: Date;
  done_at: Date | null;
}>;

const askedOf = (asked: Row['asked']): ReplayAsked => ({
  countyLineage: asked.county === null ? [] : [asked.county],
  ...asked,
});

const replayOf = ({ made_with, status, held, opened_at, moved_at, done_at, ...row }: Row): Replay => ({
  ...{
    name: row.name,
    asked: askedOf(row.asked),
    madeWith: made_with,
    reached: row.reached,
    schemas: row.schemas,
    fault: row.fault,
  },
  status: status === 'running' && !held ? 'interrupted' : status,
  households: Number(row.households),
  events: Number(row.events),
  positions: row.asked.ranges.reduce((sum, { from, to }) => sum + to - from + 1, 0),
  openedAt: opened_at.toISOString(),
  movedAt: moved_at.toISOString(),
  doneAt: done_at?.toISOString() ?? null,
});

const ignored = (): void => undefined;

/** The replays of a hub: what was asked, how far each is, and who may go on (schema `replays`, migration 0610). */
export class PostgresReplays {
  constructor(
    private readonly pool: Pool,
    private readonly divisions: DivisionTable,
  ) {}

  /** @throws ReplayUnreadable, ReplayNameTaken. */
  async open(log: EventLog, name: string, { from, to, types = [], ...said }: OpenReplay): Promise<Replay> {
    assertReplayName(name);
    const ranges = await replayRanges(log, from, to);
    const nothing = { household: null, county: null, effectiveOn: null, topic: null, by: null, purpose: null };
    const worker = 'command';
    const countyLineage = said.county ? lineage(this.divisions, said.county) : [];
    const asked: ReplayAsked = { ...nothing, worker, ...said, countyLineage, ranges, types: eventTypes(types) };
    const made = await madeWith(log, ranges);
    await this.within(async (client) => {
      const values = [name, asked, made, NOWHERE].map((value) => (typeof value === 'string' ? value : JSON.stringify(value)));
      const { rowCount } = await client.query(sql('open-replay'), values);
      if (rowCount === 0) throw new ReplayNameTaken(name);
      if (asked.topic === null) await makeTables(client, schemaOfReplay(name), VIEW_TABLES);
    });
    return this.show(name);
  }

  async list(): Promise<readonly Replay[]> {
    return (await this.pool.query<Row>(sql('read-replays'), [null])).rows.map(replayOf);
  }

  /** @throws NoSuchReplay */
  async show(name: string): Promise<Replay> {
    const [row] = (await this.pool.query<Row>(sql('read-replays'), [name])).rows;
    if (!row) throw new NoSuchReplay(name);
    return replayOf(row);
  }

  /** Who works on it stops before its next page. A replay that is done stays so. @throws NoSuchReplay */
  async pause(name: string): Promise<Replay> {
    await this.pool.query(sql('set-replay-status'), [name, 'paused', ['running']]);
    return this.show(name);
  }

  /** Lets it go on; `hold` is what does the work. @throws NoSuchReplay */
  async resume(name: string): Promise<Replay> {
    await this.pool.query(sql('set-replay-status'), [name, 'running', ['paused']]);
    return this.show(name);
  }

  /** Removes it and its views; who works on it stops before its next page. @throws NoSuchReplay */
  async drop(name: string): Promise<void> {
    assertReplayName(name);
    await this.within(async (client) => {
      const { rowCount } = await client.query('delete from replays.replays where name = $1', [name]);
      if (rowCount === 0) throw new NoSuchReplay(name);
      await client.query(`drop schema if exists "${schemaOfReplay(name)}" cascade`);
    });
  }

  /** Forgets those whose views are gone: a restore leaves them out, since they can be made again. Answers their names. */
  async forgetWithoutViews(): Promise<readonly string[]> {
    const { rows } = await this.pool.query<{ name: string }>(sql('forget-replays-without-views'), [schemaOfReplay('')]);
    return rows.map(({ name }) => name);
  }

  /**
   * Works on a replay as the only one. The lock is the connection's: it goes with a process that is killed, and what was not
   * committed over that connection before never will be.
   * @throws ReplayHeld, NoSuchReplay
   */
  async hold<Answer>(name: string, work: (client: PoolClient, replay: Replay) => Promise<Answer>): Promise<Answer> {
    const client = await this.pool.connect();
    // Without a listener a connection that dies between two pages would end the process.
    client.on('error', ignored);
    let isFree = false;
    try {
      const { rows } = await client.query<{ taken: boolean }>('select pg_try_advisory_lock($1, hashtext($2)) as taken', [
        LOCKS,
        name,
      ]);
      if (!rows[0]?.taken) throw new ReplayHeld(name);
      const answer = await work(client, await this.show(name));
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [LOCKS, name]);
      isFree = true;
      return answer;
    } catch (fault) {
      if (!(fault instanceof ReplayHeld))
        await this.pool
          .query('update replays.replays set fault = $2 where name = $1', [
            name,
            String(fault instanceof Error ? fault.message : fault),
          ])
          .catch(() => undefined);
      throw fault;
    } finally {
      client.off('error', ignored);
      // Closing a connection on which something failed gives its lock back as well.
      client.release(!isFree);
    }
  }

  /** In the transaction that writes the page. False when it was paused or dropped: then the page must not stand. */
  async advance(
    client: Pick<PoolClient, 'query'>,
    name: string,
    { reached, households, events, schemas }: Step,
  ): Promise<boolean> {
    const values = [name, JSON.stringify(reached), households, events, JSON.stringify(schemas)];
    return (await client.query(sql('advance-replay'), values)).rowCount === 1;
  }

  async finish(client: Pick<PoolClient, 'query'>, name: string): Promise<boolean> {
    return (await client.query(sql('set-replay-status'), [name, 'done', ['running']])).rowCount === 1;
  }

  private async within(work: (client: PoolClient) => Promise<void>): Promise<void> {
    const client = await this.pool.connect();
    try {
      await client.query('begin');
      await work(client);
      await client.query('commit');
    } catch (fault) {
      await client.query('rollback').catch(() => undefined);
      throw fault;
    } finally {
      client.release();
    }
  }
}
