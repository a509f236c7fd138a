import { setTimeout as pause } from 'node:timers/promises';
import { eventually } from '@xianjie/testing';
import type { Random } from '@xianjie/testing';
import { Pool } from 'pg';
import { SHARD } from './burning-hub';
import type { BurningHub } from './burning-hub';
import { POISON_MARK } from './redeliveries';
import type { SteadfastClient } from './steadfast-client';
import { plainKafka } from './topic-reader';

// The operator at the parked lanes: what holds a lane up is retried, and discarded when it is poison. Nothing else may hold one up.

type Waiting = Readonly<{
  id: string;
  lane: string;
  is_poison: boolean;
  version: number | null;
  code: string | null;
  attempts: number;
  is_asked: boolean;
}>;
type Lane = Readonly<{ lane: string; head: Waiting; waiting: readonly Waiting[]; viewed: number; recorded: number }>;

const TOPIC = 'xianjie.household.events';
const WITHIN = { withinMs: 180_000, everyMs: 300 };

export class Parking {
  private readonly pool: Pool;
  readonly wrong: string[] = [];
  /** Poison that was passed over. */
  discarded = 0;
  /** Messages of the hub's own that waited behind poison when a round ended. */
  heldUp = 0;

  constructor(
    private readonly fire: BurningHub,
    private readonly client: SteadfastClient,
  ) {
    this.pool = new Pool({ connectionString: fire.parts.databaseUrl, max: 1 }).on('error', () => undefined);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** While everything burns: one lane is tried again, or goes on behind its poison. */
  async tend(random: Random): Promise<void> {
    // Whoever cannot look, for the database is away, looks later.
    const lanes = await this.lanes().catch(() => []);
    if (lanes.length === 0) return;
    const { head } = random.pick(lanes);
    if (random.chance(0.5)) await this.say(head, 'retry');
    else if (head.is_poison) await this.say(head, 'discard');
  }

  /** After a round: who is not poisoned went on; who is, waits whole and in order; a retry changes nothing, a discard ends it. */
  async settle(): Promise<void> {
    await eventually(
      'all but parked households to be where the log is',
      () => this.behind(),
      (one) => one === null,
      WITHIN,
    );
    const lanes = await this.lanes();
    for (const one of lanes) this.wrong.push(...wrongIn(one));
    this.heldUp += lanes.reduce((sum, { waiting }) => sum + waiting.filter(({ is_poison: isPoison }) => !isPoison).length, 0);
    if (lanes.length > 0) await this.retryAll(lanes);
    await eventually(
      'every lane to end',
      () => this.discardHeads(),
      (left) => left === 0,
      WITHIN,
    );
    this.wrong.push(...(await this.wronglyKept()));
  }

  private async retryAll(lanes: readonly Lane[]): Promise<void> {
    const { exitCode } = await this.fire.hub.xianjie('parked', 'retry', 'all', '--json');
    const after = new Map((await this.lanes()).map((one) => [one.lane, one]));
    if (exitCode !== 1) this.wrong.push(`parked retry all ended with ${exitCode} while poison holds lanes up`);
    for (const { lane, head, waiting } of lanes) {
      const now = after.get(lane);
      if (now?.head.id !== head.id || now.waiting.length !== waiting.length || now.head.attempts <= head.attempts)
        this.wrong.push(`${lane}: a retry over poison left ${JSON.stringify(now?.head ?? null)} after ${JSON.stringify(head)}`);
    }
  }

  /** How many lanes are left. */
  private async discardHeads(): Promise<number> {
    const lanes = await this.lanes();
    for (const { lane, head } of lanes) {
      if (head.is_asked) continue;
      if (head.is_poison) await this.say(head, 'discard');
      else throw new Error(`${lane} is held up by ${head.id} (${head.code}), which is no poison`);
    }
    await pause(lanes.length === 0 ? 0 : 500);
    return lanes.length;
  }

  private async say({ id }: Waiting, what: 'retry' | 'discard'): Promise<void> {
    const body = what === 'discard' ? { reason: 'poison' } : {};
    const { status, body: answer } = await this.client.untilAnswered<object>(`/parked/${id}/${what}`, { method: 'POST', body });
    if (what === 'discard' && status === 202) this.discarded += 1;
    // Somebody settled it, or what is before it is being settled.
    if (status !== 202 && status !== 409) this.wrong.push(`${what} of ${id}: ${status} ${JSON.stringify(answer)}`);
  }

  private async lanes(): Promise<readonly Lane[]> {
    const { rows } = await this.pool.query<Waiting & { viewed: number; recorded: number }>(
      `select id, lane, headers->>'${POISON_MARK}' is not null as is_poison, (headers->>'xianjie_version')::int as version,
         fault_code as code, attempts, retry_asked_at is not null as is_asked,
         coalesce((select version from views.household where household_id = lane), 0) as viewed,
         coalesce((select max(version) from log.events where stream = lane), 0) as recorded
       from messaging.parked_messages join messaging.parked_lanes using (consumer, lane)
       where status = 'waiting' order by lane, partition, message_offset`,
    );
    const heads = rows.filter(({ lane }, index) => rows[index - 1]?.lane !== lane);
    return heads.map((head) => {
      const { lane, viewed, recorded } = head;
      return { lane, head, waiting: rows.filter((one) => one.lane === lane), viewed, recorded };
    });
  }

  /** Null once the topics hold the log, the consumer has read the topics, and every household without a lane is up with the log. */
  private async behind(): Promise<string | null> {
    const { rows } = await this.pool.query<{ behind: string | null }>(
      `select case
         when coalesce((select number from messaging.publications where shard = $1), 0) < (select number from log.heads where shard = $1) then 'the topics'
         when exists (select from messaging.parked_lanes where retry_asked_at is not null) then 'a retry'
         when exists (select from (select stream, max(version) as version from log.events where stream like 'h-%' group by stream) told
           left join views.household on household_id = stream where household.version is distinct from told.version
           and stream not in (select lane from messaging.parked_lanes)) then 'the views'
       end as behind`,
      [SHARD],
    );
    return rows[0]?.behind ?? ((await this.unread()) ? 'the consumer' : null);
  }

  private async unread(): Promise<boolean> {
    const { rows } = await this.pool.query<{ partition: number; next: string }>(
      'select partition, next_offset as next from views.offsets where topic = $1',
      [TOPIC],
    );
    const next = new Map(rows.map((row) => [row.partition, BigInt(row.next)]));
    const admin = plainKafka(this.fire.parts.kafkaBrokers).admin();
    await admin.connect();
    try {
      return (await admin.fetchTopicOffsets(TOPIC)).some(({ partition, high }) => (next.get(partition) ?? 0n) < BigInt(high));
    } finally {
      await admin.disconnect();
    }
  }

  /** Each discard is in the log once, and the topic of parked messages was told how each ended. */
  private async wronglyKept(): Promise<readonly string[]> {
    await eventually(
      'the topic of parked messages to be told',
      async () =>
        (
          await this.pool.query<{ n: number }>(
            'select count(*)::int as n from messaging.parked_messages where told is distinct from status',
          )
        ).rows[0]?.n,
      (n) => n === 0,
      WITHIN,
    );
    const { rows } = await this.pool.query<{ what: string }>(
      `select m.id || ' was ' || m.status || ' and has ' || count(e) || ' discards in the log' as what
       from messaging.parked_messages m left join log.events e on e.command_id = 'discard:' || m.id
       group by m.id having count(e) <> (m.status = 'discarded')::int or (m.status = 'discarded' and m.headers->>'${POISON_MARK}' is null)`,
    );
    return rows.map(({ what }) => `parked message ${what}`);
  }
}

/** Its head is poison with a reason; behind it wait, in order, all versions that the view does not have. */
const wrongIn = ({ lane, head, waiting, viewed, recorded }: Lane): string[] => {
  const wrong: string[] = [];
  if (!head.is_poison || head.code === null) wrong.push(`${lane} is held up by ${head.id} (${head.code}), which is no poison`);
  const own = waiting.filter(({ is_poison: isPoison }) => !isPoison).map(({ version }) => version ?? 0);
  const first = [...new Set(own.filter((version) => version > viewed))];
  const due = Array.from({ length: Math.max(0, recorded - viewed) }, (_, index) => viewed + 1 + index);
  if (first.join() !== due.join()) wrong.push(`behind ${head.id} in ${lane} wait versions ${first.join()}, not ${due.join()}`);
  return wrong;
};
