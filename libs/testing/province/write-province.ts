import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import iconv from 'iconv-lite';
import { csvLine } from '../fixtures/to-csv';
import type { Province, SourceFile } from './province';
import type { Stock } from './stock';
import { writeWorkbook } from './workbook';

export type ManifestFile = Readonly<{
  name: string;
  source: 'poverty' | 'dibao';
  asOf: string;
  encoding: 'utf-8' | 'gb18030' | 'xlsx';
  phase: 'initial' | 'year' | 'window' | 'after-freeze';
  /** Person rows; totals and blank rows are in `skippedRows`. */
  rows: number;
  skippedRows: number;
  sha256: string;
}>;
export type Manifest = Readonly<{
  format: 'xianjie-province/1';
  province: string;
  year: number;
  seed: string;
  scale: number;
  /** In the order in which they are to be imported. */
  files: readonly ManifestFile[];
}>;
export type WriteProgress = (done: Readonly<{ file: string; index: number; of: number; rows: number }>) => void;

/** A text file that is hashed as it goes and waits for a slow disk. */
const openText = (path: string) => {
  const hash = createHash('sha256');
  const stream = createWriteStream(path, { highWaterMark: 1 << 20 });
  return {
    write: async (bytes: Buffer): Promise<void> => {
      hash.update(bytes);
      if (!stream.write(bytes)) await once(stream, 'drain');
    },
    close: async (): Promise<string> => {
      stream.end();
      await finished(stream);
      return hash.digest('hex');
    },
  };
};

const CHUNK_LINES = 4_000;
const writeCsv = async (path: string, file: SourceFile): Promise<Omit<ManifestFile, keyof SourceFile>> => {
  const text = openText(path);
  const encode = (lines: string): Buffer =>
    file.encoding === 'gb18030' ? iconv.encode(lines, 'gb18030') : Buffer.from(lines, 'utf8');
  let lines = [csvLine(file.columns)];
  let rows = 0;
  let skippedRows = 0;
  for (const { kind, cells, quoted } of file.rows) {
    lines.push(quoted ? csvLine(cells) : cells.join(','));
    if (kind === 'person') rows += 1;
    else skippedRows += 1;
    if (lines.length >= CHUNK_LINES) {
      await text.write(encode(`${lines.join('\n')}\n`));
      lines = [];
    }
  }
  if (lines.length > 0) await text.write(encode(`${lines.join('\n')}\n`));
  return { rows, skippedRows, sha256: await text.close() } as never;
};

const writeTruth = async (path: string, stock: Stock): Promise<void> => {
  const text = openText(path);
  const { lists, listsAfter, events, errors, ...header } = stock.header();
  const long: [string, Iterable<unknown>][] = [
    ['lists', lists],
    ['listsAfter', listsAfter],
    ['households', stock.households()],
    ['persons', stock.persons()],
    ['events', events],
    ['errors', errors],
  ];
  await text.write(Buffer.from(JSON.stringify(header).slice(0, -1)));
  for (const [name, records] of long) {
    let lines = [`,\n"${name}":[`];
    let first = true;
    for (const record of records) {
      lines.push(`${first ? '' : ','}${JSON.stringify(record)}`);
      first = false;
      if (lines.length >= CHUNK_LINES) {
        await text.write(Buffer.from(`${lines.join('\n')}\n`));
        lines = [];
      }
    }
    lines.push(']');
    await text.write(Buffer.from(lines.join('\n')));
  }
  await text.write(Buffer.from('}\n'));
  await text.close();
};

/**
 * Writes every snapshot, `manifest.json` and `truth.json` into `outDir` (made if missing). One file is held in memory at a time only
 * where it is XLSX; CSV is streamed.
 */
export const writeProvince = async (
  province: Province,
  outDir: string,
  { progress = () => {} }: Readonly<{ progress?: WriteProgress }> = {},
): Promise<Manifest> => {
  await mkdir(outDir, { recursive: true });
  const files: ManifestFile[] = [];
  const story = province.tell();
  for (let step = story.next(); ; step = story.next()) {
    if (step.done === true) {
      await writeTruth(join(outDir, 'truth.json'), step.value);
      const { province: name, year, seed, scale } = step.value.header();
      const manifest: Manifest = { format: 'xianjie-province/1', province: name, year, seed, scale, files };
      const text = openText(join(outDir, 'manifest.json'));
      await text.write(Buffer.from(`${JSON.stringify(manifest, null, 1)}\n`));
      await text.close();
      return manifest;
    }
    const file = step.value;
    const { name, source, asOf, encoding, phase } = file;
    const path = join(outDir, name);
    const written = encoding === 'xlsx' ? await writeWorkbook(path, file) : await writeCsv(path, file);
    files.push({ name, source, asOf, encoding, phase, ...(written as Pick<ManifestFile, 'rows' | 'skippedRows' | 'sha256'>) });
    progress({ file: name, index: files.length, of: province.files.length, rows: files[files.length - 1].rows });
  }
};
