import 'reflect-metadata';
import { existsSync, mkdtempSync, readdirSync, readlinkSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { EventLog } from '@xianjie/log';
import { Imports } from '@xianjie/sources';
import type { Import } from '@xianjie/sources';
import {
  DIBAO_COLUMNS,
  REGISTRY_COLUMNS,
  aDibaoRow,
  aRegistryRow,
  createHubDatabase,
  eventually,
  syntheticIdNo,
  toCsv,
} from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import ExcelJS from 'exceljs';
import { Pool } from 'pg';
import pino from 'pino';
import { readConfig } from './config';
import { createIntake } from './intake-app';
import { Rejects } from './rejects';

const idOf = (serial: number, birth = '1990-01-01') => syntheticIdNo({ division: '451422', birth, sex: '男', serial });

/** What the answers that are looked into hold; each has some of it. */
type Body = Readonly<{
  id: string;
  state: string;
  counts: Readonly<Record<string, number>>;
  problem: Readonly<{ code: string; message: string }>;
  code: string;
  detail: string;
  reports: readonly Readonly<{
    status: string;
    code: string;
    household: string;
    fields: readonly Readonly<{ field: string }>[];
  }>[];
}>;
type Answer = Readonly<{ status: number; body: Body }>;

describe('intake, asked over HTTP', () => {
  const logger = pino({ level: 'fatal' });
  let database: TestDatabase;
  let folder: string;
  let app: NestExpressApplication;
  let url: string;
  let environment: NodeJS.ProcessEnv;

  beforeAll(async () => {
    database = await createHubDatabase();
    folder = mkdtempSync(join(tmpdir(), 'xianjie-intake-'));
    writeFileSync(join(folder, 'token'), 'a-token\n');
    environment = {
      XIANJIE_DATABASE_URL: database.url,
      XIANJIE_DATA_DIR: folder,
      XIANJIE_TOKEN_FILE: join(folder, 'token'),
      XIANJIE_PROVINCE: '45',
    };
    app = await createIntake(readConfig(environment), logger);
    await app.listen(0, '127.0.0.1');
    url = await app.getUrl();
  });
  afterAll(async () => {
    const pool = app.get(Pool);
    await app.close();
    await pool.end();
    await database.drop();
    rmSync(folder, { recursive: true });
  });

  const call = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const isBytes = typeof body === 'string' || Buffer.isBuffer(body);
    const response = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: {
        authorization: 'Bearer a-token',
        ...(body === undefined || isBytes ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isBytes ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text };
  };
  const bring = async (query: string, files: Record<string, string | Buffer>) => {
    const { body: opened } = await call('POST', `/imports?${query}`);
    for (const [name, content] of Object.entries(files))
      expect((await call('PUT', `/imports/${opened.id}/files?name=${encodeURIComponent(name)}`, content)).status).toBe(201);
    await call('POST', `/imports/${opened.id}/start`);
    await app.get(Imports).idle();
    return (await call('GET', `/imports/${opened.id}`)).body;
  };
  const head = async () => (await app.get(EventLog).head('45')).number;
  const aReport = (said: object = {}) => ({
    system: 'registry',
    asOf: '2016-12-31',
    division: '451422100001',
    registryNo: '4514220000900',
    members: [{ memberNo: '01', name: '覃阿花', idNo: idOf(77), relation: '户主' }],
    status: 'POOR',
    identifiedOn: '2014-03-01',
    ...said,
  });

  it('records both registries from their files, and nothing when they come again', async () => {
    const registry = toCsv(REGISTRY_COLUMNS, [
      aRegistryRow(),
      aRegistryRow({ 户编号: '4514220000002', 户主姓名: '黄阿贵', 姓名: '黄阿贵', 证件号码: idOf(2) }),
    ]);
    const dibao = toCsv(DIBAO_COLUMNS, [aDibaoRow()]);
    const first = await bring('source=poverty&asOf=2016-12-31', { '花名册.csv': registry });
    expect(first).toMatchObject({ state: 'done', counts: { read: 2, accepted: 2, refused: 0, quarantined: 0, waiting: 0 } });
    const second = await bring('source=dibao&asOf=2016-12-31', { 'dibao.csv': dibao });
    expect(second).toMatchObject({ state: 'done', counts: { read: 1, accepted: 1 } });
    const before = await head();
    expect(before).toBe(first.counts.events + second.counts.events);
    expect(before).toBeGreaterThanOrEqual(3);
    expect(await bring('source=poverty&asOf=2016-12-31', { 'again.csv': registry })).toMatchObject({
      counts: { unchanged: 2, events: 0 },
    });
    expect(await bring('source=dibao&asOf=2017-01-31', { 'again.csv': dibao })).toMatchObject({
      counts: { unchanged: 1, events: 0 },
    });
    expect(await head()).toBe(before);
  });

  it('reads XLSX, in which a number cell cannot be an identifier, and gives rejects back as XLSX', async () => {
    const book = new ExcelJS.Workbook();
    const sheet = book.addWorksheet('宁明县');
    sheet.addRow(['宁明县建档立卡贫困户花名册']);
    sheet.mergeCells(1, 1, 1, 30);
    sheet.addRow([...REGISTRY_COLUMNS]);
    const cells = (said: object) => Object.values({ ...aRegistryRow(), ...said });
    sheet.addRow(
      cells({
        户编号: '4514220000501',
        姓名: '农阿妹',
        户主姓名: '农阿妹',
        证件号码: idOf(51),
        人均纯收入: 2480.5,
        首次识别时间: new Date('2014-03-01'),
      }),
    );
    sheet.addRow(cells({ 户编号: '4514220000502', 证件号码: Number(idOf(52)) }));
    sheet.addRow(['合计', ...Array.from({ length: 28 }, () => null)]);
    book.addWorksheet('说明').addRow(['本表由县扶贫办提供']);
    const done = await bring('source=poverty&asOf=2016-12-31&changes=true', {
      'a.xlsx': Buffer.from(await book.xlsx.writeBuffer()),
    });
    expect(done).toMatchObject({ state: 'done', counts: { read: 2, accepted: 1, quarantined: 1, skipped: 1 } });
    const csv = String((await call('GET', `/imports/${done.id}/rejects`)).body);
    expect(csv.split('\n')[1]).toMatch(/^a\.xlsx,宁明县,4,证件号码,zeroed-identifier,/);
    const answer = await fetch(`${url}/api/v1/imports/${done.id}/rejects?format=xlsx`, {
      headers: { authorization: 'Bearer a-token' },
    });
    const rejects = new ExcelJS.Workbook();
    await rejects.xlsx.load(await answer.arrayBuffer());
    expect(rejects.worksheets[0].getRow(2).getCell(5).value).toBe('zeroed-identifier');
  });

  it('lets go of the kept files when whoever asked for the rejects goes away', async () => {
    const rows = Array.from({ length: 200 }, (_, at) =>
      aRegistryRow({ 户编号: String(4514229900000 + at), 脱贫日期: '2016-02-30', 其他致贫原因: '因病'.repeat(9_000) }),
    );
    const { id } = await bring('source=poverty&asOf=2016-12-31&changes=true', { 'a.csv': toCsv(REGISTRY_COLUMNS, rows) });
    const opened = (): readonly string[] =>
      readdirSync('/proc/self/fd').filter((fd) => {
        try {
          return readlinkSync(join('/proc/self/fd', fd)).startsWith(join(folder, 'sources'));
        } catch {
          return false;
        }
      });
    const gone = new AbortController();
    const headers = { authorization: 'Bearer a-token' };
    const response = await fetch(`${url}/api/v1/imports/${id}/rejects`, { headers, signal: gone.signal });
    expect(response.status).toBe(200);
    await eventually(
      'rows are on their way',
      async () => opened().length,
      (files) => files > 0,
    );
    gone.abort();
    await eventually(
      'the files are closed',
      async () => opened().length,
      (files) => files === 0,
      { withinMs: 5_000 },
    );
  });

  it('makes no book of rejects for somebody who has gone away', async () => {
    const row = aRegistryRow({ 户编号: '4514229900900', 脱贫日期: '2016-02-30' });
    const { id } = await bring('source=poverty&asOf=2016-12-31&changes=true', { 'a.csv': toCsv(REGISTRY_COLUMNS, [row]) });
    const job = (await app.get(Imports).read(id)) as Import;
    const out = new PassThrough();
    const made = app.get(Rejects).xlsx(job, out);
    out.destroy();
    await made;
    const before = new PassThrough().destroy();
    await app.get(Rejects).xlsx(job, before);
  });

  it('wants one name of a file, which people can read', async () => {
    const { body: opened } = await call('POST', '/imports?source=poverty&dryRun=true');
    const put = async (query: string) => {
      const { status, body } = await call('PUT', `/imports/${opened.id}/files?${query}`, 'x');
      return [status, body.code ?? (body as { name?: string }).name];
    };
    for (const query of [
      '',
      'name=',
      'name=a&name=b',
      'name[x]=a',
      'name=a%2F',
      'name=%20',
      'name=a%0Ab',
      'name=a%1B%5B2J',
      `name=${'a'.repeat(201)}`,
    ])
      expect([query, ...(await put(query))]).toEqual([query, 400, 'invalid-request']);
    expect(await put(`name=${encodeURIComponent('C:\\韦\\../花名册.csv')}`)).toEqual([201, '花名册.csv']);
  });

  it('takes a file for as long as it comes, and logs no fault when it breaks off', async () => {
    const { requestTimeout } = app.getHttpServer() as Server;
    expect(requestTimeout).toBeGreaterThan(3_600_000);
    const { body: opened } = await call('POST', '/imports?source=poverty&dryRun=true');
    const failed = jest.spyOn(logger, 'error');
    const gone = new AbortController();
    const half = new ReadableStream({
      start: (to) => to.enqueue(Buffer.alloc(200_000, '1,2,3\n')),
    });
    const sent = fetch(`${url}/api/v1/imports/${opened.id}/files?name=a.csv`, {
      ...{ method: 'PUT', body: half, duplex: 'half', signal: gone.signal, headers: { authorization: 'Bearer a-token' } },
    } as RequestInit);
    const kept = () => (existsSync(join(folder, 'sources', opened.id)) ? readdirSync(join(folder, 'sources', opened.id)) : []);
    await eventually(
      'it is on its way',
      async () => kept().length,
      (files) => files === 1,
    );
    gone.abort();
    await expect(sent).rejects.toThrow('aborted');
    await eventually(
      'nothing is left of it',
      async () => kept().length,
      (files) => files === 0,
    );
    await call('GET', `/imports/${opened.id}`);
    expect(failed).not.toHaveBeenCalled();
    failed.mockRestore();
  });

  it('reads a body of whatever name JSON has', async () => {
    const mapping = JSON.stringify({ mapping: 'columns: {户号: X}' });
    for (const type of ['application/json', 'Application/JSON', 'application/vnd.api+json']) {
      const { body } = await call('POST', '/imports?source=poverty', mapping, { 'content-type': type });
      expect([type, body.code]).toEqual([type, 'unreadable-mapping']);
    }
    expect((await call('POST', '/reports', '{}', { 'content-type': 'application/json; charset=gbk' })).body).toMatchObject({
      ...{ status: 415, code: 'unsupported-media-type' },
    });
  });

  it('reads JSON lines under a mapping file', async () => {
    const { 户编号, ...row } = aRegistryRow({ 户编号: '4514220000601', 证件号码: idOf(61), 姓名: '陆阿公', 户主姓名: '陆阿公' });
    const { 得分: _, ...named } = { 农户编号: 户编号, ...row };
    const { body: opened } = await call('POST', '/imports?source=poverty&asOf=2016-12-31&changes=true', {
      mapping: 'columns:\n  户编号: 农户编号\nwithout: [得分]\n',
    });
    await call('PUT', `/imports/${opened.id}/files?name=a.jsonl`, `${JSON.stringify(named)}\n{"broken\n`);
    await call('POST', `/imports/${opened.id}/start`);
    await app.get(Imports).idle();
    expect((await call('GET', `/imports/${opened.id}`)).body).toMatchObject({
      state: 'done',
      counts: { read: 2, accepted: 1, quarantined: 1 },
    });
    const wrong = await call('POST', '/imports?source=poverty', { mapping: 'columns: {户号: X}' });
    expect(wrong).toMatchObject({ status: 422, body: { code: 'unreadable-mapping' } });
  });

  it('refuses a file whole with the columns it misses, and calls that do not fit', async () => {
    const refused = await bring('source=poverty&asOf=2016-12-31', { 'a.csv': '户编号,人编号,姓名\n1,2,3\n' });
    expect(refused).toMatchObject({ state: 'refused', problem: { file: 'a.csv', row: 1, code: 'wrong-heading' } });
    expect(refused.problem.message).toContain('证件号码');
    expect(await call('POST', `/imports/${refused.id}/start`)).toMatchObject({ status: 409, body: { code: 'import-not-open' } });
    expect(await call('POST', '/imports?source=medical')).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(await call('POST', '/imports?source=dibao&asOf=2999-01-01')).toMatchObject({
      status: 422,
      body: { code: 'as-of-in-the-future' },
    });
    expect((await call('GET', '/imports/018f0000-0000-7000-8000-000000000000')).status).toBe(404);
    expect((await fetch(`${url}/api/v1/imports/x`)).status).toBe(401);
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  it('takes reports one by one or many at once, once for each key', async () => {
    const key = { 'idempotency-key': 'office-7/1' };
    const first = await call('POST', '/reports', aReport(), key);
    expect(first).toMatchObject({ status: 200, body: { reports: [{ status: 'accepted', code: null }] } });
    const before = await head();
    expect((await call('POST', '/reports', aReport(), key)).body).toEqual(first.body);
    expect(await call('POST', '/reports', aReport({ status: 'PLANNED' }), key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    expect((await call('POST', '/reports', aReport())).body.reports[0].status).toBe('unchanged');
    expect(await head()).toBe(before);
    const mixed = await call('POST', '/reports', [
      aReport({ status: 'PLANNED', plannedYear: 2017, asOf: '2017-01-31' }),
      aReport({ registryNo: 'x' }),
      aReport({
        registryNo: '4514220000901',
        identifiedOn: '2016-05-01',
        exitOn: '2015-12-01',
        members: [{ memberNo: '01', name: '甲', idNo: null }],
      }),
      aReport({ registryNo: '4514220000902', division: '999999000000' }),
      // In JSON, which the views are made of, Postgres holds no NUL: one accepted report would stop them all.
      aReport({ exitPath: 'a\u0000b' }),
    ]);
    expect(mixed.body.reports.map(({ status, code }: { status: string; code: string }) => [status, code])).toEqual([
      ['accepted', null],
      ['refused', 'invalid-report'],
      ['refused', 'exit-before-identification'],
      ['refused', 'unknown-county'],
      ['refused', 'invalid-report'],
    ]);
    expect(mixed.body.reports[1].fields[0].field).toBe('registryNo');
    // Also long after, when the household was heard of otherwise since (S-15).
    const between = await head();
    expect((await call('POST', '/reports', aReport(), key)).body).toEqual(first.body);
    expect(await head()).toBe(between);
    // A report that was unchanged once, and would be a change now.
    const unchanged = { 'idempotency-key': 'office-7/2' };
    const [now, then] = [aReport({ asOf: '2017-02-28' }), aReport({ asOf: '2017-03-31', status: 'PLANNED', plannedYear: 2018 })];
    await call('POST', '/reports', now);
    const asBefore = await call('POST', '/reports', now, unchanged);
    expect(asBefore.body.reports).toMatchObject([{ status: 'unchanged', events: 0 }]);
    await call('POST', '/reports', then);
    const later = await head();
    expect((await call('POST', '/reports', now, unchanged)).body).toEqual(asBefore.body);
    expect(await head()).toBe(later);
    expect(
      (
        await call(
          'POST',
          '/reports',
          Array.from({ length: 1001 }, () => aReport()),
        )
      ).body.code,
    ).toBe('too-many-reports');
  });

  it('answers a thousand reports again as at first, also another process, when every household has changed since', async () => {
    const key = { 'idempotency-key': 'office-8/1' };
    const households = (said: object) =>
      Array.from({ length: 1_000 }, (_, at) =>
        aReport({
          registryNo: `45142200${10_000 + at}`,
          members: [{ memberNo: '01', name: '覃阿妹', idNo: idOf(at % 400, `198${Math.floor(at / 400)}-02-03`) }],
          ...said,
        }),
      );
    const first = households({});
    await call('POST', '/reports', first);
    const answered = await call('POST', '/reports', first, key);
    expect(new Set(answered.body.reports.map(({ status }: { status: string }) => status))).toEqual(new Set(['unchanged']));
    await call('POST', '/reports', households({ status: 'PLANNED', plannedYear: 2018 }));
    const before = await head();
    expect((await call('POST', '/reports', first, key)).body).toEqual(answered.body);
    const other = await createIntake(readConfig(environment), pino({ level: 'fatal' }));
    await other.listen(0, '127.0.0.1');
    const again = await fetch(`${await other.getUrl()}/api/v1/reports`, {
      method: 'POST',
      headers: { authorization: 'Bearer a-token', 'content-type': 'application/json', ...key },
      body: JSON.stringify(first),
    });
    expect(await again.json()).toEqual(answered.body);
    const pool = other.get(Pool);
    await other.close();
    await pool.end();
    expect(await head()).toBe(before);
  }, 60_000);

  it('hears of a death', async () => {
    const number = { registryNo: '4514220000955' };
    const [man, woman] = [
      { memberNo: '01', name: '蒙大山', idNo: idOf(455) },
      { memberNo: '02', name: '蒙玉兰', idNo: idOf(456) },
    ];
    await call('POST', '/reports', aReport({ ...number, members: [man, woman], asOf: '2016-06-30' }));
    const tell = (diedOn: string) => call('POST', '/reports', aReport({ ...number, members: [{ ...man, diedOn }, woman] }));
    expect((await tell('2999-01-01')).body.reports).toMatchObject([
      { code: 'date-after-as-of', fields: [{ field: 'members.0.diedOn' }] },
    ]);
    const { body } = await tell('2016-11-03');
    expect(body.reports).toMatchObject([{ status: 'accepted' }]);
    const recorded = await app.get(EventLog).read(body.reports[0].household);
    expect(recorded.filter(({ type }) => type === 'member.deceased')).toMatchObject([{ effectiveOn: '2016-11-03' }]);
    expect((await tell('2016-11-03')).body.reports).toMatchObject([{ status: 'unchanged' }]);
  });

  it('retracts what an import recorded, and takes the file again', async () => {
    const csv = toCsv(REGISTRY_COLUMNS, [
      aRegistryRow({ 户编号: '4514220000777', 姓名: '廖阿婆', 户主姓名: '廖阿婆', 证件号码: idOf(78) }),
    ]);
    const done = await bring('source=poverty&asOf=2016-12-31&changes=true', { 'a.csv': csv });
    expect(done.counts.events).toBeGreaterThan(0);
    const undone = await call('POST', `/imports/${done.id}/undo`);
    expect(undone).toMatchObject({ status: 200, body: { state: 'undone', retracted: done.counts.events } });
    const again = await bring('source=poverty&asOf=2016-12-31&changes=true', { 'a.csv': csv });
    expect(again.counts).toMatchObject({ read: 1, accepted: 1 });
  });

  it('erases a person for ever, says so once, and records who took the rejects', async () => {
    const family = aRegistryRow({ 户编号: '4514220009001', 户主姓名: '覃阿公', 姓名: '覃阿公', 证件号码: idOf(401) });
    const quarantined = aRegistryRow({ 户编号: '4514220009002', 姓名: '韦小妹', 脱贫属性: '不知道' });
    const { id } = await bring('source=poverty&asOf=2016-12-31&changes=true', {
      'a.csv': toCsv(REGISTRY_COLUMNS, [family, quarantined]),
    });
    const log = app.get(EventLog);
    const pool = app.get(Pool);
    const enrolled = await pool.query<{ key: string }>(
      "select key from log.notes where book = 'person' order by key desc limit 1",
    );
    const person = enrolled.rows[0]!.key;
    const erased = await call('POST', `/persons/${person}/erase`, { reason: '本人申请' }, { 'x-xianjie-official': 'u-7' });
    expect(erased).toMatchObject({ status: 200, body: { erased: { person, by: 'u-7', files: [{ importId: id, rows: 1 }] } } });
    expect(await call('POST', `/persons/${person}/erase`, { reason: 'again' })).toEqual(erased);
    expect(await log.read(`person-${person}`)).toHaveLength(1);
    expect((await call('POST', '/persons/p-none/erase', { reason: 'x' })).body).toMatchObject({ status: 404, code: 'not-found' });
    expect((await call('POST', `/persons/${person}/erase`, { reason: ' ' })).body).toMatchObject({ code: 'invalid-request' });
    await call('GET', `/imports/${id}/rejects`);
    const { rows } = await pool.query<{ stream: string }>("select stream from log.events where type = 'export.produced'");
    expect(rows.at(-1)!.stream).toMatch(/^access-45-/);
  });

  describe('while nobody seals the log', () => {
    const sealed = (ago: string) =>
      app.get(Pool).query(
        `insert into messaging.sealing values ('45', now() - interval '${ago}')
             on conflict (shard) do update set worked_at = excluded.worked_at`,
      );
    /** An answer of the guard is good for a second. */
    const aSecond = () => new Promise((next) => setTimeout(next, 1_050));
    afterAll(() => sealed('0 s'));

    it('takes nothing new, says why and when to ask again, and takes the same call when sealing works', async () => {
      await sealed('9 minutes');
      await aSecond();
      const report = aReport({ registryNo: '4514220000955', members: [{ memberNo: '01', name: '覃阿兰', idNo: idOf(455) }] });
      const { body: opened } = await call('POST', '/imports?source=poverty&asOf=2016-12-31');
      await sealed('11 minutes');
      await aSecond();
      const before = await head();
      const key = { 'idempotency-key': 'while-nobody-seals' };
      const refused = await call('POST', '/reports', report, key);
      expect(refused).toMatchObject({ status: 503, body: { code: 'sealing-overdue' } });
      expect(refused.body.detail).toMatch(/shard 45 was last sealed 66\d s ago, allowed are 600 s/);
      const answer = await fetch(`${url}/api/v1/imports`, { method: 'POST', headers: { authorization: 'Bearer a-token' } });
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await call('POST', `/imports/${opened.id}/start`)).toMatchObject({ status: 503, body: { code: 'sealing-overdue' } });
      expect(await head()).toBe(before);
      await sealed('0 s');
      await aSecond();
      expect(await call('POST', '/reports', report, key)).toMatchObject({
        status: 200,
        body: { reports: [{ status: 'accepted' }] },
      });
    });

    it('holds up an import that was taken before, and goes on with it', async () => {
      const rows = [aRegistryRow({ 户编号: '4514220000966', 证件号码: idOf(466) })];
      const { body: opened } = await call('POST', '/imports?source=poverty&asOf=2016-12-31&changes=true');
      await call('PUT', `/imports/${opened.id}/files?name=a.csv`, toCsv(REGISTRY_COLUMNS, rows));
      await sealed('11 minutes');
      await aSecond();
      const before = await head();
      await app.get(Imports).start(opened.id);
      await aSecond();
      expect((await call('GET', `/imports/${opened.id}`)).body.state).toBe('applying');
      expect(await head()).toBe(before);
      await sealed('0 s');
      await app.get(Imports).idle();
      expect((await call('GET', `/imports/${opened.id}`)).body).toMatchObject({ state: 'done', counts: { accepted: 1 } });
      expect(await head()).toBeGreaterThan(before);
    });
  });
});
