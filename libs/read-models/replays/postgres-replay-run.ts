import type { EventLog, RecordedEvent, StreamEvents } from '@xianjie/log';
import type { PoolClient } from 'pg';
import { viewOfStream } from '../fold-stream';
import type { Decode } from '../fold-stream';
import { copyHouseholds } from '../postgres-copy-rows';
import { VIEW_TABLES, indexTables } from '../postgres-shadow';
import type { FoldedHousehold } from '../rows';
import type { PostgresReplays } from './postgres-replays';
import { isReplayed, schemaOfReplay } from './replay';
import type { Reached, Replay, ReplayRange } from './replay';

// A replay folds streams in their order and commits a page of households with the name of the last one: after a kill -9 it goes on
// there, and no household is folded twice. It writes into its own schema and its own row, and calls nobody: no broker, no ledger.

/** Households a page, at about 5 kB each; also how much is done in vain when the process dies. */
const HOUSEHOLDS = 500;

/** Told after each page; a promise is waited for before the next. */
export type ReplayProgress = (replay: Readonly<{ households: number; events: number }>) => void | Promise<void>;
export type ReplayOptions = Readonly<{ progress?: ReplayProgress; householdsAtOnce?: number }>;

export class PostgresReplayRun {
  constructor(
    private readonly log: EventLog,
    private readonly decode: Decode,
    private readonly replays: PostgresReplays,
  ) {}

  /**
   * Until it is done, or until somebody pauses or drops it: the answer's status says which.
   * @throws ReplayHeld, NoSuchReplay; LogUnavailable and what the database says: `run` goes on later.
   */
  run(name: string, { progress = () => undefined, householdsAtOnce = HOUSEHOLDS }: ReplayOptions = {}): Promise<Replay> {
    return this.replays.hold(name, async (client, replay) => {
      if (replay.status !== 'running') return replay;
      const page = new Page(client, this.replays, replay, progress);
      for (const range of replay.asked.ranges.filter(({ shard }) => shard >= replay.reached.shard))
        if (!(await this.fold(replay, range, page, householdsAtOnce))) return this.replays.show(name);
      await page.finish();
      return this.replays.show(name);
    });
  }

  /** False when it is to stop. */
  private async fold(replay: Replay, range: ReplayRange, page: Page, most: number): Promise<boolean> {
    const { asked, reached } = replay;
    const after = reached.shard === range.shard ? reached.stream : '';
    for await (const { stream, events } of this.streams(replay, range, after)) {
      const taken = events.filter((event) => isReplayed(asked, event));
      page.add({ shard: range.shard, stream, number: 0 }, taken, viewOfStream(stream, taken, this.decode, asked.effectiveOn));
      if (page.size >= most && !(await page.commit())) return false;
    }
    return page.commit();
  }

  private streams({ asked }: Replay, { shard, from, to }: ReplayRange, after: string): AsyncIterable<StreamEvents> {
    if (asked.household !== null) return this.oneStream(asked.household, shard, to, after);
    if (asked.county !== null) return this.log.readCounties(shard, asked.countyLineage, to, { after, from });
    return this.log.readShard(shard, to, { after, from });
  }

  private async *oneStream(stream: string, shard: string, upTo: number, after: string): AsyncGenerator<StreamEvents> {
    if (stream <= after) return;
    const events = await this.log.read(stream, { upTo });
    if (events[0]?.position.shard === shard) yield { stream, events };
  }
}

class Page {
  private folded: FoldedHousehold[] = [];
  private events = 0;
  private reached: Reached;
  private households: number;
  private readonly schemas: Record<string, readonly string[]>;
  private total: number;

  constructor(
    private readonly client: PoolClient,
    private readonly replays: PostgresReplays,
    private readonly replay: Replay,
    private readonly progress: ReplayProgress,
  ) {
    this.reached = replay.reached;
    this.schemas = { ...replay.schemas };
    this.households = replay.households;
    this.total = replay.events;
  }

  get size(): number {
    return this.folded.length;
  }

  add(reached: Reached, taken: readonly RecordedEvent[], folded: FoldedHousehold | null): void {
    this.reached = reached;
    if (folded === null) return;
    this.folded.push(folded);
    this.events += taken.length;
    for (const { type, schema } of taken)
      if (!this.schemas[type]?.includes(schema)) this.schemas[type] = [...(this.schemas[type] ?? []), schema].toSorted();
  }

  /** Households and cursor in one transaction. False when the replay was paused or dropped: nothing of the page stands. */
  async commit(): Promise<boolean> {
    const { client, replay, reached, folded, events, schemas } = this;
    const stands = await this.inTransaction(async () => {
      const step = { reached, households: folded.length, events, schemas };
      if (!(await this.replays.advance(client, replay.name, step))) return false;
      await client.query(`set local search_path to "${schemaOfReplay(replay.name)}"`);
      await copyHouseholds(client, folded);
      return true;
    });
    if (!stands) return false;
    this.households += folded.length;
    this.total += events;
    [this.folded, this.events] = [[], 0];
    await this.progress({ households: this.households, events: this.total });
    return true;
  }

  /** Keys and indexes at once, over all rows. */
  async finish(): Promise<void> {
    const { client, replay } = this;
    await this.inTransaction(async () => {
      if (!(await this.replays.finish(client, replay.name))) return false;
      await indexTables(client, schemaOfReplay(replay.name), VIEW_TABLES);
      return true;
    });
  }

  private async inTransaction(work: () => Promise<boolean>): Promise<boolean> {
    await this.client.query('begin');
    try {
      const stands = await work();
      await this.client.query(stands ? 'commit' : 'rollback');
      return stands;
    } catch (fault) {
      await this.client.query('rollback').catch(() => undefined);
      throw fault;
    }
  }
}
