import { join } from 'node:path';
import { Pool } from 'pg';
import { SHARD } from './burning-hub';
import type { BurningHub } from './burning-hub';
import { checkLog, readLog } from './check-log';
import { checkSeals } from './check-seals';
import { checkTopics } from './check-topics';
import { checkViews, typesOf } from './check-views';
import type { County } from './importing';
import type { Expected, Told } from './reporting';

const SETTLES_WITHIN_MS = 180_000;
const SAY_EVERY_MS = 10_000;
const AGAIN = 3;

/** What the sources and officials know. */
export type Known = Readonly<{
  told: readonly Told[];
  expected: readonly Expected[];
  counties: readonly County[];
  /** Versions of lists, by county. */
  frozen: ReadonlyMap<string, number>;
}>;
export type Checked = Readonly<{
  wrong: readonly string[];
  events: number;
  messages: number;
  repeated: number;
  seals: number;
  /** Until everything held the whole log. */
  settled: number;
  seconds: number;
}>;

/** Compares what was answered, log, topics, views and seals, past the hub's own programs. */
export class Checker {
  private readonly pool: Pool;
  private readonly undisturbed: Readonly<Record<string, number>>[] = [];

  constructor(
    private readonly fire: BurningHub,
    private readonly say: (line: string) => void,
  ) {
    this.pool = new Pool({ connectionString: fire.parts.databaseUrl, max: 2 }).on('error', () => undefined);
  }

  async close(): Promise<void> {
    await this.pool.end();
  }

  /** Learns what a county's next file becomes when nothing happens. */
  async learn(county: string): Promise<void> {
    this.undisturbed.push(typesOf(await readLog(this.pool, SHARD), county));
  }

  /** Again when somebody appended meanwhile, as a scheduler may: what was read then is of different moments. */
  async check(known: Known): Promise<Checked> {
    for (let again = 0; ; again += 1) {
      const checked = await this.checkOnce(known);
      const { rows } = await this.pool.query<{ n: number }>('select number::int as n from log.heads where shard = $1', [SHARD]);
      if (rows[0]?.n === checked.events || again === AGAIN) return checked;
    }
  }

  private async checkOnce({ told, expected, counties, frozen }: Known): Promise<Checked> {
    const began = Date.now();
    const late = await this.settled();
    const settled = (Date.now() - began) / 1_000;
    const { kafkaBrokers: brokers, schemaRegistryUrl: registryUrl } = this.fire.parts;
    const events = await readLog(this.pool, SHARD);
    const topics = await checkTopics({ brokers, registryUrl }, events);
    const sealFile = join(this.fire.hub.dir, 'seals', `${SHARD}.jsonl`);
    const seals = await checkSeals({ pool: this.pool, brokers, registryUrl, sealFile, shard: SHARD }, events);
    const wrong = [
      ...(late === null ? [] : [late]),
      ...checkLog(SHARD, events, told, frozen),
      ...topics.wrong,
      ...(await checkViews(this.pool, events, expected, counties, this.undisturbed)),
      ...seals.wrong,
      ...(await this.rebuiltOtherwise()),
    ];
    const { messages, repeated } = topics;
    return {
      wrong,
      events: events.length,
      messages,
      repeated,
      seals: seals.seals,
      settled,
      seconds: (Date.now() - began) / 1_000,
    };
  }

  /** Null once topics, states, seals and views hold the whole log; else what is behind. */
  private async settled(): Promise<string | null> {
    const deadline = Date.now() + SETTLES_WITHIN_MS;
    let saidAt = Date.now();
    for (let last: string | null = null; ;) {
      const { rows } = await this.pool.query<{ behind: string | null }>(
        `select case
           when coalesce((select number from messaging.publications where shard = $1), 0) < (select number from log.heads where shard = $1) then 'the topics'
           when exists (select from messaging.seals where published_at is null)
             or coalesce((select max(number) from messaging.seals), 0) < (select number from log.heads where shard = $1) then 'the seals'
           when exists (select from (select stream, max(version) as version from log.events where stream like 'h-%' group by stream) told
             left join views.household on household_id = stream where household.version is distinct from told.version) then 'the views'
         end as behind`,
        [SHARD],
      );
      const behind = rows[0]?.behind ?? null;
      if (behind !== last || Date.now() - saidAt > SAY_EVERY_MS) {
        this.say(`  ${behind ?? 'nothing'} behind the log; publisher: ${await this.fire.healthOf('publisher')}`);
        saidAt = Date.now();
      }
      last = behind;
      if (behind === null) break;
      if (Date.now() > deadline) return `${behind} did not come up with the log in ${SETTLES_WITHIN_MS / 1_000} s`;
      await new Promise((next) => setTimeout(next, 250));
    }
    // A state that an old page put last is answered within a second; no table says when.
    await new Promise((next) => setTimeout(next, 1_500));
    return null;
  }

  /** The one question that is put to the hub itself: whether its views are those that its fold makes of the log. */
  private async rebuiltOtherwise(): Promise<string[]> {
    const { exitCode, stdout, stderr } = await this.fire.hub.xianjie('rebuild', 'household', '--check', '--json');
    return exitCode === 0 ? [] : [`rebuild --check ended with ${exitCode}: ${stdout.slice(-500)}${stderr.slice(-500)}`];
  }
}
