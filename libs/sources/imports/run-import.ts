import { lineageOf } from '@xianjie/domain';
import type { DivisionTable, LocalDate } from '@xianjie/domain';
import { HubError } from '@xianjie/domain';
import { isDatabaseAway } from '@xianjie/log';
import { FileRefused } from '../row-issue';
import { applyImport } from './apply-import';
import type { Hearing, Import, ImportState } from './import';
import { KeptRows } from './read-pages';
import { stageImport } from './stage-import';
import type { Staging } from './stage-import';

export type ImportRunner = Staging &
  Readonly<{
    hearing: Hearing;
    /** The share of a scope, given by the lineages of its counties, that may depart on a day without a confirmation (S-6). */
    departureLimit: (lineages: readonly string[], asOf: LocalDate) => number;
    onFault: (importId: string, fault: unknown) => void;
    /** Takes the rows of persons who were erased earlier out of the kept files (S-25). */
    blankErased: (job: Import) => Promise<void>;
  }>;

/** With the pauses, half a minute in which a database may come back. */
const ATTEMPTS = 10;
const PAUSE_MS = 500;
export const bookOf = ({ source }: Import): string => `heard:${source}`;

/** Lineages of every county under the given codes; a province or prefecture code ends in zeros. */
export const lineagesUnder = (divisions: DivisionTable, codes: readonly string[]): readonly string[] => {
  const prefixes = codes.map((code) => code.slice(0, 6).replace(/(00)+$/, ''));
  const under = [...divisions.values()].filter(
    ({ level, code }) => (level === 'county' || level === 'zone') && prefixes.some((prefix) => code.startsWith(prefix)),
  );
  return [...new Set(under.map(({ code }) => lineageOf(divisions, code)))];
};

const spokenFor = async (job: Import, { staging, divisions }: ImportRunner): Promise<readonly string[]> =>
  job.scope ? lineagesUnder(divisions, job.scope) : staging.lineages(job.no);

const compare = async (job: Import, runner: ImportRunner): Promise<void> => {
  const { staging } = runner;
  const spoken = await spokenFor(job, runner);
  const { departures, present } = await staging.compare(job.no, bookOf(job), job.changes ? null : spoken, job.asOf);
  if (departures > 0 && departures <= present * runner.departureLimit(spoken, job.asOf)) await staging.releaseDepartures(job.no);
};

const apply = async (job: Import, runner: ImportRunner): Promise<void> => {
  const { imports, staging, place, divisions, hearing } = runner;
  const rows = new KeptRows(job, await imports.parts(job.no), await imports.files(job.no), place, divisions);
  // Those that changed nothing are told to nobody: Postgres advances them while the others are heard.
  const advancing = job.dryRun ? Promise.resolve() : staging.advanceUnchanged(job.no, bookOf(job), job.asOf);
  advancing.catch(() => undefined);
  try {
    await applyImport(job, rows, staging, hearing);
  } finally {
    await rows.close();
  }
  await advancing;
};

const whyHeld = async (job: Import, runner: ImportRunner): Promise<string> => {
  const { cut, stray } = await runner.staging.unknownRows(job.no);
  if (cut) return 'a file ends inside a row';
  if (stray) return 'rows in quarantine name no household that can be read: they may be theirs';
  const limit = runner.departureLimit(await spokenFor(job, runner), job.asOf);
  return `more than ${Number((limit * 100).toFixed(4))} % of the scope`;
};

const settle = async (job: Import, runner: ImportRunner): Promise<void> => {
  const { imports, staging } = runner;
  const counts = await imports.counts(job.no, await whyHeld(job, runner));
  await runner.blankErased(job);
  await imports.move(job.no, ['settling'], 'done', null, counts);
  await staging.forget(job.no);
};

// Each step can be done again from its beginning: what was already told answers as it did the first time.
const steps: Readonly<
  Partial<Record<ImportState, Readonly<{ work: (job: Import, runner: ImportRunner) => Promise<void>; next: ImportState | null }>>>
> = {
  staging: { work: stageImport, next: 'comparing' },
  comparing: { work: compare, next: 'applying' },
  applying: { work: apply, next: 'settling' },
  settling: { work: settle, next: null },
};

const workOn = async (id: string, runner: ImportRunner): Promise<void> => {
  for (;;) {
    const job = await runner.imports.read(id);
    const step = job && steps[job.state];
    if (!job || !step) return;
    // Confirmed departures (there are counts) are told without rows.
    if (job.state !== 'staging' && job.counts === null && !(await runner.staging.isWhole(job.no))) {
      await runner.imports.move(job.no, [job.state], 'staging');
      continue;
    }
    await step.work(job, runner);
    if (step.next) await runner.imports.move(job.no, [job.state], step.next);
  }
};

const problemOf = (fault: unknown): Import['problem'] => {
  if (fault instanceof FileRefused) return fault.issue;
  if (fault instanceof HubError) return { code: fault.code, message: fault.message };
  return { code: 'fault', message: "something failed that the hub did not expect; intake's log says what" };
};

// Postgres: a deadlock, or what could not be serialised.
const OUTRUN = /^40/;
export const isTransient = (fault: unknown): boolean => {
  if (fault instanceof HubError) return fault.retryable;
  return isDatabaseAway(fault) || OUTRUN.test(String((fault as { code?: unknown }).code));
};

/**
 * Brings a started import to an end, from wherever it stands: after a kill the next process goes on. Never throws for the import's own
 * sake. False when somebody else works on it.
 */
export const runImport = async (id: string, runner: ImportRunner): Promise<boolean> => {
  const job = await runner.imports.read(id);
  if (!job) return true;
  return runner.imports.alone(job.no, async () => {
    for (let attempt = 1; ; attempt += 1)
      try {
        return await workOn(id, runner);
      } catch (fault) {
        if (isTransient(fault) && attempt < ATTEMPTS) {
          await new Promise((next) => setTimeout(next, PAUSE_MS * attempt));
          continue;
        }
        if (!(fault instanceof FileRefused)) runner.onFault(id, fault);
        const running: readonly ImportState[] = ['staging', 'comparing', 'applying', 'settling'];
        await runner.imports.move(job.no, running, fault instanceof FileRefused ? 'refused' : 'failed', problemOf(fault));
        return;
      }
  });
};
