import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { CommandFault, UsageError } from '../exit-codes';
import { call, callJson } from '../hub';
import { outputFor } from '../output';
import { writeOut } from '../written-file';

type Show = Readonly<{
  county: string;
  year: string;
  on?: string;
  format: string;
  out?: string;
  version?: string;
  wholeIds?: boolean;
  json?: boolean;
}>;
type Document = Readonly<{ county: string; bytes: Buffer; name: string }>;

const documentOf = async (county: string, { year, on, format, version, wholeIds }: Show): Promise<Document> => {
  const query = new URLSearchParams({
    format,
    // The list as it stood at the end of that business day: without the acts of later days.
    ...(on === undefined ? {} : { effectiveOn: on }),
    ...(version === undefined ? {} : { version }),
    ...(wholeIds ? { wholeIds: 'true' } : {}),
  });
  const response = await call(
    `/exit-lists/${encodeURIComponent(county)}/${encodeURIComponent(year)}/document?${query.toString()}`,
  );
  const name =
    /filename="([\w.-]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? `${county}-${year}.${format}`;
  return { county, bytes: Buffer.from(await response.arrayBuffer()), name };
};

/** Of every county whose list of the year was frozen by then; the others have no version to show. */
const frozenCounties = async ({ year, on }: Show): Promise<readonly string[]> => {
  const { lists } = await callJson<{
    lists: readonly Readonly<{ county: string; versions: readonly Readonly<{ frozenOn: string }>[] }>[];
  }>(`/exit-lists?year=${encodeURIComponent(year)}`);
  const counties = lists
    .filter(({ versions }) => versions.some(({ frozenOn }) => on === undefined || frozenOn <= on))
    .map(({ county }) => county);
  if (counties.length === 0)
    throw new CommandFault(`no list of ${year} was frozen${on ? ` by ${on}` : ''}`, { wrongUsage: true });
  return counties;
};

const show = async (asked: Show): Promise<void> => {
  const { county, year, format, out, json } = asked;
  if (!['json', 'csv', 'xlsx', 'pdf'].includes(format)) throw new UsageError(`--format: json, csv, xlsx or pdf, not ${format}`);
  if (json && out === undefined && (format === 'xlsx' || format === 'pdf'))
    throw new UsageError(`--out: with --json ${format} goes into a file, or its bytes would stand before the line of JSON`);
  const { say, result } = outputFor(json === true);
  const isAll = county === 'all';
  if (isAll && out) mkdirSync(out, { recursive: true });
  const shown = [];
  for (const one of isAll ? await frozenCounties(asked) : [county]) {
    const { bytes, name } = await documentOf(one, asked);
    const file = out === undefined ? null : isAll ? join(out, name) : out;
    if (file === null) process.stdout.write(bytes);
    else {
      writeOut(file, bytes);
      say(`${file}: ${bytes.length} bytes`);
    }
    shown.push({ county: one, year: Number(year), format, bytes: bytes.length, out: file });
  }
  result(isAll ? { shown } : shown[0]);
};

export const showCommand = (list: Command): void => {
  list
    .command('show')
    .description('one version as csv, json, xlsx or pdf')
    .requiredOption('--county <code>', 'six digits, or all')
    .requiredOption('--year <year>', 'the year of the exits')
    .option('--on <date>', 'the list as it stood at the end of this business day (as it stands when left out)')
    .option('--format <format>', 'json, csv, xlsx or pdf', 'csv')
    .option('--out <file>', 'write here instead of printing; with all, a folder')
    .option('--version <n>', 'the newest when left out')
    .option('--whole-ids', 'identifiers whole instead of masked; with csv, the canonical bytes')
    .option('--json', 'end with a line of JSON')
    .action(show);
};
