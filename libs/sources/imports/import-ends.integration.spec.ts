import { readdirSync, readlinkSync } from 'node:fs';
import type { LocalDate } from '@xianjie/domain';
import { ImportDesk, bytesOf, household, many, registryCsv, snapshot } from './import-desk.fixture';
import type { HeardReport } from './import';
import { Imports } from './imports';
import { PostgresStaging } from './postgres-staging';
import type { ImportRunner } from './run-import';

describe('an import that ends', () => {
  let desk: ImportDesk;
  beforeEach(async () => {
    desk = await ImportDesk.open();
  });
  afterEach(() => desk.close());

  const days = async (): Promise<readonly string[]> => {
    const asked = "select distinct value::jsonb ->> 'asOf' as day from log.notes where book = 'heard:poverty' order by 1";
    return (await desk.pool.query<{ day: string }>(asked)).rows.map(({ day }) => day);
  };
  const bringWith = async (said: Partial<ImportRunner>, csv: string, asOf: LocalDate) => {
    const imports = new Imports({ ...desk.runner, ...said });
    const id = await imports.open({ ...snapshot, asOf });
    await imports.addFile(id, 'a.csv', bytesOf(csv));
    const started = await imports.start(id);
    if (started.outcome === 'accepted') await started.value.settled;
    return imports.read(id);
  };

  it('holds no file open, and no staged row', async () => {
    await desk.bring({ 'a.csv': registryCsv(household(1)), 'b.csv': registryCsv(household(2)) });
    await desk.bring({ 'a.csv': registryCsv(household(1)).replace('户编号', '户号码') });
    const open = readdirSync('/proc/self/fd').map((fd) => {
      try {
        return readlinkSync(`/proc/self/fd/${fd}`);
      } catch {
        return '';
      }
    });
    expect(open.filter((path) => path.startsWith(desk.folder))).toEqual([]);
    expect((await desk.pool.query('select from intake.staged_runs')).rowCount).toBe(0);
  });

  it('has moved on the day of the unchanged, and not that of the others twice', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2016-11-30' });
    class Late extends PostgresStaging {
      override async advanceUnchanged(...of: Parameters<PostgresStaging['advanceUnchanged']>) {
        await new Promise((next) => setTimeout(next, 300));
        return super.advanceUnchanged(...of);
      }
    }
    const job = await bringWith({ staging: new Late(desk.pool) }, registryCsv(...many(3)), '2016-12-31');
    expect(job).toMatchObject({ state: 'done', counts: { unchanged: 6 } });
    expect(await days()).toEqual(['2016-12-31']);
  });

  it('leaves the day of a household with a row in quarantine where it was (S-7)', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(2)) }, { asOf: '2016-11-30' });
    const spoilt = registryCsv(household(0), household(1, { 首次识别时间: '2014-02-30' }));
    expect((await desk.bring({ 'a.csv': spoilt })).counts).toMatchObject({ unchanged: 2, quarantined: 2 });
    expect(await days()).toEqual(['2016-11-30', '2016-12-31']);
  });

  it('moves no day back for an older file', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(2)) });
    expect((await desk.bring({ 'a.csv': registryCsv(...many(2)) }, { asOf: '2016-11-30' })).counts?.unchanged).toBe(4);
    expect(await days()).toEqual(['2016-12-31']);
  });

  it('at a fault while the unchanged are moved on, or while it settles, has failed and says so', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2016-11-30' });
    class Broken extends PostgresStaging {
      override advanceUnchanged(): Promise<void> {
        return Promise.reject(new Error('no advance'));
      }
    }
    const faults: string[] = [];
    const onFault = (_: string, fault: unknown): void => void faults.push((fault as Error).message);
    desk.hearing.before = () => new Promise((next) => setTimeout(next, 50));
    const csv = registryCsv(...many(4), household(5, { 首次识别时间: '2014-02-30' }).slice(0, 1));
    expect(await bringWith({ staging: new Broken(desk.pool), onFault }, csv, '2016-12-31')).toMatchObject({ state: 'failed' });
    const blankErased = () => Promise.reject(new Error('no blanking'));
    const failed = await bringWith({ blankErased, onFault }, csv, '2017-01-31');
    expect(failed).toMatchObject({ state: 'failed', problem: { code: 'fault' } });
    expect(faults).toEqual(['no advance', 'no blanking']);
    // Started again it forgets why it had failed.
    await desk.imports.start(failed?.id ?? '');
    await desk.imports.idle();
    const again = await desk.imports.read(failed?.id ?? '');
    expect(again).toMatchObject({ state: 'done', problem: null });
    expect(await desk.issuesOf({ no: again?.no ?? '' })).toHaveLength(1);
  });

  it('says of no row that it is unchanged before it was compared', async () => {
    await desk.bring({ 'a.csv': registryCsv(...many(3)) }, { asOf: '2016-11-30' });
    class Broken extends PostgresStaging {
      override compare(): Promise<never> {
        return Promise.reject(new Error('no comparison'));
      }
    }
    const csv = registryCsv(...many(3));
    const uncompared = await bringWith({ staging: new Broken(desk.pool), onFault: () => undefined }, csv, '2016-12-31');
    expect(uncompared).toMatchObject({ state: 'failed', counts: { read: 6, unchanged: 0, pending: 6 } });
    const compared = await bringWith(
      { blankErased: () => Promise.reject(new Error('no blanking')), onFault: () => undefined },
      csv,
      '2016-12-31',
    );
    expect(compared).toMatchObject({ state: 'failed', counts: { read: 6, unchanged: 6, pending: 0 } });
  });

  it('refused is no fault of the hub', async () => {
    const faults: unknown[] = [];
    const onFault = (_: string, fault: unknown): void => void faults.push(fault);
    const csv = registryCsv(household(1)).replace('证件号码', '身份证');
    expect(await bringWith({ onFault }, csv, '2016-12-31')).toMatchObject({ state: 'refused' });
    expect(faults).toEqual([]);
  });

  it('counts rows of each outcome once, without those that wait in quarantine or say nothing', async () => {
    const outcomes = ['accepted', 'unchanged', 'refused', 'waiting'] as const;
    const hearing = {
      retractImport: () => Promise.resolve({ retracted: 0 }),
      hear: (batch: readonly HeardReport[]) =>
        Promise.resolve(
          batch.map(({ report }) => {
            const number = Number(report.recordKey.slice(-1));
            const of = { household: null, events: number, code: number === 2 ? 'CR-1' : null, detail: null };
            return { status: outcomes[number] ?? ('accepted' as const), ...of };
          }),
        ),
    };
    // Of each household the daughter's row waits, and a blank one stands before it.
    const lines = registryCsv(...many(4))
      .trimEnd()
      .split('\n');
    const blank = ','.repeat(lines[0].split(',').length - 1);
    const spoilt = lines.flatMap((line, at) => (at === 0 || at % 2 === 1 ? [line] : [blank, line.replace(/,[^,]*$/, '')]));
    const job = await bringWith({ hearing }, `${spoilt.join('\n')}\n`, '2016-12-31');
    expect(job?.counts).toMatchObject({
      ...{ read: 8, accepted: 1, unchanged: 1, refused: 1, waiting: 1, quarantined: 4, skipped: 4, pending: 0, events: 6 },
    });
  });
});
