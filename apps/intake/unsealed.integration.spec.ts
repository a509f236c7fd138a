import { Imports } from '@xianjie/sources';
import { REGISTRY_COLUMNS, aRegistryRow, toCsv } from '@xianjie/testing';
import { Pool } from 'pg';
import { IntakeDesk, aReport, idOf } from './intake.fixture';

describe('intake, while nobody seals the log', () => {
  const desk = new IntakeDesk();
  const { call, head } = desk;

  const sealed = (ago: string) =>
    desk.app.get(Pool).query(
      `insert into messaging.sealing values ('45', now() - interval '${ago}')
           on conflict (shard) do update set worked_at = excluded.worked_at`,
    );
  /** An answer of the guard is good for a second. */
  const aSecond = () => new Promise((next) => setTimeout(next, 1_050));

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
    const answer = await fetch(`${desk.url}/api/v1/imports`, { method: 'POST', headers: { authorization: 'Bearer a-token' } });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    for (const act of ['start', 'confirm', 'undo'])
      expect(await call('POST', `/imports/${opened.id}/${act}`)).toMatchObject({
        status: 503,
        body: { code: 'sealing-overdue' },
      });
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
    await desk.app.get(Imports).start(opened.id);
    await aSecond();
    expect((await call('GET', `/imports/${opened.id}`)).body.state).toBe('applying');
    expect(await head()).toBe(before);
    await sealed('0 s');
    await desk.app.get(Imports).idle();
    expect((await call('GET', `/imports/${opened.id}`)).body).toMatchObject({ state: 'done', counts: { accepted: 1 } });
    expect(await head()).toBeGreaterThan(before);
  });
});
