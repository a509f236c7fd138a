import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BlankedFile } from '@xianjie/domain';
import { DIBAO_COLUMNS, REGISTRY_COLUMNS, aDibaoRow, syntheticIdNo, toCsv } from '@xianjie/testing';
import ExcelJS from 'exceljs';
import iconv from 'iconv-lite';
import { ImportDesk, household, many, registryCsv } from '../imports/import-desk.fixture';
import type { Import } from '../imports/import';
import { rejectsCsv } from '../imports/rejects';
import { KeptFile } from '../kept/kept-file';
import { ImportAtWork } from './kept-sources';
import { PostgresKeptSources } from './postgres-kept-sources';
import { PostgresRewrites } from './postgres-rewrites';

const REGISTRY_NO = '4514220000007';
const idNo = syntheticIdNo({ division: '451422', birth: '1950-01-01', sex: '男', serial: 9 });
const NAME = '覃阿公';
const erased = { person: 'p-1', names: [NAME], numbers: [idNo], records: [REGISTRY_NO, '4514229'] };
const theirs = () => {
  const [head, child] = household(7, { 户主姓名: NAME }) as unknown as [Record<string, string>, Record<string, string>];
  return [{ ...head, 姓名: NAME, 证件号码: idNo }, child];
};
const sheetOf = async (rows: readonly Record<string, string>[]): Promise<Buffer> => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('户');
  sheet.addRow([...REGISTRY_COLUMNS]);
  for (const row of rows) sheet.addRow(REGISTRY_COLUMNS.map((column) => row[column] ?? ''));
  return Buffer.from(await book.xlsx.writeBuffer());
};

