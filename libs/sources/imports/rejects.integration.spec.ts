import { REGISTRY_COLUMNS, toCsv } from '@xianjie/testing';
import { ImportDesk, household, registryCsv } from './import-desk.fixture';
import { rejectsCsv } from './rejects';

describe('the rows in quarantine', () => {
  let desk: ImportDesk;
  beforeEach(async () => {
    desk = await ImportDesk.open();
  });
  afterEach(() => desk.close());

  const rejectsOf = async (job: Parameters<typeof rejectsCsv>[0]): Promise<string> => {
    let csv = '';
    for await (const line of rejectsCsv(job, desk.runner)) csv += line;
    return csv;
  };

  it('gives rows back in one order of columns, whatever order each file had', async () => {
    const wrong = { 脱贫日期: '2016-02-30' };
    const backwards = [...REGISTRY_COLUMNS].toReversed();
    const files = { 'a.csv': registryCsv(household(1, wrong)), 'b.csv': toCsv(backwards, household(2, wrong)) };
    const mended = (await rejectsOf(await desk.bring(files))).replaceAll('2016-02-30', '2016-11-15');
    const again = await desk.bring({ 'mended.csv': mended }, { changes: true });
    expect(again.counts).toMatchObject({ read: 4, accepted: 4 });
    expect(desk.hearing.told.map(({ report }) => 'exitOn' in report && report.exitOn)).toEqual(['2016-11-15', '2016-11-15']);
  });

  it('are told, once mended, as rows that speak for themselves only; the household is read again next time (S-6)', async () => {
    const [head, wife] = household(1);
    const job = await desk.bring({ 'a.csv': registryCsv([head, { ...wife, 首次识别时间: '2014-02-30' }]) });
    const mended = (await rejectsOf(job)).replaceAll('2014-02-30', '2014-03-01');
    await desk.bring({ 'mended.csv': mended }, { changes: true });
    expect(desk.hearing.told.map(({ report, digest }) => ['isChanges' in report, digest])).toEqual([
      [false, null],
      [true, null],
    ]);
    await desk.bring({ 'b.csv': registryCsv(household(1)) });
    expect(desk.hearing.told.at(-1)).toMatchObject({ digest: expect.any(String) });
  });

  it('gives rows back under a heading that is whole, though it was split over two rows', async () => {
    const [heading, ...rows] = registryCsv(household(1, { 脱贫日期: '2016-02-30' })).split('\n');
    const upper = heading.split(',').map((column, at) => (at < 4 ? column : '家庭情况'));
    const lower = heading.split(',').map((column, at) => (at < 4 ? '' : column));
    const job = await desk.bring({ 'a.csv': [upper.join(','), lower.join(','), ...rows].join('\n') });
    const mended = (await rejectsOf(job)).replaceAll('2016-02-30', '2016-11-15');
    expect((await desk.bring({ 'mended.csv': mended }, { changes: true })).counts).toMatchObject({ read: 2, accepted: 2 });
  });

  it('keep the day of death that only some of the files have a column for', async () => {
    const wrong = { 脱贫日期: '2016-02-30' };
    const [head, wife] = household(2, wrong);
    const dead = [head, { ...wife, 死亡日期: '2016-05-03' }];
    for (const columns of [
      [...REGISTRY_COLUMNS, '死亡日期'],
      ['死亡日期', ...REGISTRY_COLUMNS],
    ]) {
      const job = await desk.bring(
        { 'a.csv': registryCsv(household(1, wrong)), 'b.csv': toCsv(columns, dead) },
        { changes: true },
      );
      const mended = (await rejectsOf(job)).replaceAll('2016-02-30', '2016-11-15');
      const again = await desk.bring({ 'mended.csv': mended }, { changes: true, dryRun: columns[0] !== '死亡日期' });
      expect(again.counts).toMatchObject({ read: 4, accepted: 4, quarantined: 0 });
    }
    const told = desk.hearing.told.map(({ report }) => ('members' in report ? report.members.map(({ diedOn }) => diedOn) : []));
    expect(told).toEqual([
      [null, null],
      [null, '2016-05-03'],
    ]);
  });
});
