import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '@xianjie/testing';
import { dibaoRows, families, registryRows } from './families';
import { Offices } from './offices';
import type { HouseholdFound } from './offices';
import { RunningHub } from './running-hub';

jest.setTimeout(400_000);

// What a stranger finds who starts a hub as the page says it, without naming a province, and gives it files of another one.

const COUNTY = '450221';
const EXITED = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };
const known = families(3, { county: COUNTY });

type Shard = Readonly<{ shard: string; head: number; sealedUpTo: string | null }>;

describe('a hub met from outside', () => {
  let hub: RunningHub;
  let offices: Offices;

  beforeAll(async () => {
    hub = await RunningHub.start({ simulatedClock: false, settings: { XIANJIE_SEAL_SECONDS: '1' } });
    offices = new Offices(hub);
  });
  afterAll(async () => hub?.stop());

  it('names file, row and column of what waits in quarantine, and prints it', async () => {
    const rows = known.flatMap((family) => registryRows(family, EXITED));
    const file = offices.file('poverty', [...rows.slice(1), { ...rows[0], 首次识别时间: '2014-02-30' }]);
    const told = await hub.xianjie('import', '--source', 'poverty', '--as-of', '2016-12-31', file, '--json');
    expect(told.stdout).toMatch(/^quarantined: poverty-1\.csv, row 7, column 首次识别时间 impossible-date: /m);
    const { id, issues } = told.json<{ id: string; issues: readonly unknown[] }>();
    expect(issues).toEqual([expect.objectContaining({ file: 'poverty-1.csv', row: 7, column: '首次识别时间' })]);
    const rejects = await hub.xianjie('import', 'rejects', id);
    expect(rejects.stdout).toContain('poverty-1.csv,,7,首次识别时间,impossible-date');
    await offices.sends(
      'dibao',
      '2016-12-31',
      known.flatMap((family) => dibaoRows(family)),
    );
  });

  it('shows, publishes and seals the households of every province in the log', async () => {
    // By the code of today: they were told under the one before.
    const found = () => hub.call<{ households: readonly HouseholdFound[] }>('/households?division=450206');
    await eventually(
      'the families in the views',
      async () => (await found()).body.households.length,
      (count) => count === 3,
    );
    const shards = async (): Promise<readonly Shard[]> =>
      (await hub.xianjie('verify', '--json')).json<{ shards: readonly Shard[] }>().shards;
    const isSealed = ({ shard, head, sealedUpTo }: Shard): boolean => sealedUpTo === `${shard}:${head}`;
    const sealed = await eventually('both shards sealed', shards, (all) => all.length === 2 && all.every(isSealed));
    expect(sealed.map(({ shard }) => shard)).toEqual(['45', '53']);
  });

  it('shows the lists of all counties, and those of a day; a list goes by its county of today', async () => {
    for (const act of ['build', 'freeze'])
      expect(await hub.xianjie('exit-list', act, '--county', 'all', '--year', '2016')).toMatchObject({ exitCode: 0 });
    const folder = mkdtempSync(join(tmpdir(), 'xianjie 名单 '));
    try {
      const show = ['exit-list', 'show', '--county', 'all', '--year', '2016', '--whole-ids'];
      expect(await hub.xianjie(...show, '--out', folder)).toMatchObject({ exitCode: 0 });
      expect(readdirSync(folder)).toEqual(['XJ-450206-2016-v1.csv']);
      const csv = readFileSync(join(folder, 'XJ-450206-2016-v1.csv'), 'utf8');
      expect(await hub.xianjie('exit-list', 'show', '--county', '450206', '--year', '2016', '--whole-ids')).toMatchObject({
        stdout: csv,
      });
      expect(await hub.xianjie(...show, '--on', '2017-03-20')).toMatchObject({ exitCode: 2, stdout: '' });
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it.each([
    ['a day that does not exist', ['import', '--source', 'dibao', '--as-of', '2016-02-30', __filename], 'asOf: a day such as'],
    ['an id that nobody knows', ['import', 'confirm', 'nope'], 'there is no import nope'],
    ['a household that nobody knows', ['explain', 'h-nope'], 'there is no household h-nope'],
    ['a day that is none', ['explain', 'h-1', '--effective-on', 'soon'], '--effective-on: a day such as'],
    ['a file that is not there', ['score', '--truth', '/nowhere/truth.json'], '/nowhere/truth.json: ENOENT'],
    ['a file of another kind', ['score', '--truth', __filename], '--truth: '],
    [
      'a province of nobody',
      ['generate', '--province', 'hunan', '--scale', '0', '--out', '/nowhere'],
      '--scale: a number above 0',
    ],
    ['a page of none', ['replay', '--to', '53:1', '--into', 'none', '--page', '0'], '--page: a whole number'],
    ['a replay that the page before did not open', ['replay', 'show', 'none'], 'no-such-replay'],
    ['a shard that nobody has', ['verify', '--from', '43:1'], 'there is no shard 43'],
    ['a port that is no number', ['up', '--port', 'http'], '--port: a number'],
  ])('ends with 2 and says what was wrong: %s', async (_, args, said) => {
    const { exitCode, stderr } = await hub.xianjie(...args);
    expect(stderr).toContain(said);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(exitCode).toBe(2);
  });

  it('takes a file by the calls alone, confirms who is gone, and takes it back', async () => {
    type Job = Readonly<{ id: string; state: string; counts: { departures: { held: number } } | null }>;
    const post = async <T>(path: string) => (await hub.call<T>(path, { method: 'POST', body: {} })).body;
    const ended = (id: string) =>
      eventually(
        'the end of the import',
        async () => (await hub.call<Job>(`/imports/${id}`)).body,
        ({ state }) => state === 'done',
      );
    const { id } = await post<Job>('/imports?source=poverty&asOf=2017-01-31');
    const only = readFileSync(offices.file('poverty', registryRows(known[0], EXITED)));
    await hub.call(`/imports/${id}/files?name=one.csv`, { method: 'PUT', body: only });
    await post(`/imports/${id}/start`);
    expect((await ended(id)).counts?.departures.held).toBe(2);
    expect(await post(`/imports/${id}/confirm`)).toMatchObject({ released: 2 });
    await ended(id);
    // Each that left, and what it no longer has in common with its case.
    expect(await post(`/imports/${id}/undo`)).toMatchObject({ state: 'undone', retracted: expect.any(Number) });
    expect((await hub.call<Job>(`/imports/${id}/undo`, { method: 'POST', body: {} })).status).toBe(409);
  });

  it('refuses a second hub over its folder, and a port that is taken, at once', async () => {
    const { port } = new URL(hub.addresses.registry);
    expect(await hub.xianjie('up')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('a hub runs over') as string });
    const other = mkdtempSync(join(tmpdir(), 'xianjie-other-'));
    const taken = await hub.xianjie('up', '--data', other, '--port', port);
    rmSync(other, { recursive: true });
    expect(taken).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(`127.0.0.1:${port} already`) as string });
  });
});
