import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { aFamily, dibaoRows, registryRows } from './families';
import type { Family } from './families';
import { Offices } from './offices';
import { RunningHub } from './running-hub';
import type { CommandResult } from './running-hub';

jest.setTimeout(300_000);

const COUNTY = '530124';
const YEAR = 2016;
const families = [1, 2, 3].map((no) => aFamily({ county: COUNTY, no }));
const [corrected, altered] = families as [Family, Family];
const EXITED = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };

describe('an exit that is corrected after the freeze', () => {
  let hub: RunningHub;
  let offices: Offices;
  let client: Client;
  let frozen: Buffer;

  const regenerate = async (version: number): Promise<CommandResult & { bytes: Buffer }> => {
    const out = join(hub.dir, `regenerated-${version}.csv`);
    const args = ['--county', COUNTY, '--year', String(YEAR), '--version', String(version), '--out', out, '--json'];
    const done = await hub.xianjie('exit-list', 'regenerate', ...args);
    return { ...done, bytes: readFileSync(out) };
  };
  const expectAsFrozen = async (): Promise<void> => {
    const again = await regenerate(1);
    expect(again.exitCode).toBe(0);
    expect(again.bytes.equals(frozen)).toBe(true);
    expect(await regenerate(2)).toMatchObject({ exitCode: 0 });
  };

  beforeAll(async () => {
    hub = await RunningHub.start();
    offices = new Offices(hub);
    client = new Client({ connectionString: hub.addresses.databaseUrl });
    await client.connect();
    await offices.sends(
      'poverty',
      '2016-12-31',
      families.flatMap((family) => registryRows(family, EXITED)),
    );
    await offices.sends(
      'dibao',
      '2017-01-05',
      families.flatMap((family) => dibaoRows(family)),
    );
    await offices.acts(COUNTY, YEAR, '2017-03-20', 'build', 'freeze', 'sign', 'deliver');
    frozen = readFileSync(join(hub.dir, 'delivered', String(YEAR), COUNTY, 'v1', COUNTY, `XJ-${COUNTY}-${YEAR}-v1.csv`));
  });
  afterAll(async () => {
    await client?.end();
    await hub?.stop();
  });

  it('makes a supplement that takes the household back', async () => {
    expect(frozen.toString().trimEnd().split('\n')).toHaveLength(1 + 6);
    const back = { 脱贫属性: '预脱贫', 计划脱贫年度: '2016' };
    const rows = families.flatMap((family) => registryRows(family, family === corrected ? back : EXITED));
    expect(await offices.sends('poverty', '2017-04-20', rows)).toMatchObject({ read: 6, accepted: 2, unchanged: 4 });
    await offices.acts(COUNTY, YEAR, '2017-05-10', 'build', 'freeze', 'sign', 'deliver');
    const told = (await offices.list(COUNTY, YEAR, 2)).map((row) => [row['户编号'], row['部分'], row['变动'], row['脱贫日期']]);
    // It had been planned for the year: out of section 1, into section 2.
    expect(told).toEqual([
      ...[1, 2].map(() => [corrected.户编号, '1', '撤回', '2016-11-15']),
      ...[1, 2].map(() => [corrected.户编号, '2', '新增', '']),
    ]);
  });

  it('leaves version 1 as it was, byte for byte', expectAsFrozen);

  it('also with the recorded lines deleted', async () => {
    const { rowCount } = await client.query('delete from casework.exit_list_lines');
    expect(rowCount).toBeGreaterThan(0);
    await expectAsFrozen();
  });

  it('also after the views were rebuilt', async () => {
    expect(await hub.xianjie('rebuild', 'household')).toMatchObject({ exitCode: 0 });
    await expectAsFrozen();
  });

  it('but not with a fact altered before the freeze: regenerate names the line, verify the position', async () => {
    expect(await hub.xianjie('verify')).toMatchObject({ exitCode: 0 });
    const { id } = await offices.household(altered.户编号);
    // What a quiet hand would change: a day in the Avro body, of the same length.
    const { rows } = await client.query<{ number: string }>(
      `update log.events set body = replace(encode(body, 'escape'), '2016-11-15', '2016-11-25')::bytea
       where stream = $1 and type = 'household.poverty-exited' returning number`,
      [id],
    );
    expect(rows).toHaveLength(1);
    const again = await regenerate(1);
    expect(again.exitCode).toBe(1);
    const line = frozen
      .toString()
      .split('\n')
      .findIndex((one) => one.includes(altered.户编号));
    expect(again.json()).toMatchObject({ identical: false, firstDifference: { line, householdId: id } });
    const verified = await hub.xianjie('verify', '--json');
    expect(verified.exitCode).toBe(1);
    expect(verified.json()).toMatchObject({ intact: false, shards: [{ firstBad: `53:${rows[0]?.number}` }] });
  });
});
