import fc from 'fast-check';
import { DIBAO_COLUMNS, REGISTRY_COLUMNS, csvLine } from '@xianjie/testing';
import ExcelJS from 'exceljs';
import { csvOf, dibaoRows, families, registryRows } from '../../journeys/families';
import { changedBytes, edits, hostileText, wellFormed } from './hostile-values';
import type { WatchedHub } from './watched-hub';

// Files: cells with anything in them, bytes changed anywhere, in the three formats. Counts add up, and the log holds what they say.

const ROWS = 60;
const ENDS_WITHIN_MS = 60_000;
type Counts = Readonly<Record<'read' | 'accepted' | 'unchanged' | 'refused' | 'quarantined' | 'waiting' | 'events', number>>;
type Job = Readonly<{ id: string; state: string; problem: Readonly<{ code: string }> | null; counts: Counts | null }>;

/** Bring a file; what is wrong with the end of it is noted. Answers the import's id, or null when it was refused at the door. */
export const bring = async (hub: WatchedHub, source: string, file: Buffer, name: string): Promise<Job | null> => {
  const before = await hub.head();
  const json = { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } };
  const opened = await hub.call(`/api/v1/imports?source=${source}&asOf=2016-12-31&changes=true`, json);
  if (opened.status !== 201) {
    hub.found(`the opening of an import is answered with ${opened.status}`, opened.text);
    return null;
  }
  const { id } = opened.body as Job;
  const put = await hub.call(`/api/v1/imports/${id}/files?name=${encodeURIComponent(wellFormed(name))}`, {
    ...{ method: 'PUT', body: new Uint8Array(file), headers: { 'content-type': 'application/octet-stream' } },
  });
  const shown = file.toString('base64');
  if (put.status >= 500) hub.found(`a file is answered with ${put.status}`, `${JSON.stringify(name)} ${shown}`);
  if (put.status !== 201) return null;
  await hub.call(`/api/v1/imports/${id}/start`, json);
  const deadline = Date.now() + ENDS_WITHIN_MS;
  for (;;) {
    const job = (await hub.call(`/api/v1/imports/${id}`)).body as Job;
    if (['done', 'refused', 'failed'].includes(job.state)) {
      const grown = (await hub.head()) - before;
      const { read = 0, events = 0, accepted = 0, unchanged = 0, refused = 0, quarantined = 0, waiting = 0 } = job.counts ?? {};
      if (job.state === 'failed') hub.found(`a ${source} file ends in ${job.problem?.code}`, shown);
      if (grown !== events) hub.found(`an import says ${events} events, the log grew by ${grown}`, shown);
      if (read !== accepted + unchanged + refused + quarantined + waiting)
        hub.found(`counts ${JSON.stringify(job.counts)}`, shown);
      return job;
    }
    if (Date.now() > deadline) {
      hub.found('an import does not end', shown);
      return job;
    }
    await new Promise((next) => setTimeout(next, 15));
  }
};

const sheetOf = async (columns: readonly string[], rows: readonly Readonly<Record<string, string>>[]): Promise<Buffer> => {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('数据');
  sheet.addRow([...columns]);
  for (const row of rows) sheet.addRow(columns.map((column) => row[column]?.slice(0, 30_000)));
  return Buffer.from(await book.xlsx.writeBuffer());
};
const source = (at: number): 'dibao' | 'poverty' => (at % 2 ? 'dibao' : 'poverty');
const validRows = (at: number): readonly Readonly<Record<string, string>>[] =>
  families(ROWS / 2, { county: '530125' }).flatMap((family): readonly Readonly<Record<string, string>>[] =>
    at % 2 ? dibaoRows(family) : registryRows(family),
  );

type RowsMade = readonly (readonly [number, string])[];
const withCells = (at: number, made: RowsMade) => {
  const columns: readonly string[] = at % 2 ? DIBAO_COLUMNS : REGISTRY_COLUMNS;
  return validRows(at).map((row, index) => {
    const [column, text] = made[index % made.length] ?? [0, ''];
    return { ...row, [columns[column % columns.length] as string]: text };
  });
};

/** One hostile cell in every row; a case is a row. */
export const hostileCells = async (hub: WatchedHub, cases: number, seed: number): Promise<void> => {
  const todo = fc.sample(fc.array(fc.tuple(fc.nat(), hostileText), { minLength: ROWS, maxLength: ROWS }), {
    numRuns: Math.ceil(cases / ROWS),
    seed,
  });
  for (const [at, made] of todo.entries()) {
    const rows = withCells(at, made);
    const columns: readonly string[] = at % 2 ? DIBAO_COLUMNS : REGISTRY_COLUMNS;
    const file =
      at % 6 < 3
        ? Buffer.from(csvOf(source(at), rows))
        : at % 6 < 5
          ? Buffer.from(rows.map((row) => JSON.stringify(row)).join('\n'))
          : await sheetOf(columns, rows);
    const job = await bring(hub, source(at), file, made[0]?.[1].slice(0, 150) || 'x.csv');
    if (job?.state === 'done' && (job.counts?.quarantined ?? 0) > 0) await checkRejects(hub, job.id);
  }
};

/** Bytes of valid files changed anywhere; a case is a file. */
export const hostileBytes = async (hub: WatchedHub, cases: number, seed: number): Promise<void> => {
  const few = validRows(0).slice(0, 6);
  const valid = [
    Buffer.from(csvOf('poverty', few)),
    Buffer.from(few.map((row) => JSON.stringify(row)).join('\n')),
    await sheetOf(REGISTRY_COLUMNS, few),
    Buffer.from(`${csvLine(REGISTRY_COLUMNS)}\n`),
  ];
  const todo = fc.sample(fc.tuple(fc.nat({ max: valid.length - 1 }), edits), { numRuns: cases, seed });
  for (const [at, change] of todo) await bring(hub, 'poverty', changedBytes(valid[at] as Buffer, change), 'bytes');
};

const FORMULA = /^[=+\-@\t\r]/;
const SIGNED_NUMBER = /^[+-]?\d+(\.\d+)?$/;

/** A cell that a spreadsheet would calculate must not leave the hub as one (rejects are read in Excel). */
const checkRejects = async (hub: WatchedHub, id: string): Promise<void> => {
  const { text, status } = await hub.call(`/api/v1/imports/${id}/rejects?format=csv`);
  if (status !== 200) return hub.found(`rejects of ${id} are answered with ${status}`, text);
  for (const cell of cellsIn(text.replace(/^\ufeff/, '')))
    if (FORMULA.test(cell) && !SIGNED_NUMBER.test(cell)) return hub.found('a formula in a rejects sheet', cell);
};

/** RFC 4180, written here once more so that the hub's own reader is not its judge. */
const cellsIn = (csv: string): string[] =>
  [...csv.matchAll(/(?:^|,|\n)(?:"((?:[^"]|"")*)"|([^",\n]*))/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  );
