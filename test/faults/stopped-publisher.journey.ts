import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from '@xianjie/infrastructure';
import { eventually } from '@xianjie/testing';
import { Kafka, logLevel } from 'kafkajs';
import type { Admin } from 'kafkajs';
import { families, registryRows } from '../journeys/families';
import { Offices } from '../journeys/offices';
import { RunningHub } from '../journeys/running-hub';
import { Witness, numberOf } from './witness';

jest.setTimeout(400_000);

const TOPIC = 'xianjie.household.events';
const PUBLISHER = resolve(__dirname, '../../dist/apps/publisher/main.js');
const LEASE_MS = 3_000;
/** A page of apps/publisher. With eight members an event has about 3 kB: the page goes out in several calls of at most 2 MB. */
const PAGE = 2_000;
const COUNTIES = ['530124', '530125', '530126', '530127'];
const familiesOf = (county: string) => families(PAGE, { county, size: 8 });

type Status = Readonly<{ role: string; published: number }>;

describe('a publisher that is stopped with an unsent page while another takes over (S-16)', () => {
  let hub: RunningHub;
  let offices: Offices;
  let witness: Witness;
  let other: ChildProcess | null = null;
  let admin: Admin;

  const broker = (): number => Number(readFileSync(join(hub.dir, 'parts', 'kafka', 'pid'), 'utf8').split(' ')[0]);
  const first = (): number => hub.addresses.processes['publisher'] as number;
  /** Nobody publishes until the lease is given back: what is imported meanwhile waits in the log. */
  const withoutPublisher = async <T>(work: () => Promise<T>): Promise<T> => {
    await witness.ask(
      `update messaging.leases set holder = 'nobody', token = token + 1, expires_at = 'infinity' where name = 'publisher:53'`,
    );
    const done = await work();
    await witness.ask(`update messaging.leases set expires_at = clock_timestamp() where name = 'publisher:53'`);
    return done;
  };
  /** What the process says of itself; its port is in its environment. */
  const statusOf = async (pid: number): Promise<Status | null> => {
    const [, port] = /\0PORT=(\d+)/.exec(readFileSync(`/proc/${pid}/environ`, 'utf8')) ?? [];
    return fetch(`http://127.0.0.1:${port}/health/live`).then(
      (response) => response.json() as Promise<Status>,
      () => null,
    );
  };
  /** Another publisher, as on another machine: the environment of the first, and a port of its own. */
  const startSecond = async (): Promise<number> => {
    const said = readFileSync(`/proc/${first()}/environ`, 'utf8')
      .split('\0')
      // Nobody supervises the second: with the first's supervisor named it would end by itself.
      .filter((line) => line !== '' && !line.startsWith('XIANJIE_PARENT_PID='));
    const environment = Object.fromEntries(
      said.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    );
    const log = openSync(join(hub.dir, 'logs', 'second-publisher.log'), 'a');
    other = spawn(process.execPath, [PUBLISHER], {
      stdio: ['ignore', log, log],
      env: { ...environment, PORT: String(await freePort()) },
    });
    closeSync(log);
    return other.pid as number;
  };

  beforeAll(async () => {
    hub = await RunningHub.start({ settings: { XIANJIE_LEASE_MS: String(LEASE_MS) } });
    offices = new Offices(hub);
    witness = new Witness(hub);
    admin = new Kafka({ brokers: [hub.addresses.kafkaBrokers], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    await witness.settled();
  });
  afterAll(async () => {
    for (const pid of hub ? [first(), broker()] : []) process.kill(pid, 'SIGCONT');
    other?.kill('SIGKILL');
    await admin?.disconnect();
    await witness?.close();
    await hub?.stop();
  });

  /** A backlog whose first page enrols the families of a county; what follows is newer than it for every one of them. */
  const backlog = async (county: string): Promise<void> =>
    withoutPublisher(async () => {
      const known = familiesOf(county);
      await offices.sends(
        'poverty',
        '2016-03-31',
        known.flatMap((family) => registryRows(family)),
      );
      const planned = { 脱贫属性: '预脱贫', 计划脱贫年度: '2016' };
      await offices.sends(
        'poverty',
        '2016-03-31',
        known.flatMap((family) => registryRows(family, planned)),
      );
    });

  it('sends its old page when it wakes, and nobody is misled by it', async () => {
    const sent = async (): Promise<number> =>
      (await admin.fetchTopicOffsets(TOPIC)).reduce((sum, { high }) => sum + Number(high), 0);
    let from = 0;
    let onTopic = 0;
    // The broker stands still for a moment, so that the publisher is caught with a part of the page sent. It may be caught just after.
    for (const county of COUNTIES) {
      from = await witness.published();
      const before = await sent();
      await backlog(county);
      expect(await sent()).toBe(before);
      expect(await witness.head()).toBe(from + 2 * PAGE);
      await eventually('the page to begin', sent, (now) => now > before, { everyMs: 2 });
      process.kill(broker(), 'SIGSTOP');
      await pause(300);
      process.kill(first(), 'SIGSTOP');
      process.kill(broker(), 'SIGCONT');
      await pause(300);
      onTopic = (await sent()) - before;
      if (onTopic < PAGE) break;
      process.kill(first(), 'SIGCONT');
      await witness.settled();
    }
    // The fault fell inside: nothing noted as published, a part of the page on the topic, the rest in the stopped process.
    expect(await witness.published()).toBe(from);
    expect(onTopic).toBeGreaterThan(0);
    expect(onTopic).toBeLessThan(PAGE);

    const head = await witness.head();
    const second = await startSecond();
    const leads = (seen: Status | null): boolean => seen?.role === 'leading' && seen.published >= head;
    await eventually('the second to take over', () => statusOf(second), leads, { withinMs: 60_000 });
    const afterTakeOver = await witness.messages([TOPIC]);
    // Nothing of the page was lost, and what had arrived of it was not sent again.
    expect(new Set(afterTakeOver.map(numberOf)).size).toBe(afterTakeOver.length);

    process.kill(first(), 'SIGCONT');
    const rest = PAGE - onTopic;
    await eventually('the old page to arrive', sent, (now) => now > afterTakeOver.length);
    await eventually(
      'the first to stand by',
      () => statusOf(first()),
      (seen) => seen?.role === 'standby',
    );
    const { repeated } = await witness.agreement();
    // Only of that one page, and only what had not been sent of it.
    expect(repeated.length).toBeGreaterThan(0);
    expect(repeated.length).toBeLessThanOrEqual(rest);
    expect(repeated[0]).toBeGreaterThan(from);
    expect(repeated.at(-1)).toBeLessThanOrEqual(from + PAGE);
    expect(await statusOf(second)).toMatchObject({ role: 'leading' });
  });

  it('leads again when the other is gone', async () => {
    other?.kill('SIGKILL');
    const exited = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };
    const rows = familiesOf(COUNTIES[0]!)
      .slice(0, 100)
      .flatMap((family) => registryRows(family, exited));
    expect(await offices.sends('poverty', '2016-12-31', rows, '--changes')).toMatchObject({ accepted: 800 });
    await witness.agreement();
    expect(await statusOf(first())).toMatchObject({ role: 'leading', published: await witness.head() });
  });

  describe('whose log or seals somebody altered', () => {
    type Verified = Readonly<{ shards: readonly { firstBad: string | null; because: string | null }[] }>;
    // Both in the first page, whose events are large, with more than a block between them and before.
    const FIRST = 900;
    const OTHER = 2 * FIRST;
    const [SEAL, LATER] = [0, 1];
    let sealed: readonly number[];

    const verified = async () => {
      const { exitCode, json } = await hub.xianjie('verify', '--json');
      const { firstBad, because } = json<Verified>().shards[0]!;
      return { exitCode, firstBad, because };
    };
    const all = async (statements: readonly string[]): Promise<void> => {
      for (const statement of statements) await witness.ask(statement);
    };
    const putBack = () =>
      all([
        `delete from log.events where number in (${FIRST}, ${OTHER})`,
        'insert into log.events select * from public.kept_events',
        'delete from messaging.seals where number <= (select max(number) from public.kept_seals)',
        'insert into messaging.seals select * from public.kept_seals',
      ]);

    beforeAll(async () => {
      await witness.settled();
      await all([
        `create table public.kept_events as select * from log.events where number in (${FIRST}, ${OTHER})`,
        'create table public.kept_seals as select * from messaging.seals',
      ]);
      sealed = (await witness.ask<{ n: number }>('select number::int as n from messaging.seals order by number')).map(
        ({ n }) => n,
      );
    });

    it('is shown whole, in many blocks of 1 MB, as long as nobody did', async () => {
      const bytes = 'select sum(length(body))::int as n from log.events where number';
      for (const side of [`< ${FIRST}`, `between ${FIRST} and ${OTHER}`])
        expect((await witness.ask<{ n: number }>(`${bytes} ${side}`))[0]?.n).toBeGreaterThan(1_200_000);
      expect(sealed.length).toBeGreaterThan(2);
      expect(await verified()).toEqual({ exitCode: 0, firstBad: null, because: null });
    });

    const shifted = (by: string, after: number) => [
      `update log.events set number = -(number ${by}) where number > ${after}`,
      'update log.events set number = -number where number < 0',
    ];
    it.each<[string, readonly string[], readonly string[]]>([
      ['an event', [`update log.events set source = source || 'x' where number = ${FIRST}`], []],
      [
        'what an event says',
        [`update log.events set body = set_byte(body, 9, get_byte(body, 9) # 1) where number = ${FIRST}`],
        [],
      ],
      ['that there was an event', [`delete from log.events where number = ${FIRST}`], []],
      [
        'the order of two events',
        [
          `update log.events set number = -1 where number = ${FIRST}`,
          `update log.events set number = ${FIRST} where number = ${OTHER}`,
          `update log.events set number = ${OTHER} where number = -1`,
        ],
        [],
      ],
      [
        'that there was no event more',
        [
          ...shifted('+ 1', FIRST - 1),
          `insert into log.events select shard, ${FIRST}, stream || 'x', version, id, type, schema, effective_on, recorded_at, origin, source,
             county, command_id, traceparent, link, body from public.kept_events where number = ${FIRST}`,
        ],
        [`delete from log.events where number = ${FIRST}`, ...shifted('- 1', FIRST)],
      ],
    ])('is told the first position: %s', async (_, alter, undo) => {
      await all(alter);
      const found = await verified();
      await all(undo);
      await putBack();
      expect(found).toEqual({ exitCode: 1, firstBad: `53:${FIRST}`, because: 'chain-broken' });
    });

    it.each<[string, (at: readonly number[]) => string, number]>([
      ['altered', (at) => `update messaging.seals set link = repeat('0', 64) where number = ${at[SEAL]}`, SEAL],
      ['signed by nobody', (at) => `update messaging.seals set signature = 'AAAA' where number = ${at[LATER]}`, LATER],
      ['removed', (at) => `delete from messaging.seals where number = ${at[LATER]}`, LATER],
      [
        'exchanged for another',
        (at) =>
          `update messaging.seals s set statement = o.statement, signature = o.signature, previous = o.previous
           from messaging.seals o where s.number in (${at[SEAL]}, ${at[LATER]}) and o.number in (${at[SEAL]}, ${at[LATER]}) and o.number <> s.number`,
        SEAL,
      ],
    ])('is told the first position: a seal was %s', async (_, alter, which) => {
      await all([alter(sealed)]);
      const found = await verified();
      await putBack();
      expect(found).toMatchObject({ exitCode: 1, firstBad: `53:${sealed[which]}` });
      expect(found.because).toMatch(/^seal-/);
    });

    it('is told of a seal that was put in, and is whole again afterwards', async () => {
      const forged = sealed[SEAL]! + 1;
      await all([
        `insert into messaging.seals (shard, number, link, recorded_at, sealed_at, statement, algorithm, key_id, public_key, signature, published_at, previous)
         select shard, ${forged}, link, recorded_at, sealed_at, statement, algorithm, key_id, public_key, signature, published_at, previous
         from messaging.seals where number = ${sealed[SEAL]}`,
      ]);
      const found = await verified();
      await all([`delete from messaging.seals where number = ${forged}`]);
      expect(found).toMatchObject({ exitCode: 1, firstBad: `53:${forged}` });
      expect(await verified()).toEqual({ exitCode: 0, firstBad: null, because: null });
    });
  });
});
