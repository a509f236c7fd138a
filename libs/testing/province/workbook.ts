import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { stream } from 'exceljs';
import { excelSerial } from './calendar';
import type { LocalDate } from '@xianjie/domain';
import type { SourceFile } from './province';

const MADE_AT = new Date(Date.UTC(2016, 0, 1));
const NUMERIC = new Set(['人均纯收入', '户月保障金额', '家庭人口数']);
const DAYS = new Set(['脱贫日期', '核对日期', '复核日期']);

const cellOf = (column: string, text: string): string | number => {
  if (text === '') return '';
  if (NUMERIC.has(column)) return Number(text.replaceAll(',', ''));
  if (DAYS.has(column) && /^\d{4}-\d{2}-\d{2}$/.test(text)) return excelSerial(text as LocalDate);
  // What Excel does to eighteen digits typed into a number cell.
  if (column === '证件号码' && /^\d{15}000$/.test(text)) return Number(text);
  return text;
};

/** The zip entries carry the time of writing; it is set to one day so that the same province gives the same bytes. */
const withoutTimes = (zip: Buffer): Buffer => {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const local = zip.readUInt32LE(at + 42);
    zip.writeUInt32LE(0x48210000, at + 12);
    zip.writeUInt32LE(0x48210000, local + 10);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return zip;
};

/** One sheet named 数据; days as Excel serials, money as numbers, numbers of persons and households as text. Rows are streamed. */
export const writeWorkbook = async (
  path: string,
  file: SourceFile,
): Promise<Readonly<{ rows: number; skippedRows: number; sha256: string }>> => {
  const book = new stream.xlsx.WorkbookWriter({ filename: path, useStyles: false, useSharedStrings: false });
  book.created = MADE_AT;
  book.modified = MADE_AT;
  const sheet = book.addWorksheet('数据');
  sheet.addRow([...file.columns]).commit();
  let rows = 0;
  let skippedRows = 0;
  for (const { kind, cells } of file.rows) {
    sheet.addRow(cells.map((cell, index) => cellOf(file.columns[index], cell))).commit();
    if (kind === 'person') rows += 1;
    else skippedRows += 1;
    // The zip is written by the event loop: without a turn every row would wait in memory.
    if ((rows + skippedRows) % 1000 === 0) await new Promise(setImmediate);
  }
  sheet.commit();
  await book.commit();
  const bytes = withoutTimes(await readFile(path));
  await writeFile(path, bytes);
  return { rows, skippedRows, sha256: createHash('sha256').update(bytes).digest('hex') };
};