describe('kept files', () => {
  let desk: ImportDesk;
  beforeEach(async () => {
    desk = await ImportDesk.open();
  });
  afterEach(() => desk.close());

  /** Everything that is kept of an import, in clear. */
  const contents = async ({ no }: Import): Promise<string> => {
    const { imports, place } = desk.runner;
    const texts: string[] = [];
    for (const { path, keyBox, encoding } of await imports.parts(no)) {
      const file = await KeptFile.open(join(place.folder, path), place.keys.unwrap(path, keyBox));
      texts.push(iconv.decode(await file.read(0, file.bytes), encoding));
      await file.close();
    }
    return texts.join('\n');
  };
  const erase = async (kept = desk.kept): Promise<readonly BlankedFile[]> => {
    await kept.bury([erased]);
    await kept.blank([erased]);
    return kept.blankedFor(['p-1']);
  };
  const filesOnDisk = (): readonly string[] =>
    readdirSync(desk.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name);

  it('lose the row and the head’s name; all other rows stay where they stood, under the hash of what was sent', async () => {
    const csv = registryCsv(household(1), theirs(), household(2));
    const job = await desk.bring({ 'a.csv': csv });
    const before = await contents(job);
    const [file] = await desk.runner.imports.files(job.no);
    expect(await erase()).toEqual([{ importId: job.id, hash: file!.hash, rows: 1, cells: 1 }]);
    const after = await contents(job);
    for (const gone of [NAME, idNo]) expect([before.includes(gone), after.includes(gone)]).toEqual([true, false]);
    const lines = (text: string) => text.split('\n');
    expect(Buffer.byteLength(after)).toBe(Buffer.byteLength(before));
    expect(lines(after).filter((line, at) => line !== lines(before)[at])).toHaveLength(2);
    expect((await desk.runner.imports.files(job.no))[0]!.hash).toBe(file!.hash);
    expect(filesOnDisk()).toHaveLength(1);
  });

  it('are found whatever their format, and a book’s own bytes go', async () => {
    await desk.bring({ 'a.xlsx': await sheetOf([...household(1), ...theirs()]) });
    await desk.bring(
      {
        'b.jsonl': theirs()
          .map((row) => JSON.stringify(row))
          .join('\n'),
      },
      { asOf: '2017-01-31', changes: true },
    );
    const dibao = [
      aDibaoRow({
        低保证号: '4514229',
        行政区划代码: '451422100001',
        姓名: '覃小妹',
        户主姓名: NAME,
        账户户名: NAME,
        银行账号: '6210000000000000017',
      }),
      aDibaoRow({ 低保证号: '4514229', 行政区划代码: '451422100001', 姓名: NAME, 证件号码: idNo, 户主姓名: NAME }),
    ];
    await desk.bring({ 'c.csv': iconv.encode(toCsv(DIBAO_COLUMNS, dibao), 'gb18030') }, { source: 'dibao' });
    expect(filesOnDisk()).toHaveLength(5);
    expect((await erase()).map(({ rows, cells }) => [rows, cells])).toEqual([
      [1, 1],
      [1, 1],
      [1, 3],
    ]);
    // The sheet and the JSON file are kept as decoded, without the person.
    expect(filesOnDisk()).toHaveLength(3);
  });

  it.each([
    ['a small x', (number: string) => number.toLowerCase()],
    ['full-width digits', (number: string) => [...number].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join('')],
    ['blanks', (number: string) => `${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`],
  ])('lose a row that is under no known record and spells the number with %s', async (_, spelt) => {
    const serials = Array.from({ length: 40 }, (_, serial) => serial);
    const withX = serials
      .map((serial) => syntheticIdNo({ division: '451422', birth: '1950-01-01', sex: '男', serial }))
      .find((number) => number.endsWith('X'))!;
    const row = { ...theirs()[0], 户编号: '', 证件号码: spelt(withX) };
    const job = await desk.bring({ 'a.csv': registryCsv([row as never], household(2)) });
    expect(job.counts?.quarantined).toBe(1);
    const person = { ...erased, numbers: [withX] };
    await desk.kept.bury([person]);
    await desk.kept.blank([person]);
    expect((await desk.kept.blankedFor(['p-1'])).map(({ rows }) => rows)).toEqual([1]);
    expect(await contents(job)).not.toContain(NAME);
  });

  it('have nothing left of them in the rejects, nor of a file that was refused whole', async () => {
    const [head, child] = theirs() as [Record<string, string>, Record<string, string>];
    const job = await desk.bring({ 'a.csv': registryCsv([{ ...head, 脱贫属性: '不知道' }, child]) });
    const refused = await desk.bring({ 'b.csv': `no heading\n${idNo}\n` });
    expect([job.counts?.quarantined, refused.state]).toEqual([1, 'refused']);
    const rejects = async () => {
      let text = '';
      for await (const line of rejectsCsv(job, desk.runner)) text += line;
      return text;
    };
    expect(await rejects()).toContain(NAME);
    await erase();
    expect(await rejects()).not.toMatch(new RegExp(`${NAME}|${idNo}|不知道`));
    expect(filesOnDisk()).toHaveLength(1);
  });

  it('that come later lose the rows before their import settles, also of records that are as they were', async () => {
    const pool = desk.pool;
    await desk.bring({ 'a.csv': registryCsv(household(1), theirs()) });
    await erase();
    // What casework notes with the erasure, and whenever it hears of the person in another record.
    await pool.query(`insert into log.notes (book, key, scope, value) values ('erased-record', $1, '451422', '{}')`, [
      `451422/${REGISTRY_NO}`,
    ]);
    const later = await desk.bring({ 'a.csv': registryCsv(household(1), theirs(), household(3)) }, { asOf: '2017-01-31' });
    expect(later.counts).toMatchObject({ read: 6, unchanged: 4, accepted: 2 });
    expect(await contents(later)).not.toMatch(new RegExp(`${NAME}|${idNo}`));
    expect((await desk.kept.blankedFor(['p-1'])).map(({ rows }) => rows)).toEqual([1, 1]);
  });

  it('wait for an import that is at work', async () => {
    const id = await desk.imports.open((await desk.bring({ 'a.csv': registryCsv(theirs()) })) as never);
    await desk.runner.imports.move((await desk.imports.read(id))!.no, ['open'], 'staging');
    await expect(erase()).rejects.toThrow(ImportAtWork);
  });

  describe.each(['begin', 'swap', 'drop', 'end'] as const)('killed at %s', (step) => {
    it.each(['before', 'after'])('%s it, are whole, and the second time without the person', async (when) => {
      const job = await desk.bring({ 'a.xlsx': await sheetOf([...household(1), ...theirs()]), 'b.csv': registryCsv(...many(3)) });
      class Killed extends PostgresRewrites {}
      let isDue = true;
      const die = (): void => {
        if (!isDue) return;
        isDue = false;
        throw new Error('killed');
      };
      const own = PostgresRewrites.prototype[step] as (...args: unknown[]) => Promise<void>;
      Object.defineProperty(Killed.prototype, step, {
        async value(this: PostgresRewrites, ...args: unknown[]) {
          if (when === 'before') die();
          await own.apply(this, args);
          die();
        },
      });
      const dying = new PostgresKeptSources(desk.runner.imports, new Killed(desk.pool), desk.runner.place);
      await expect(erase(dying)).rejects.toThrow('killed');
      expect((await contents(job)).split('\n').length).toBeGreaterThan(9);
      expect(await erase()).toMatchObject([{ rows: 1, cells: 1 }]);
      expect(await contents(job)).not.toMatch(new RegExp(`${NAME}|${idNo}`));
      expect(filesOnDisk()).toHaveLength(2);
    });
  });
});
