import { EventLog } from '@xianjie/log';
import { IntakeDesk, aReport, idOf } from './intake.fixture';

describe('reports over HTTP', () => {
  const desk = new IntakeDesk();
  const { call, head } = desk;

  it('takes reports one by one or many at once, once for each key', async () => {
    const key = { 'idempotency-key': 'office-7/1' };
    const first = await call('POST', '/reports', aReport(), key);
    expect(first).toMatchObject({ status: 200, body: { reports: [{ status: 'accepted', code: null }] } });
    const before = await head();
    for (const none of ['', 'a b', 'k'.repeat(201)])
      expect((await call('POST', '/reports', aReport(), { 'idempotency-key': none })).body.code).toBe('invalid-request');
    expect((await call('POST', '/reports', [])).body).toMatchObject({ status: 413, code: 'too-many-reports' });
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
    const other = await desk.another();
    expect((await call('POST', '/reports', first, key, other.url)).body).toEqual(answered.body);
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
    const recorded = await desk.app.get(EventLog).read(body.reports[0].household);
    expect(recorded.filter(({ type }) => type === 'member.deceased')).toMatchObject([{ effectiveOn: '2016-11-03' }]);
    expect((await tell('2016-11-03')).body.reports).toMatchObject([{ status: 'unchanged' }]);
  });
});
