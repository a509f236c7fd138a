import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '@xianjie/testing';
import { dibaoRows, families, registryRows } from '../journeys/families';
import { Offices } from '../journeys/offices';
import type { Imported } from '../journeys/offices';
import { RunningHub } from '../journeys/running-hub';
import type { CommandResult } from '../journeys/running-hub';
import { Witness } from './witness';

jest.setTimeout(400_000);

const HOUSEHOLDS = 2_000;
const AS_OF = '2016-12-31';
const LOOK_MS = 5;
const EXITED = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };

type Counts = Omit<Imported, 'id'>;

/** Every fault meets the import of another county with the same families, so that each has the same counts to come to. */
describe('a hub of which one part is killed in the middle of the work', () => {
  let hub: RunningHub;
  let offices: Offices;
  let witness: Witness;
  let undisturbed: Counts;
  let events: Readonly<Record<string, number>>;

  const rowsOf = (county: string) => families(HOUSEHOLDS, { county }).flatMap((family) => registryRows(family, EXITED));
  const sending = (county: string): Promise<CommandResult> =>
    offices.importing('poverty', AS_OF, offices.file('poverty', rowsOf(county)));
  const countsOf = (done: CommandResult): Counts => {
    expect({ exitCode: done.exitCode, said: done.stderr }).toMatchObject({ exitCode: 0 });
    const { id: _, ...counts } = done.json<Imported>();
    return counts;
  };
  const expectAsUndisturbed = async (sent: Promise<CommandResult>, county: string): Promise<void> => {
    expect(countsOf(await sent)).toEqual(undisturbed);
    expect(await witness.eventTypesOf(county)).toEqual(events);
  };
  const kill = (app: string): number => {
    const pid = hub.addresses.processes[app] as number;
    process.kill(pid, 'SIGKILL');
    return pid;
  };
  const back = (app: string, killed: number): Promise<number> =>
    eventually(
      `${app} to be started again`,
      async () => hub.addresses.processes[app] ?? 0,
      (pid) => pid !== 0 && pid !== killed,
    );

  beforeAll(async () => {
    hub = await RunningHub.start({ settings: { XIANJIE_LEASE_MS: '3000' } });
    offices = new Offices(hub);
    witness = new Witness(hub);
    await offices.itIs(AS_OF);
    undisturbed = countsOf(await sending('530124'));
    events = await witness.eventTypesOf('530124');
    await witness.settled();
  });
  afterAll(async () => {
    await witness?.close();
    await hub?.stop();
  });

  it('is right when nothing happens', async () => {
    expect(undisturbed).toMatchObject({ read: 2 * HOUSEHOLDS, accepted: 2 * HOUSEHOLDS, quarantined: 0, waiting: 0 });
    expect(undisturbed.events).toBe(Object.values(events).reduce((sum, count) => sum + count, 0));
    expect(await witness.agreement()).toMatchObject({ households: HOUSEHOLDS, repeated: [] });
  });

  it('loses and doubles nothing when intake is killed in the middle of a file', async () => {
    const sent = sending('530125');
    const inside = (progress: Awaited<ReturnType<Witness['import']>>): boolean =>
      progress?.state === 'applying' && progress.told > 0;
    await eventually('the middle of the file', () => witness.import(), inside, { everyMs: LOOK_MS });
    const killed = kill('intake');
    const at = (await witness.import())!;
    expect(at.state).toBe('applying');
    expect(at.told).toBeGreaterThan(0);
    expect(at.told).toBeLessThan(at.all);
    expect(at.all).toBe(HOUSEHOLDS);
    await back('intake', killed);
    await expectAsUndisturbed(sent, '530125');
    expect(await witness.import()).toMatchObject({ id: at.id, state: 'done' });
    expect(await witness.agreement()).toMatchObject({ households: 2 * HOUSEHOLDS, repeated: [] });
  });

  it('publishes every position when the publisher is killed in the middle of the stream', async () => {
    const before = await witness.published();
    expect(before).toBe(await witness.head());
    const sent = sending('530126');
    await eventually(
      'the middle of the stream',
      () => witness.published(),
      (number) => number > before,
      { everyMs: LOOK_MS },
    );
    const killed = kill('publisher');
    const at = await witness.published();
    await back('publisher', killed);
    await expectAsUndisturbed(sent, '530126');
    const { households, repeated } = await witness.agreement();
    expect(households).toBe(3 * HOUSEHOLDS);
    expect(at).toBeGreaterThan(before);
    expect(at).toBeLessThan(await witness.head());
    // A page of which nobody noted that it was sent may be there twice, and nothing else.
    expect(repeated.filter((number) => number <= at)).toEqual([]);
  });

  it('keeps the views right when the projector is killed in the middle of the stream', async () => {
    const sent = sending('530127');
    await eventually(
      'the middle of the stream',
      () => witness.viewedOf('530127'),
      (seen) => seen > 0,
      { everyMs: LOOK_MS },
    );
    const killed = kill('projector');
    const at = await witness.viewedOf('530127');
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(HOUSEHOLDS);
    await back('projector', killed);
    await expectAsUndisturbed(sent, '530127');
    expect(await witness.agreement()).toMatchObject({ households: 4 * HOUSEHOLDS, repeated: [] });
    expect(await witness.viewedOf('530127')).toBe(HOUSEHOLDS);
  });

  it('goes on taking files when the broker is killed, and publishes them when it is back', async () => {
    const before = await witness.published();
    const sent = sending('530128');
    await eventually(
      'the middle of the stream',
      () => witness.published(),
      (number) => number > before,
      { everyMs: LOOK_MS },
    );
    const [broker] = readFileSync(join(hub.dir, 'parts', 'kafka', 'pid'), 'utf8').split(' ');
    process.kill(Number(broker), 'SIGKILL');
    const at = await witness.published();
    await expectAsUndisturbed(sent, '530128');
    const { households, repeated } = await witness.agreement();
    expect(hub.said).toContain('kafka is back');
    expect(households).toBe(5 * HOUSEHOLDS);
    expect(at).toBeGreaterThan(before);
    expect(at).toBeLessThan(await witness.head());
    expect(repeated.filter((number) => number <= at)).toEqual([]);
  });

  it('then takes the next file as if nothing had been', async () => {
    const rows = families(HOUSEHOLDS, { county: '530128' })
      .slice(0, 50)
      .flatMap((family) => dibaoRows(family));
    expect(await offices.sends('dibao', '2017-01-05', rows)).toMatchObject({ read: 100, accepted: 100 });
    expect(await witness.agreement()).toMatchObject({ households: 5 * HOUSEHOLDS });
    expect(await hub.xianjie('verify')).toMatchObject({ exitCode: 0 });
  });
});
