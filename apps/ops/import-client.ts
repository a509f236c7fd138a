import { createReadStream, existsSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import type { Import, ImportCounts, RowIssue } from '@xianjie/sources';
import { textIn } from './argument-file';
import { CommandFault, UsageError } from './exit-codes';
import { STILL_AT_WORK, call, callJson } from './hub';

// How a command hands files to intake: opened, put one by one, started, watched.

/** An import as the API shows it. */
export type ImportJob = Readonly<{
  id: string;
  state: Import['state'];
  problem: Readonly<{ code: string; message: string; file?: string; sheet?: string; row?: number; column?: string }> | null;
  counts: ImportCounts | null;
  /** The first rows in quarantine; the sheet of `import rejects` has them all. */
  issues: readonly RowIssue[];
}>;
export type ImportAsked = Readonly<{
  source: string;
  asOf?: string;
  encoding?: string;
  mapping?: string;
  changes?: boolean;
  dryRun?: boolean;
  scope?: string;
  files: readonly string[];
}>;

/** Of a file on its way: with Node's own 64 kB sending takes twice the processor time. */
const CHUNK_BYTES = 1 << 18;
const ENDED: ReadonlySet<Import['state']> = new Set(['done', 'refused', 'undone']);
/** Soon at first, since a small file is done in a moment. */
const FIRST_LOOK_MS = 20;
const LOOK_EVERY_MS = 200;
/** Each look counts all households of the import: 50 ms for 100,000 of them. A long one is looked at after each fortieth of its time. */
const SHARE_OF_TIME = 1 / 40;
const SELDOM_MS = 2_000;
/** In ms, after a pause and since the watching began. */
const nextPause = (pause: number, since: number): number =>
  Math.min(pause * 1.5, Math.max(LOOK_EVERY_MS, Math.min(SELDOM_MS, since * SHARE_OF_TIME)));

/** What is given is handed on, be it empty: of a script whose variable is not set, a snapshot would silently be one of today. */
const queryOf = ({ source, asOf, encoding, changes, dryRun, scope }: ImportAsked): string =>
  new URLSearchParams({
    source,
    ...(asOf === undefined ? {} : { asOf }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(changes ? { changes: 'true' } : {}),
    ...(dryRun ? { dryRun: 'true' } : {}),
    ...(scope === undefined ? {} : { scope }),
  }).toString();

const putFile = async (id: string, file: string): Promise<void> => {
  await call(`/imports/${id}/files?name=${encodeURIComponent(basename(file))}`, {
    method: 'PUT',
    to: 'intake',
    raw: Readable.toWeb(createReadStream(file, { highWaterMark: CHUNK_BYTES })) as RequestInit['body'],
    headers: { 'content-type': 'application/octet-stream' },
  });
};

/**
 * Intake may be started again in the middle (`up` does); the import goes on where it was, and so does the watching.
 * @throws CommandFault when the import stopped at a fault.
 */
export const watchImport = async (id: string, seen: (job: ImportJob) => void): Promise<ImportJob> => {
  let silentSince: number | null = null;
  const start = performance.now();
  for (let pause = FIRST_LOOK_MS; ; pause = nextPause(pause, performance.now() - start)) {
    const job = await callJson<ImportJob>(`/imports/${id}`).catch((fault: unknown) => {
      silentSince ??= Date.now();
      if (Date.now() - silentSince > 60_000) throw fault;
      return null;
    });
    if (job) {
      silentSince = null;
      seen(job);
      if (job.state === 'failed')
        throw new CommandFault(`import ${id} stopped: ${job.problem?.message ?? 'the log of intake says why'}`);
      if (ENDED.has(job.state)) return job;
    }
    await new Promise((next) => setTimeout(next, pause));
  }
};

export const runImport = async (asked: ImportAsked, seen: (job: ImportJob) => void): Promise<ImportJob> => {
  for (const file of asked.files)
    if (!existsSync(file) || !statSync(file).isFile()) throw new UsageError(`${file}: no such file`);
  const body = asked.mapping === undefined ? {} : { mapping: textIn(asked.mapping, '--mapping') };
  const { id } = await callJson<ImportJob>(`/imports?${queryOf(asked)}`, { method: 'POST', body });
  for (const file of asked.files) await putFile(id, file);
  await callJson(`/imports/${id}/start`, { method: 'POST', body: {} });
  return watchImport(id, seen);
};

/** Of a large file it takes longer than fetch waits for an answer; asked again, intake says what came of it. */
export const undoImport = async (id: string): Promise<Readonly<{ retracted: number }>> => {
  for (;;)
    try {
      return await callJson<{ retracted: number }>(`/imports/${encodeURIComponent(id)}/undo`, { method: 'POST', body: {} });
    } catch (fault) {
      if (!(fault instanceof CommandFault) || fault.code !== STILL_AT_WORK) throw fault;
    }
};
