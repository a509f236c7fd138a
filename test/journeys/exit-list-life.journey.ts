import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Sm2Signer, newSm2Key } from '@xianjie/documents';
import { projectRoot } from '@xianjie/infrastructure';
import { eventually } from '@xianjie/testing';
import { Pool } from 'pg';
import { aFamily, dibaoRows, registryRows } from './families';
import { Offices } from './offices';
import { RunningHub } from './running-hub';

jest.setTimeout(300_000);

const VERIFIER = join(projectRoot(), 'bin', 'xianjie-verifier.mjs');
const COUNTY = '530124';
const YEAR = 2016;
const exited = aFamily({ county: COUNTY, no: 1 });
const planned = aFamily({ county: COUNTY, no: 2, size: 3 });
const civilAffairs = Sm2Signer.fromPem(newSm2Key());

type Version = Readonly<{
  version: number;
  stage: string;
  root: string;
  counts: Readonly<{ exitedLines: number; plannedLines: number }>;
}>;
type Item = Readonly<{ itemId: string; caseKey: string | null; township: string; outcome: string | null }>;
type Summary = Readonly<{ stage: string; versions: readonly Version[]; list: Readonly<{ items: readonly Item[] }> }>;
type ToSign = Readonly<{ statement: string; seal: Readonly<{ day: string; position: string; link: string }> }>;

