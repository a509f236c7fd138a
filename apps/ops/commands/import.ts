import type { Command } from 'commander';
import { EXIT, UsageError } from '../exit-codes';
import { call, callJson } from '../hub';
import { runImport, undoImport, watchImport } from '../import-client';
import type { ImportJob } from '../import-client';
import type { ImportCounts } from '@xianjie/sources';
import { bar, outputFor } from '../output';
import type { Output } from '../output';
import { writeOut } from '../written-file';

type Options = Readonly<{
  source?: string;
  asOf?: string;
  encoding: string;
  mapping?: string;
  changes?: boolean;
  dryRun?: boolean;
  scope?: string;
  out?: string;
  json?: boolean;
}>;

const rowsTold = ({ read, pending }: ImportCounts): number => read - pending;

export const showProgress =
  ({ progress }: Output, name: string) =>
  ({ state, counts }: ImportJob): void => {
    progress(
      counts && counts.read > 0
        ? `${bar(rowsTold(counts), counts.read)}  ${name}  ${counts.read} rows, ${state}`
        : `${name}: ${state}`,
    );
  };

const countsLine = ({ read, accepted, unchanged, refused, quarantined, waiting, skipped, events }: ImportCounts): string =>
  `read ${read} = accepted ${accepted} + unchanged ${unchanged} + refused ${refused} + quarantined ${quarantined} + waiting ${waiting}; skipped ${skipped}; ${events} events`;

type Place = Readonly<{ file?: string; sheet?: string; row?: number | null; column?: string | null }>;
const placeOf = ({ file, sheet, row, column }: Place): string =>
  [file, sheet && `sheet ${sheet}`, row && `row ${row}`, column && `column ${column}`].filter(Boolean).join(', ');

/** Counts are person rows and add up to `read` (S-8). A file that was refused whole, or refused rows, end with 1. */
const conclude = (job: ImportJob, output: Output, isDry = false): void => {
  const { id, state, problem, counts } = job;
  if (problem) output.say(`refused: ${placeOf(problem)} ${problem.code}: ${problem.message}`);
  if (counts) output.say(`${isDry ? 'dry run, nothing is recorded: ' : ''}import ${id}: ${countsLine(counts)}`);
  for (const issue of job.issues) output.say(`quarantined: ${placeOf(issue)} ${issue.code}: ${issue.message}`);
  if (counts && counts.quarantined > job.issues.length) output.say('… and so on');
  if (counts && counts.quarantined > 0)
    output.say(`${counts.quarantined} rows in quarantine: npx xianjie import rejects ${id} --out rejects.csv`);
  if (counts && counts.departures.held > 0)
    output.say(
      `${counts.departures.held} households are no longer listed and ${isDry ? 'would ' : ''}wait (${counts.departures.because ?? 'more than the limit'})` +
        (isDry ? '' : `: npx xianjie import confirm ${id}`),
    );
  const {
    read = 0,
    accepted = 0,
    unchanged = 0,
    refused = 0,
    quarantined = 0,
    waiting = 0,
    events = 0,
    skipped = 0,
  } = counts ?? {};
  output.result({
    read,
    accepted,
    unchanged,
    refused,
    quarantined,
    waiting,
    events,
    skipped,
    id,
    state,
    problem,
    issues: job.issues,
    departures: counts?.departures ?? null,
  });
  if (state === 'refused' || refused > 0) process.exitCode = EXIT.no;
};

const importFiles = async (files: readonly string[], { source, json, ...options }: Options): Promise<void> => {
  if (source !== 'dibao' && source !== 'poverty') throw new UsageError('--source: dibao or poverty');
  const output = outputFor(json === true);
  conclude(await runImport({ ...options, source, files }, showProgress(output, files.join(' '))), output, options.dryRun);
};

const onImport: Readonly<Record<string, (id: string, options: Options) => Promise<void>>> = {
  confirm: async (id, { json }) => {
    const output = outputFor(json === true);
    await callJson(`/imports/${encodeURIComponent(id)}/confirm`, { method: 'POST', body: {} });
    conclude(await watchImport(id, showProgress(output, 'departures')), output);
  },
  undo: async (id, { json }) => {
    const { say, result } = outputFor(json === true);
    const { retracted } = await undoImport(id);
    say(`import ${id}: ${retracted} events retracted`);
    result({ id, retracted });
  },
  rejects: async (id, { out, json }) => {
    if (out !== undefined && !/\.(csv|xlsx)$/.test(out))
      throw new UsageError(`--out: a name that ends in .csv or .xlsx, not ${out}`);
    const format = out?.endsWith('.xlsx') === true ? 'xlsx' : 'csv';
    const bytes = Buffer.from(await (await call(`/imports/${encodeURIComponent(id)}/rejects?format=${format}`)).arrayBuffer());
    const { say, result } = outputFor(json === true);
    if (out === undefined) process.stdout.write(bytes);
    else {
      writeOut(out, bytes);
      say(`${out}: ${bytes.length} bytes`);
    }
    result({ id, out: out ?? null, bytes: bytes.length });
  },
};

export const importCommand = (program: Command): void => {
  program
    .command('import <files...>')
    .description('read snapshots or changes of one registry; or: import confirm|undo|rejects ID')
    .option('--source <name>', 'dibao or poverty')
    .option('--as-of <date>', 'the day that the snapshot describes (today when left out)')
    .option('--encoding <name>', 'auto, utf-8 or gb18030', 'auto')
    .option('--mapping <file>', 'a file that renames columns')
    .option('--changes', 'the files hold changed rows only: nobody departs')
    .option('--scope <codes>', 'divisions that the snapshot speaks for, commas between')
    .option('--dry-run', 'print what would happen')
    .option('--out <file>', 'for rejects: the file to write, .csv or .xlsx, instead of printing')
    .option('--json', 'end with a line of JSON')
    .action(async (files: readonly string[], options: Options) => {
      const [act = '', id] = files;
      const on = Object.hasOwn(onImport, act) ? onImport[act] : undefined;
      if (!on) return importFiles(files, options);
      if (files.length !== 2 || id === undefined) throw new UsageError(`import ${act} takes the id of one import`);
      return on(id, options);
    });
};
