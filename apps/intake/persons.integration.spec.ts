import { EventLog } from '@xianjie/log';
import { REGISTRY_COLUMNS, aRegistryRow, toCsv } from '@xianjie/testing';
import { Pool } from 'pg';
import { IntakeDesk, idOf } from './intake.fixture';

describe('the erasure of a person over HTTP', () => {
  const desk = new IntakeDesk();
  const { call, bring } = desk;

  it('erases a person for ever, says so once, and records who took the rejects', async () => {
    const family = aRegistryRow({ 户编号: '4514220009001', 户主姓名: '覃阿公', 姓名: '覃阿公', 证件号码: idOf(401) });
    const quarantined = aRegistryRow({ 户编号: '4514220009002', 姓名: '韦小妹', 脱贫属性: '不知道' });
    const { id } = await bring('source=poverty&asOf=2016-12-31&changes=true', {
      'a.csv': toCsv(REGISTRY_COLUMNS, [family, quarantined]),
    });
    const log = desk.app.get(EventLog);
    const pool = desk.app.get(Pool);
    const enrolled = await pool.query<{ key: string }>(
      "select key from log.notes where book = 'person' order by key desc limit 1",
    );
    const person = enrolled.rows[0]!.key;
    expect(await call('POST', `/persons/${person}/erase`, { reason: '本人申请', on: '2999-01-01' })).toMatchObject({
      ...{ status: 422, body: { code: 'day-in-the-future' } },
    });
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
});
