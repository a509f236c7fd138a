import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { projectRoot } from '@xianjie/infrastructure';
import { eventually } from '@xianjie/testing';
import { Client } from 'pg';
import { aFamily, dibaoRows, registryRows } from './families';
import { Offices } from './offices';
import { RunningHub } from './running-hub';

jest.setTimeout(300_000);

const COUNTY = '530124';
const families = Array.from({ length: 12 }, (_, at) => aFamily({ county: COUNTY, no: at + 1, size: 2 }));

type Replay = Readonly<{ status: string; households: number; events: number; positions: number }>;
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

  /** From its third page on, a replay waits for the lock 42, which this connection holds. */
  const holdUp = () =>
    database.query(`
      select pg_advisory_lock(42);
      create function replays.wait() returns trigger language plpgsql as
        'begin if old.households >= 4 then perform pg_advisory_xact_lock_shared(42); end if; return new; end';
      create trigger wait before update on replays.replays for each row execute function replays.wait()`);
  /** Its server process waits for the lock still; only then does it find that nobody is there any more. */
  const letGo = async () => {
    await database.query('select pg_advisory_unlock(42)');
    await database.query('drop trigger wait on replays.replays');
  };

  it('whose replay survives a kill -9 in the middle', async () => {
    await holdUp();
    const child = spawn(
      process.execPath,
      [join(projectRoot(), 'bin', 'xianjie.js'), 'replay', '--into', 'killed', '--page', '2'],
      {
        env: { ...process.env, XIANJIE_DATABASE_URL: hub.addresses.databaseUrl, XIANJIE_DATA_DIR: hub.dir },
        stdio: 'ignore',
      },
    );
    const ended = new Promise<void>((done) => child.once('exit', () => done()));
    // Until it has been opened the command says so, and no JSON.
    const show = async () => {
      const said = await hub.xianjie('replay', 'show', 'killed', '--json');
      return said.exitCode === 0 ? said.json<Replay>() : null;
    };
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
  });
});
