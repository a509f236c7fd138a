import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Manifest, ManifestFile } from '@xianjie/testing';
import { CommandFault } from '../exit-codes';
import { callJson } from '../hub';
import { runImport, watchImport } from '../import-client';
import type { ImportJob } from '../import-client';
import { bar } from '../output';
import type { Output } from '../output';

// A generated province walks through its year: one file after the other, as the offices would have sent them.

export type SetClock = (day: string) => Promise<void>;
export type Told = Readonly<{ files: number; rows: number; events: number; quarantined: number; seconds: number }>;

export const readManifest = (dir: string): Manifest => JSON.parse(readFileSync(join(dir, 'manifest.json'), 'utf8')) as Manifest;

/** Files reach the offices some days after the day that they describe. */
const arrivalOf = ({ asOf }: ManifestFile): string => new Date(Date.parse(asOf) + 3 * 86_400_000).toISOString().slice(0, 10);

/** Departures that wait are confirmed, and told before the next file: it may list some of them again (S-6). */
const withDepartures = async (job: ImportJob, shown: (job: ImportJob) => void): Promise<ImportJob> => {
  if ((job.counts?.departures.held ?? 0) === 0) return job;
  await callJson(`/imports/${job.id}/confirm`, { method: 'POST', body: {} });
  return watchImport(job.id, shown);
};

/** Imports the files of some phases, in the manifest's order; departures that wait are confirmed, as an operator who looked would. */
export const importPhases = async (dir: string, phases: readonly string[], setClock: SetClock, output: Output): Promise<Told> => {
  const files = readManifest(dir).files.filter(({ phase }) => phases.includes(phase));
  const startedAt = Date.now();
  const told = { files: 0, rows: 0, events: 0, quarantined: 0 };
  for (const [index, file] of files.entries()) {
    await setClock(arrivalOf(file));
    const shown = ({ counts }: ImportJob): void =>
      output.progress(
        `${bar(index + (counts?.read ? (counts.read - counts.pending) / counts.read : 0), files.length)}  ${file.name}  ${counts?.read ?? 0} rows`,
      );
    const asked = { source: file.source, asOf: file.asOf, files: [join(dir, file.name)] };
    const job = await withDepartures(await runImport(asked, shown), shown);
    if (job.state !== 'done' || !job.counts)
      throw new CommandFault(`${file.name} was ${job.state}: ${job.problem?.message ?? 'see the log of intake'}`);
    told.files += 1;
    told.rows += job.counts.read;
    told.events += job.counts.events;
    told.quarantined += job.counts.quarantined;
  }
  return { ...told, seconds: (Date.now() - startedAt) / 1000 };
};
