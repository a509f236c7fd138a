import { existsSync, readdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { Imports, NoRoomForFiles } from '@xianjie/sources';
import { DIBAO_COLUMNS, REGISTRY_COLUMNS, aDibaoRow, aRegistryRow, eventually, toCsv } from '@xianjie/testing';
import { IntakeDesk, idOf } from './intake.fixture';

describe('files, brought to intake over HTTP', () => {
  const desk = new IntakeDesk();
  const { call, bring, head } = desk;

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
    const { requestTimeout } = desk.app.getHttpServer() as Server;
    expect(requestTimeout).toBeGreaterThan(3_600_000);
    const { body: opened } = await call('POST', '/imports?source=poverty&dryRun=true');
    const failed = jest.spyOn(desk.logger, 'error');
    const gone = new AbortController();
    const half = new ReadableStream({
      start: (to) => to.enqueue(Buffer.alloc(200_000, '1,2,3\n')),
    });
    const sent = fetch(`${desk.url}/api/v1/imports/${opened.id}/files?name=a.csv`, {
      ...{ method: 'PUT', body: half, duplex: 'half', signal: gone.signal, headers: { authorization: 'Bearer a-token' } },
    } as RequestInit);
    const kept = () => (existsSync(join(desk.sources, opened.id)) ? readdirSync(join(desk.sources, opened.id)) : []);
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

  it.each([
    ['a full disk', new NoRoomForFiles('there is no room'), 503, 'no-room-for-files'],
    [
      'a database that went away',
      Object.assign(new Error('terminating connection'), { code: '57P01' }),
      503,
      'database-unavailable',
    ],
    ['what nobody expected', new Error('unexpected'), 500, 'fault'],
  ])('says of %s in the middle of a file that it is not the caller’s', async (_, fault, status, code) => {
    const { body: opened } = await call('POST', '/imports?source=poverty&dryRun=true');
    jest.spyOn(desk.app.get(Imports), 'addFile').mockImplementationOnce(async (_id, _name, chunks) => {
      // Whoever stops reading a request ends it.
      for await (const chunk of chunks) if (chunk.length > 0) throw fault;
      throw fault;
    });
    const answer = await call('PUT', `/imports/${opened.id}/files?name=a.csv`, 'x'.repeat(2_000_000));
    expect(answer).toMatchObject({ status, body: { code } });
    jest.restoreAllMocks();
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
    await desk.app.get(Imports).idle();
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
    expect((await fetch(`${desk.url}/api/v1/imports/x`)).status).toBe(401);
    expect((await fetch(`${desk.url}/health/ready`)).status).toBe(200);
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
});
