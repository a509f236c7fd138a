import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { RecordAccess } from '@xianjie/access';
import { Imports } from '@xianjie/sources';
import type { Import } from '@xianjie/sources';
import { REGISTRY_COLUMNS, aRegistryRow, eventually, toCsv } from '@xianjie/testing';
import ExcelJS from 'exceljs';
import { IntakeDesk, idOf } from './intake.fixture';
import { Rejects } from './rejects';

describe('books, and rows in quarantine given back, over HTTP', () => {
  const desk = new IntakeDesk();
  const { call, bring } = desk;

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
    expect(await call('GET', `/imports/${done.id}`)).toMatchObject({
      body: { issues: [{ file: 'a.xlsx', sheet: '宁明县', row: 4, column: '证件号码', code: 'zeroed-identifier' }] },
    });
    expect(await call('GET', `/imports/${done.id}/rejects?format=pdf`)).toMatchObject({ status: 400 });
    const csv = String((await call('GET', `/imports/${done.id}/rejects`)).body);
    const access = desk.app.get(RecordAccess);
    const recorded = jest.spyOn(access, 'exported');
    await call('GET', `/imports/${done.id}/rejects?format=xlsx`);
    expect(recorded.mock.calls).toEqual([
      [
        expect.objectContaining({ operator: expect.any(String) }),
        {
          ...{ what: 'rejects', asked: `/imports/${done.id}/rejects?format=xlsx`, document: done.id, format: 'xlsx' },
          ...{ wholeIds: true, rows: 1, hash: null },
        },
      ],
    ]);
    recorded.mockRestore();
    expect(csv.split('\n')[1]).toMatch(/^a\.xlsx,宁明县,4,证件号码,zeroed-identifier,/);
    const answer = await fetch(`${desk.url}/api/v1/imports/${done.id}/rejects?format=xlsx`, {
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
          return readlinkSync(join('/proc/self/fd', fd)).startsWith(desk.sources);
        } catch {
          return false;
        }
      });
    const gone = new AbortController();
    const headers = { authorization: 'Bearer a-token' };
    const response = await fetch(`${desk.url}/api/v1/imports/${id}/rejects`, { headers, signal: gone.signal });
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

  it('says of rejects whose files were deleted that they are gone, and records nobody as shown them', async () => {
    const row = aRegistryRow({ 户编号: '4514229900800', 脱贫日期: '2016-02-30' });
    const { id } = await bring('source=poverty&asOf=2016-12-31&changes=true', { 'a.csv': toCsv(REGISTRY_COLUMNS, [row]) });
    jest.spyOn(desk.app.get(Rejects), 'areKept').mockResolvedValue(false);
    const recorded = jest.spyOn(desk.app.get(RecordAccess), 'exported');
    expect(await call('GET', `/imports/${id}/rejects`)).toMatchObject({ status: 410, body: { code: 'kept-files-gone' } });
    expect(recorded).not.toHaveBeenCalled();
    jest.restoreAllMocks();
  });

  it('makes no book of rejects for somebody who has gone away', async () => {
    const row = aRegistryRow({ 户编号: '4514229900900', 脱贫日期: '2016-02-30' });
    const { id } = await bring('source=poverty&asOf=2016-12-31&changes=true', { 'a.csv': toCsv(REGISTRY_COLUMNS, [row]) });
    const job = (await desk.app.get(Imports).read(id)) as Import;
    const out = new PassThrough();
    const made = desk.app.get(Rejects).xlsx(job, out);
    out.destroy();
    await made;
    const before = new PassThrough().destroy();
    await desk.app.get(Rejects).xlsx(job, before);
  });
});
