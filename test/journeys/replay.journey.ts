import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '@xianjie/infrastructure';
import { eventually } from '@xianjie/testing';
import { Client } from 'pg';
import { aFamily, dibaoRows, registryRows } from './families';
import { Offices } from './offices';
import { RunningHub } from './running-hub';
import { Witness, numberOf } from '../faults/witness';

jest.setTimeout(300_000);

const COUNTY = '530124';
const families = Array.from({ length: 12 }, (_, at) => aFamily({ county: COUNTY, no: at + 1, size: 2 }));

type Replay = Readonly<{
  status: string;
  households: number;
  events: number;
  positions: number;
  reached: Readonly<{ number: number }>;
}>;
type Diff = Readonly<{
  compared: number;
  differing: number;
  households: readonly { verdict: string; onlyLive: { type: string }[] }[];
}>;

describe('an auditor replays the log of a running hub', () => {
  let hub: RunningHub;
  let database: Client;

  beforeAll(async () => {
    hub = await RunningHub.start();
    const offices = new Offices(hub);
    await offices.sends(
      'poverty',
      '2016-03-31',
      families.flatMap((family) => registryRows(family)),
    );
    await offices.sends(
      'dibao',
      '2016-04-05',
      families.slice(0, 5).flatMap((family) => dibaoRows(family)),
    );
    await offices.household(families[4]!.户编号, ({ cases }) => cases.length === 1);
    database = new Client({ connectionString: hub.addresses.databaseUrl });
    await database.connect();
  });
  afterAll(async () => {
    // Whoever still waits for the lock goes on.
    await database?.end();
    await hub?.stop();
  });

  /** Once it is so far, a replay waits for the lock 42, which this connection holds. */
  const holdUp = (soFar = 'old.households >= 4') =>
    database.query(`
      select pg_advisory_lock(42);
      create or replace function replays.wait() returns trigger language plpgsql as
        'begin if ${soFar} then perform pg_advisory_xact_lock_shared(42); end if; return new; end';
      create trigger wait before update on replays.replays for each row execute function replays.wait()`);
  /** Its server process waits for the lock still; only then does it find that nobody is there any more. */
  const letGo = async () => {
    await database.query('select pg_advisory_unlock(42)');
    await database.query('drop trigger wait on replays.replays');
  };

  /** The command as a process of its own, which may be killed. */
  const begin = (...args: readonly string[]) => {
    const { databaseUrl, kafkaBrokers, schemaRegistryUrl } = hub.addresses;
    const addresses = {
      ...{ XIANJIE_DATABASE_URL: databaseUrl, XIANJIE_KAFKA_BROKERS: kafkaBrokers, XIANJIE_DATA_DIR: hub.dir },
      XIANJIE_SCHEMA_REGISTRY_URL: schemaRegistryUrl,
    };
    const child = spawn(process.execPath, [join(projectRoot(), 'bin', 'xianjie.js'), ...args], {
      env: { ...process.env, ...addresses },
      stdio: 'ignore',
    });
    return { child, ended: new Promise<void>((done) => child.once('exit', () => done())) };
  };
  // Until it has been opened the command says so, and no JSON.
  const shown = async (name: string) => {
    const said = await hub.xianjie('replay', 'show', name, '--json');
    return said.exitCode === 0 ? said.json<Replay>() : null;
  };

  it('whose replay survives a kill -9 in the middle', async () => {
    await holdUp();
    const { child, ended } = begin('replay', '--into', 'killed', '--page', '2');
    const show = () => shown('killed');
    expect(await eventually('some pages', show, (replay) => replay?.households === 4)).toMatchObject({ status: 'running' });
    child.kill('SIGKILL');
    await ended;
    await letGo();
    const left = await eventually('its lock to go with it', show, (replay) => replay?.status === 'interrupted');
    expect(left?.households).toBe(4);
    const resumed = await hub.xianjie('replay', 'resume', 'killed', '--json');
    expect([resumed.exitCode, resumed.json<Replay>().status]).toEqual([0, 'done']);
    expect(resumed.json<Replay>().households).toBe(families.length);
    const diff = await hub.xianjie('replay', 'diff', 'killed', '--json');
    expect(diff.json<Diff>()).toMatchObject({ compared: families.length, differing: 0 });
    expect(diff.exitCode).toBe(0);
  });

  it('whose exit code says that the past differs from today, and whose lines say by what', async () => {
    const { rows } = await database.query<{ number: string }>(
      "select min(number) as number from log.events where type = 'dibao.enrolled'",
    );
    const to = `53:${Number(rows[0]!.number) - 1}`;
    expect((await hub.xianjie('replay', '--from', '53:1', '--to', to, '--into', 'before-dibao')).exitCode).toBe(0);
    const diff = await hub.xianjie('replay', 'diff', 'before-dibao', '--json');
    expect(diff.exitCode).toBe(1);
    const { differing, households } = diff.json<Diff>();
    expect(differing).toBe(5);
    for (const { verdict, onlyLive } of households) {
      expect(verdict).toBe('events');
      expect(onlyLive.map(({ type }) => type)).toContain('dibao.enrolled');
    }
    expect((await hub.xianjie('replay', '--to', '53:x', '--into', 'wrong')).exitCode).toBe(2);
    // A wrong use leaves nothing behind that would take the name.
    expect((await hub.xianjie('replay', '--into', 'wrong', '--page', 'many')).exitCode).toBe(2);
    expect((await hub.xianjie('replay', 'show', 'wrong')).exitCode).toBe(2);
  });

  it('who sends it onto a topic, is killed in the middle, goes on, pauses and goes on: all is there, in order', async () => {
    const topic = 'xianjie.replay.again';
    const witness = new Witness(hub);
    const reached = async () => (await shown('again'))?.reached.number ?? 0;
    const positions = async () => (await witness.messages([topic])).map(numberOf);
    try {
      // Pages of eight positions: the second is on the topic, and is not noted yet.
      await holdUp("(old.reached->>''number'')::int >= 8");
      const killed = begin('replay', '--to-topic', topic, '--into', 'again', '--page', '2');
      await eventually('a page to be noted', reached, (number) => number === 8);
      await eventually('the next to be sent', positions, (sent) => sent.length >= 16);
      killed.child.kill('SIGKILL');
      await killed.ended;
      await letGo();
      await eventually(
        'its lock to go with it',
        () => shown('again'),
        (replay) => replay?.status === 'interrupted',
      );
      await holdUp("(old.reached->>''number'')::int >= 16");
      const paused = begin('replay', 'resume', 'again', '--page', '2');
      await eventually('another page', reached, (number) => number === 16);
      const pausing = hub.xianjie('replay', 'pause', 'again');
      const waiting = `select count(*)::int as n from pg_stat_activity where wait_event_type = 'Lock' and query ilike '%replays.replays%'`;
      await eventually(
        'the pause to wait behind the page',
        async () => (await witness.ask<{ n: number }>(waiting))[0]?.n,
        (n) => n === 2,
      );
      await letGo();
      await pausing;
      await paused.ended;
      const left = await shown('again');
      expect(left).toMatchObject({ status: 'paused' });
      expect(left!.reached.number).toBeLessThan(left!.positions);
      const resumed = await hub.xianjie('replay', 'resume', 'again', '--json');
      expect([resumed.exitCode, resumed.json<Replay>().status]).toEqual([0, 'done']);

      const { number: last } = resumed.json<Replay>().reached;
      const sent = await witness.messages([topic]);
      const first = new Map<number, (typeof sent)[number]>();
      for (const message of sent) {
        const before = first.get(numberOf(message));
        if (before) expect([message.key, message.value]).toEqual([before.key, before.value]);
        else first.set(numberOf(message), message);
      }
      expect([...first.keys()].sort((a, b) => a - b)).toEqual(Array.from({ length: last }, (_, index) => index + 1));
      // What was sent and not noted comes again, a page each time.
      expect(sent.length - first.size).toBeLessThanOrEqual(16);
      for (const key of new Set(sent.map((message) => message.key))) {
        const order = [...first.values()].filter((message) => message.key === key).map(numberOf);
        expect(order).toEqual(order.toSorted((a, b) => a - b));
      }
    } finally {
      await witness.close();
    }
  });
});