describe('the whole life of a March list, call by call', () => {
  let hub: RunningHub;
  let offices: Offices;

  const act = (name: string, body: object = {}) => offices.act(COUNTY, YEAR, name, { on: '2017-03-20', ...body });
  const refuses = async (because: string, name: string, body: object = {}): Promise<void> => {
    const { status, body: problem } = await act(name, body);
    expect({ act: name, status, code: problem.code }).toEqual({ act: name, status: 409, code: because });
  };
  const does = async (name: string, body: object = {}): Promise<object> => {
    const { status, body: answer } = await act(name, body);
    expect({ act: name, status, code: answer.code }).toEqual({ act: name, status: 200, code: undefined });
    return answer;
  };
  const summary = async (): Promise<Summary> => (await hub.call<Summary>(`/exit-lists/${COUNTY}/${YEAR}`)).body;
  const asked = async <Row extends object>(sql: string): Promise<Row[]> => {
    const pool = new Pool({ connectionString: hub.addresses.databaseUrl });
    return (await pool.query<Row>(sql).finally(() => pool.end())).rows;
  };
  /** The clock is to jump: a seal that is being made would be of the day before, and written on the next. */
  const sealed = (): Promise<unknown> =>
    eventually(
      'the head to be sealed',
      () => asked('select from log.heads where number > coalesce((select max(number) from messaging.seals), 0)'),
      (unsealed) => unsealed.length === 0,
    );
  const later = async (day: string): Promise<void> => {
    await sealed();
    await offices.itIs(day);
  };
  const acknowledgement = async (on: string) => {
    await later(on);
    const { body } = await eventually(
      'a seal of the day',
      () => hub.call<ToSign>(`/exit-lists/${COUNTY}/${YEAR}/acknowledgement?on=${on}`),
      ({ status }) => status === 200,
    );
    const [{ version, root, counts }] = (await summary()).versions as [Version];
    const signature = await civilAffairs.sign(Buffer.from(body.statement, 'base64'));
    return { on, version, root, lines: counts.exitedLines + counts.plannedLines, seal: body.seal, signature, by: 'u-civil' };
  };

  beforeAll(async () => {
    hub = await RunningHub.start({ settings: { XIANJIE_SEAL_SECONDS: '1' } });
    offices = new Offices(hub);
    const exit = { 脱贫属性: '已脱贫(享受政策)', 计划脱贫年度: '2016', 脱贫年度: '2016', 脱贫日期: '2016-11-15' };
    const rows = [...registryRows(exited, exit), ...registryRows(planned, { 脱贫属性: '预脱贫', 计划脱贫年度: '2016' })];
    await offices.sends('poverty', '2016-12-31', rows);
    await offices.sends('dibao', '2017-01-05', dibaoRows(exited));
    await offices.itIs('2017-03-20');
    const keys = join(hub.dir, 'offices');
    mkdirSync(keys, { recursive: true });
    writeFileSync(join(keys, `${COUNTY}.pem`), civilAffairs.publicKeyPem);
  });
  afterAll(() => hub?.stop());

  it('is opened and checked only when the year is over, and nothing comes before that', async () => {
    for (const name of ['freeze', 'sign', 'deliver', 'dispatch', 'close']) await refuses('not-open', name);
    await refuses('year-not-over', 'build', { on: '2016-12-31' });
    expect(await act('build', { on: '2999-01-01' })).toMatchObject({ status: 422, body: { code: 'day-in-the-future' } });
    expect((await hub.call(`/exit-lists/${COUNTY}/${YEAR}`)).status).toBe(404);
    await does('build');
    expect((await summary()).stage).toBe('CHECKED');
  });

  it('is frozen, then signed, then delivered; no step is skipped or taken twice', async () => {
    await refuses('nothing-to-sign', 'sign');
    await refuses('nothing-to-deliver', 'deliver');
    for (const name of ['sign', 'deliver', 'dispatch']) await refuses('no-such-version', name, { version: 1 });
    await does('freeze');
    const [{ counts, stage }] = (await summary()).versions as [Version];
    expect({ counts, stage }).toMatchObject({ stage: 'FROZEN', counts: { exitedLines: 2, plannedLines: 3 } });
    await refuses('not-signed', 'deliver');
    await does('sign');
    for (const body of [{}, { version: 1 }]) await refuses('already-signed', 'sign', body);
    await refuses('not-acknowledged', 'dispatch');
    await does('deliver');
    await refuses('already-delivered', 'deliver');
    await refuses('not-acknowledged', 'close');
  });

  it('is delivered in a folder that openssl alone verifies: the signature, the root, every line', () => {
    const folder = join(hub.dir, 'delivered', String(YEAR), COUNTY, 'v1', COUNTY);
    const name = `XJ-${COUNTY}-${YEAR}-v1`;
    expect(readdirSync(folder).sort()).toEqual([
      ...[
        `${name}.csv`,
        `${name}.pdf`,
        `${name}.xlsx`,
        'hashes.txt',
        'proofs.csv',
        'public-key.pem',
        'statement.json',
        'statement.sig',
      ],
    ]);
    const openssl = (...args: string[]): string =>
      execFileSync('openssl', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
    const verify = (statement: string): string =>
      openssl(
        ...['dgst', '-sm3', '-verify', 'public-key.pem', '-signature', 'statement.sig'],
        ...['-sigopt', 'distid:1234567812345678', statement],
      );
    expect(verify('statement.json')).toContain('Verified OK');
    const statement = readFileSync(join(folder, 'statement.json'), 'utf8');
    expect(openssl('dgst', '-sm3', '-r', 'hashes.txt')).toContain((JSON.parse(statement) as { root: string }).root);
    writeFileSync(join(hub.dir, 'forged.json'), statement.replace('"version":1', '"version":2'));
    expect(() => verify(join(hub.dir, 'forged.json'))).toThrow();
    expect(
      readFileSync(join(folder, `${name}.pdf`))
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
  });

  it('is taken over only under the office’s own key, over the root and the lines that were sent', async () => {
    const asked = await acknowledgement('2017-03-27');
    const stranger = await Sm2Signer.fromPem(newSm2Key()).sign(Buffer.from('{}'));
    await refuses('unknown-office-key', 'acknowledge', { ...asked, signature: stranger });
    await refuses('unknown-seal', 'acknowledge', { ...asked, seal: { ...asked.seal, link: 'ab'.repeat(32) } });
    await refuses('root-differs', 'acknowledge', { ...asked, root: 'ff'.repeat(32) });
    await refuses('count-differs', 'acknowledge', { ...asked, lines: asked.lines - 1 });
    await refuses('signature-invalid', 'acknowledge', { ...asked, signature: await civilAffairs.sign(Buffer.from('{}')) });
    await does('acknowledge', asked);
    await refuses('already-acknowledged', 'acknowledge', asked);
    await refuses('already-acknowledged', 'reject', { version: 1, reason: '人数不符' });
  });

  it('goes to the townships once, a task for each case and for each household without one', async () => {
    await refuses('not-dispatched', 'close');
    await later('2017-04-01');
    await does('dispatch', { on: '2017-04-01' });
    await refuses('already-dispatched', 'dispatch');
    expect((await summary()).list.items).toMatchObject([
      { itemId: '1-0001', caseKey: expect.stringContaining(exited.低保证号), township: '530124101' },
      { itemId: '1-0002', caseKey: null, township: '530124101' },
    ]);
  });

  it('is closed once every task has an outcome with its reason', async () => {
    const settle = { on: '2017-05-02', by: 'u-town' };
    await later('2017-05-04');
    expect(await act('items/1-0001/outcome', { ...settle, outcome: 'KEPT', reason: ' ' })).toMatchObject({ status: 400 });
    await refuses('no-such-item', 'items/1-0009/outcome', { ...settle, outcome: 'KEPT', reason: '复核' });
    await refuses('outcome-not-for-this-item', 'items/1-0001/outcome', { ...settle, outcome: 'ENROLLED', reason: '复核' });
    await does('items/1-0001/outcome', { ...settle, outcome: 'KEPT', reason: '复核后仍符合条件' });
    await refuses('item-already-closed', 'items/1-0001/outcome', { ...settle, outcome: 'WITHDRAWN', reason: '复核' });
    await refuses('items-open', 'close', { on: '2017-05-03' });
    await does('items/1-0002/outcome', { ...settle, outcome: 'ENROLLED', reason: '已纳入低保' });
    expect(await does('close', { on: '2017-05-03' })).toMatchObject({ state: 'CLOSED' });
    await refuses('already-closed', 'close', { on: '2017-05-04' });
    expect((await summary()).stage).toBe('CLOSED');
  });

  it('stands in the sealed history, as the stand-alone verifier finds from the topics, the seals and public keys alone', async () => {
    const folder = join(hub.dir, 'delivered', String(YEAR), COUNTY, 'v1', COUNTY);
    let dumps = 0;
    const dumped = async (): Promise<string> => {
      const out = join(hub.dir, `dump-${(dumps += 1)}`);
      expect(await hub.xianjie('dump-topics', '--out', out)).toMatchObject({ exitCode: 0 });
      return out;
    };
    const verified = (dump: string, ...args: readonly string[]) => {
      const key = ['--key', join(folder, 'public-key.pem')];
      const office = ['--civil-affairs', join(hub.dir, 'offices', `${COUNTY}.pem`)];
      const given = [...key, ...office, '--seals', join(dump, 'seals'), '--events', join(dump, 'events')];
      const { status, stdout, stderr } = spawnSync(process.execPath, [VERIFIER, ...given, ...args], { encoding: 'utf8' });
      return { exitCode: status, said: `${stdout}${stderr}` };
    };
    const dump = await eventually(
      'a dump that the newest seal covers',
      dumped,
      (out) => verified(out).said.includes('is what was sealed') && !verified(out).said.includes('not sealed yet'),
      { withinMs: 60_000, everyMs: 1_000 },
    );
    const whole = verified(dump, '--list', folder);
    expect(`${whole.exitCode} ${whole.said}`).toMatch(
      /^0 XJ-530124-2016 version 1: 5 lines hold, frozen at 53:\d+; acknowledged at 53:\d+ over the seal of 53:\d+/,
    );
    // The seal file alone, which the operator keeps on another disk, does as well.
    expect(verified(dump, '--list', folder, '--seals', join(hub.dir, 'seals', '53.jsonl'))).toMatchObject({ exitCode: 0 });

    const forged = join(hub.dir, 'forged-list');
    cpSync(folder, forged, { recursive: true });
    const csv = join(forged, `XJ-${COUNTY}-${YEAR}-v1.csv`);
    writeFileSync(csv, readFileSync(csv, 'utf8').replace('2016-11-15', '2016-11-16'));
    const line = verified(dump, '--list', forged);
    expect(line).toMatchObject({ exitCode: 1, said: expect.stringMatching(/line \d is not what was signed/) });
    const stranger = join(hub.dir, 'stranger.pem');
    writeFileSync(stranger, Sm2Signer.fromPem(newSm2Key()).publicKeyPem);
    const args = ['--key', stranger, '--civil-affairs', stranger, '--list', folder];
    const strange = spawnSync(process.execPath, [
      VERIFIER,
      ...args,
      '--seals',
      join(dump, 'seals'),
      '--events',
      join(dump, 'events'),
    ]);
    expect(strange.status).toBe(1);

    const events = join(
      dump,
      'events',
      readdirSync(join(dump, 'events')).find((name) => name.includes('exit-list'))!,
    );
    const [first, ...rest] = readFileSync(events, 'utf8').split('\n') as [string, ...string[]];
    const message = JSON.parse(first) as { headers: Record<string, string> };
    message.headers.ce_source = 'official:somebody-else';
    writeFileSync(events, [JSON.stringify(message), ...rest].join('\n'));
    const position = message.headers.xianjie_position;
    expect(verified(dump)).toMatchObject({ exitCode: 1, said: expect.stringContaining(`${position}: altered`) });
  });

  it('is found out by verify when somebody with the database alters it', async () => {
    expect(await hub.xianjie('verify')).toMatchObject({ exitCode: 0 });
    const [{ number } = { number: '' }] = await asked<{ number: string }>(
      `select number from log.events where type = 'exit-list.signed'`,
    );
    await asked(`update log.events set source = 'official:somebody-else' where number = ${number}`);
    const found = await hub.xianjie('verify', '--json');
    expect(found).toMatchObject({ exitCode: 1 });
    expect(found.json()).toMatchObject({ shards: [{ firstBad: `53:${number}`, because: 'chain-broken' }], intact: false });
  });
});
