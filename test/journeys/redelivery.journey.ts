import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { families, dibaoRows, registryRows } from './families';
import type { Family } from './families';
import { Offices } from './offices';
import { RunningHub } from './running-hub';
import { eventually } from '@xianjie/testing';
import { Witness } from '../faults/witness';

jest.setTimeout(400_000);

const COUNTY = '530124';
const HOUSEHOLDS = 300;
const EXITED = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };
const known = families(HOUSEHOLDS, { county: COUNTY });

const registryReport = (family: Family, perCapitaNetIncomeFen: number) => ({
  ...{ system: 'registry', asOf: '2016-12-31', division: family.village, registryNo: family.户编号 },
  headName: family.members[0]?.姓名,
  members: family.members.map((member) => ({
    ...{ memberNo: member.人编号, name: member.姓名, idNo: member.证件号码, sex: member.性别, relation: member.与户主关系 },
  })),
  attributes: { perCapitaNetIncomeFen },
  ...{ identifiedOn: '2014-03-01', status: 'POOR', plannedYear: null },
});

describe('a topic that is delivered again from its beginning', () => {
  let hub: RunningHub;
  let offices: Offices;
  let witness: Witness;
  let digests: Readonly<Record<string, string>>;
  let ends: number;

  const offsets = async (): Promise<number> =>
    Number((await witness.ask<{ n: string }>('select coalesce(sum(next_offset), 0) as n from views.offsets'))[0]?.n);
  /** The projector ends in order, so that its group does not wait for a session to run out, and begins at offset 0. */
  const fromTheBeginning = async (meanwhile: () => Promise<unknown>): Promise<void> => {
    const pid = hub.addresses.processes['projector'] as number;
    process.kill(pid, 'SIGSTOP');
    await witness.ask('update views.offsets set next_offset = 0');
    expect(await offsets()).toBe(0);
    await meanwhile();
    process.kill(pid, 'SIGTERM');
    process.kill(pid, 'SIGCONT');
    await eventually(
      'the projector to start again',
      async () => hub.addresses.processes['projector'],
      (now) => now !== pid && !!now,
    );
    await eventually('every message to be consumed again', offsets, (next) => next === ends, { withinMs: 120_000 });
  };

  beforeAll(async () => {
    hub = await RunningHub.start();
    offices = new Offices(hub);
    witness = new Witness(hub);
    await offices.sends(
      'poverty',
      '2016-03-31',
      known.flatMap((family) => registryRows(family, { 脱贫属性: '预脱贫', 计划脱贫年度: '2016' })),
    );
    await offices.sends(
      'dibao',
      '2016-04-05',
      known.slice(0, 200).flatMap((family) => dibaoRows(family)),
    );
    // Some families leave poverty, some are no longer listed: what is redelivered is older than what the views hold.
    await offices.sends(
      'poverty',
      '2016-12-31',
      known.slice(0, 298).flatMap((family, index) => registryRows(family, index % 2 ? EXITED : {})),
    );
    await witness.settled();
    digests = await witness.viewDigests();
    ends = await offsets();
  });
  afterAll(async () => {
    await witness?.close();
    await hub?.stop();
  });

  it('has more than one version of each household', async () => {
    const messages = await witness.messages(['xianjie.household.events']);
    expect(messages).toHaveLength(ends);
    expect(messages.length).toBeGreaterThan(2 * HOUSEHOLDS);
    expect(digests['household']).toMatch(`${HOUSEHOLDS}:`);
  });

  it('changes nothing in views that already hold it', async () => {
    await fromTheBeginning(async () => undefined);
    expect(await witness.viewDigests()).toEqual(digests);
    await witness.agreement();
  });

  it('makes the same views again from nothing', async () => {
    await fromTheBeginning(async () => {
      await witness.ask('truncate views.household, views.poverty_registry, views.dibao_registry, views.person_span');
      // What the comparison below relies on: a view that lacks something is found.
      expect(await hub.xianjie('rebuild', 'household', '--check')).toMatchObject({ exitCode: 1 });
    });
    expect(await witness.viewDigests()).toEqual(digests);
    await witness.agreement();
  });

  it('is refused nothing while the broker is down, but while nobody can seal; and taken again by itself (S-19)', async () => {
    const [family] = families(HOUSEHOLDS + 1, { county: COUNTY }).slice(-1) as [Family];
    let income = 200_000;
    const report = (key: string) =>
      hub.call<{ code?: string; reports?: readonly { status: string }[] }>('/reports', {
        method: 'POST',
        headers: { 'idempotency-key': key },
        body: [registryReport(family, (income += 100))],
      });
    const age = async (): Promise<number> =>
      (await witness.ask<{ s: number }>('select extract(epoch from now() - worked_at)::float8 as s from messaging.sealing'))[0]
        ?.s ?? 0;
    /** As if an hour had gone by; whoever can seal says so in the next round. */
    const anHourLater = () => witness.ask("update messaging.sealing set worked_at = now() - interval '1 hour'");
    const isNoted = (seconds: number): boolean => seconds < 60;
    const broker = Number(readFileSync(join(hub.dir, 'parts', 'kafka', 'pid'), 'utf8').split(' ')[0]);
    process.kill(broker, 'SIGSTOP');
    try {
      expect(await report('broker-1')).toMatchObject({ status: 200, body: { reports: [{ status: 'accepted' }] } });
      await anHourLater();
      await eventually('sealing to be noted without a broker', age, isNoted);
      await eventually(
        'reports to be taken without a broker',
        () => report('broker-2'),
        ({ status }) => status === 200,
      );
    } finally {
      process.kill(broker, 'SIGCONT');
    }

    const seals = join(hub.dir, 'seals');
    renameSync(seals, `${seals}.away`);
    // A file where the folder should be: as good as a full disk.
    writeFileSync(seals, '');
    expect((await report('unsealed')).status).toBe(200);
    await eventually('sealing to stand still', age, (seconds) => seconds > 8);
    await anHourLater();
    await eventually(
      'the door to close',
      () => report('closing'),
      ({ status, body }) => status === 503 && body.code === 'sealing-overdue',
    );
    expect(await report('closed')).toMatchObject({ status: 503, body: { code: 'sealing-overdue' } });
    expect(await witness.ask("select from log.events where command_id = 'report:closed#1'")).toEqual([]);
    expect(await age()).toBeGreaterThan(3_500);
    rmSync(seals);
    renameSync(`${seals}.away`, seals);
    const open = await eventually(
      'the door to open',
      () => report('closed'),
      ({ status }) => status === 200,
    );
    expect(open.body.reports).toMatchObject([{ status: 'accepted' }]);
    await witness.agreement();
  });
});
