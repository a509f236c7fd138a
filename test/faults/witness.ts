import { KafkaMessageBus, topicsOf } from '@xianjie/messaging';
import type { ReceivedMessage } from '@xianjie/messaging';
import { eventually } from '@xianjie/testing';
import { Pool } from 'pg';
import type { RunningHub } from '../journeys/running-hub';

// Looks at what log, topics and views hold, past the hub's own programs, and says where they disagree.

const SHARD = '53';
const topics = topicsOf();
export const EVENT_TOPICS = [topics.householdEvents, topics.exitListEvents, topics.standardEvents, topics.hubEvents];
/** Magic byte and schema id before the body (Confluent). */
const PREFIX = 5;
const VIEWS = ['household', 'poverty_registry', 'dibao_registry', 'person_span'];

export type Progress = Readonly<{ id: string; state: string; told: number; all: number }>;
export type Agreement = Readonly<{ events: number; messages: number; repeated: readonly number[]; households: number }>;

export const numberOf = ({ headers }: ReceivedMessage): number => Number(headers.xianjie_position?.split(':')[1]);

export class Witness {
  private readonly pool: Pool;
  private readonly bus: KafkaMessageBus;

  constructor(private readonly hub: RunningHub) {
    const { databaseUrl, kafkaBrokers } = hub.addresses;
    this.pool = new Pool({ connectionString: databaseUrl, max: 2 }).on('error', () => undefined);
    this.bus = new KafkaMessageBus([kafkaBrokers], 'witness');
  }

  async close(): Promise<void> {
    await this.bus.close();
    await this.pool.end();
  }

  async ask<Row extends object>(sql: string, values: readonly unknown[] = []): Promise<readonly Row[]> {
    return (await this.pool.query<Row>(sql, [...values])).rows;
  }

  private async number(sql: string, values: readonly unknown[] = []): Promise<number> {
    const [row] = await this.ask<{ n: string | null }>(sql, values);
    return Number(row?.n ?? 0);
  }

  head(): Promise<number> {
    return this.number('select number as n from log.heads where shard = $1', [SHARD]);
  }
  published(): Promise<number> {
    return this.number('select number as n from messaging.publications where shard = $1', [SHARD]);
  }
  eventsOf(county: string): Promise<number> {
    return this.number('select count(*) as n from log.events where county = $1', [county]);
  }
  viewedOf(county: string): Promise<number> {
    return this.number('select count(*) as n from views.household where county = $1', [county]);
  }
  async eventTypesOf(county: string): Promise<Readonly<Record<string, number>>> {
    const sql = 'select type, count(*)::int as n from log.events where county = $1 group by type order by type';
    return Object.fromEntries((await this.ask<{ type: string; n: number }>(sql, [county])).map(({ type, n }) => [type, n]));
  }

  /** The newest import: households told to the log, of all that it has to tell. */
  async import(): Promise<Progress | null> {
    const [row] = await this.ask<Progress>(
      `select id, state, (select count(outcome)::int from intake.households where import = no) as told,
         (select count(*)::int from intake.households where import = no) as all
       from intake.imports order by no desc limit 1`,
    );
    return row ?? null;
  }

  /** Everything on the topics, in offset order within each partition. */
  async messages(names: readonly string[] = EVENT_TOPICS): Promise<readonly ReceivedMessage[]> {
    const seen: ReceivedMessage[] = [];
    const tail = await this.bus.tail(names, 10_000_000, (message) => seen.push(message));
    await tail.stop();
    return seen;
  }

  /** Digest of each view's rows, whatever their order. */
  async viewDigests(): Promise<Readonly<Record<string, string>>> {
    const digests: Record<string, string> = {};
    for (const view of VIEWS) {
      const sql = `select count(*) || ':' || md5(coalesce(string_agg(md5(one::text), '' order by md5(one::text)), '')) as digest from views.${view} one`;
      digests[view] = (await this.ask<{ digest: string }>(sql))[0]?.digest ?? '';
    }
    return digests;
  }

  /** Everything appended so far is on the topics and in the views. */
  async settled(withinMs = 90_000): Promise<void> {
    const head = await this.head();
    await eventually(
      'the topics to hold the log',
      () => this.published(),
      (number) => number >= head,
      { withinMs },
    );
    await eventually(
      'the views to hold the log',
      () =>
        this.number(
          `select count(*) as n from (select stream, max(version) as version from log.events where stream like 'h-%' group by stream) told
           left join views.household on household_id = stream where household.version is distinct from told.version`,
        ),
      (behind) => behind === 0,
      { withinMs },
    );
  }

  /** Households of which the compacted topic's last state is not that version. */
  private async notNewest(newest: ReadonlyMap<string, number>): Promise<readonly string[]> {
    const last = new Map<string, number>();
    for (const { key, headers } of await this.messages([topics.householdState])) last.set(key, Number(headers.xianjie_version));
    return [...new Set([...newest.keys(), ...last.keys()])].filter((household) => last.get(household) !== newest.get(household));
  }

  /**
   * Log, topics and views say the same once everything is settled: every position with the log's own bytes, repeated only identically,
   * in the log's order for each key; the newest state of each household last; the views as a rebuild from the log makes them.
   */
  async agreement(): Promise<Agreement> {
    await this.settled();
    const events = await this.ask<{ number: number; stream: string; type: string; version: number; body: Buffer }>(
      'select number::int, stream, type, version, body from log.events where shard = $1 order by number',
      [SHARD],
    );
    expect(events.map(({ number }) => number)).toEqual(Array.from({ length: events.length }, (_, index) => index + 1));

    const messages = await this.messages();
    const repeated = repeatedOf(messages);
    expect([...new Set(messages.map(numberOf))].sort((one, other) => one - other)).toEqual(events.map(({ number }) => number));
    const altered = messages.filter((message) => {
      const event = events[numberOf(message) - 1]!;
      const { ce_type: type, xianjie_version: version } = message.headers;
      return type !== event.type || version !== String(event.version) || !message.value?.subarray(PREFIX).equals(event.body);
    });
    expect(altered.map(numberOf)).toEqual([]);
    expect(outOfOrder(messages)).toEqual([]);

    const newest = new Map<string, number>();
    for (const { stream, version } of events) if (stream.startsWith('h-')) newest.set(stream, version);
    await eventually(
      'the newest state of each household to be its last',
      () => this.notNewest(newest),
      (households) => households.length === 0,
    );

    const check = await this.hub.xianjie('rebuild', 'household', '--check', '--json');
    expect({ exitCode: check.exitCode, differences: check.json<{ differences: object[] }>().differences }).toEqual({
      exitCode: 0,
      differences: [],
    });
    return { events: events.length, messages: messages.length, repeated, households: newest.size };
  }
}

/** Positions that are there more than once, ascending. */
const repeatedOf = (messages: readonly ReceivedMessage[]): readonly number[] => {
  const seen = new Set<number>();
  const repeated = new Set<number>();
  for (const message of messages) (seen.has(numberOf(message)) ? repeated : seen).add(numberOf(message));
  return [...repeated].sort((one, other) => one - other);
};

/** Keys whose positions, each counted where it is first seen, do not rise. */
const outOfOrder = (messages: readonly ReceivedMessage[]): readonly string[] => {
  const seen = new Set<number>();
  const last = new Map<string, number>();
  const broken = new Set<string>();
  for (const message of messages) {
    const number = numberOf(message);
    if (seen.has(number)) continue;
    seen.add(number);
    if (number < (last.get(message.key) ?? 0)) broken.add(message.key);
    last.set(message.key, number);
  }
  return [...broken];
};
