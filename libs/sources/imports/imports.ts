import { v7 } from 'uuid';
import { Arrivals } from './arrivals';
import type { Import, ImportCounts, ImportFile, ImportRequest } from './import';
import { dropKept, keepBytes } from './receive-file';
import { bookOf, isTransient, runImport } from './run-import';
import type { ImportRunner } from './run-import';

/** Why a call on an import is refused. */
export type ImportRefusal =
  'no-such-import' | 'import-not-open' | 'import-without-files' | 'nothing-held' | 'import-not-undoable';
export type Answer<Value> =
  Readonly<{ outcome: 'accepted'; value: Value }> | Readonly<{ outcome: 'refused'; because: ImportRefusal }>;

const accepted = <Value>(value: Value): Answer<Value> => ({ outcome: 'accepted', value });
const refused = (because: ImportRefusal): Answer<never> => ({ outcome: 'refused', because });

/** Whoever works on an import, or a database that is away, comes to an end. */
const LOOK_AGAIN_MS = 5_000;

/** The calls on imports. One import of a process runs after the other; what a killed process left is gone on with. */
export class Imports {
  private queue: Promise<void> = Promise.resolve();

  private readonly arrivals: Arrivals;
  private readonly undoings = new Map<string, ReturnType<Imports['undoOnce']>>();

  constructor(
    private readonly runner: ImportRunner,
    private readonly lookAgainMs = LOOK_AGAIN_MS,
  ) {
    this.arrivals = new Arrivals(runner);
  }

  async open(request: ImportRequest): Promise<string> {
    const id = v7();
    await this.runner.imports.add(id, request);
    return id;
  }

  /** Keeps a file of an import that is still open; a name is for people only. */
  async addFile(id: string, name: string, chunks: AsyncIterable<Buffer>): Promise<Answer<Omit<ImportFile, 'path' | 'keyBox'>>> {
    const job = await this.runner.imports.read(id);
    if (!job) return refused('no-such-import');
    if (job.state !== 'open') return refused('import-not-open');
    const arriving = this.arrivals.open(job);
    const kept = await keepBytes(this.runner.place, id, arriving.through(chunks));
    const number = await this.runner.imports.addFile(job.no, { name, ...kept });
    if (number === null) {
      await dropKept(this.runner.place, kept);
      return refused('import-not-open');
    }
    await arriving.close({ number, name, ...kept });
    const { format, hash, bytes } = kept;
    return accepted({ number, name, format, hash, bytes });
  }

  /** Begins to work; `settled` of the answer ends when the import does. */
  async start(id: string): Promise<Answer<Readonly<{ settled: Promise<void> }>>> {
    const job = await this.runner.imports.read(id);
    if (!job) return refused('no-such-import');
    const { imports, staging } = this.runner;
    const kept = await imports.files(job.no);
    // None came, or their time was over (S-25).
    if (kept.length === 0 || kept.some(({ path }) => path === '')) return refused('import-without-files');
    const rows = this.arrivals.take(job, kept.length);
    if (rows !== null) await staging.staged(job.no, rows);
    if (!(await imports.move(job.no, ['open', 'failed'], rows === null ? 'staging' : 'comparing')))
      return refused('import-not-open');
    // Another process may have taken a file since they were counted; from now on nobody takes one.
    if (rows !== null && (await imports.files(job.no)).length !== kept.length)
      await imports.move(job.no, ['comparing'], 'staging');
    return accepted({ settled: this.enqueue(id) });
  }

  /** Goes on with what a process that was killed left behind. */
  async resume(): Promise<void> {
    await this.runner.staging.sweep();
    for (const id of await this.runner.imports.unsettled()) void this.enqueue(id);
    for (const id of await this.runner.imports.undoing()) this.goOnUndoing(id);
  }

  /** An import as it stands, its figures counted while it runs. */
  async read(id: string): Promise<(Import & { counts: ImportCounts | null }) | null> {
    const job = await this.runner.imports.read(id);
    if (!job || job.counts || job.state === 'open') return job;
    return { ...job, counts: await this.runner.imports.counts(job.no) };
  }

  /** Tells of the departures that waited (S-6). */
  async confirm(id: string): Promise<Answer<Readonly<{ released: number; settled: Promise<void> }>>> {
    const job = await this.runner.imports.read(id);
    if (!job) return refused('no-such-import');
    if (job.state !== 'done' || job.dryRun || (job.counts?.departures.held ?? 0) === 0) return refused('nothing-held');
    // First the state: an undo that has begun meanwhile goes on alone.
    if (!(await this.runner.imports.move(job.no, ['done'], 'applying'))) return refused('nothing-held');
    const released = await this.runner.staging.releaseDepartures(job.no);
    return accepted({ released, settled: this.enqueue(id) });
  }

  /**
   * Retracts what the import recorded (S-9); nobody else works on it meanwhile. Again, it goes on where a kill stopped it; and who asks again
   * while it is at work, for a large file over minutes, gets its answer.
   */
  undo(id: string): Promise<Answer<Readonly<{ retracted: number }>>> {
    const undoing = this.undoTogether(id);
    // Half undone it holds up its counties' lists: it does not wait for whoever asked to ask again.
    undoing.catch((fault: unknown) => this.goOnLater(id, fault));
    return undoing;
  }

  private undoTogether(id: string): ReturnType<Imports['undoOnce']> {
    const undoing = this.undoings.get(id) ?? this.undoOnce(id).finally(() => this.undoings.delete(id));
    this.undoings.set(id, undoing);
    return undoing;
  }

  private goOnUndoing(id: string): void {
    const goOn = async (): Promise<void> => {
      if ((await this.runner.imports.undoing()).includes(id)) await this.undoTogether(id);
    };
    this.queue = this.queue.then(goOn).catch((fault: unknown) => {
      this.runner.onFault(id, fault);
      this.goOnLater(id, fault);
    });
  }

  private goOnLater(id: string, fault: unknown): void {
    if (isTransient(fault)) this.later(() => this.goOnUndoing(id));
  }

  private async undoOnce(id: string): Promise<Answer<Readonly<{ retracted: number }>>> {
    const job = await this.runner.imports.read(id);
    if (!job) return refused('no-such-import');
    if (job.dryRun || !(await this.runner.imports.move(job.no, ['done', 'failed', 'undoing'], 'undoing')))
      return refused('import-not-undoable');
    const { retracted } = await this.runner.hearing.retractImport(id);
    await this.runner.staging.stepBackUnchanged(id, bookOf(job), job.asOf);
    await this.runner.imports.move(job.no, ['undoing'], 'undone');
    return accepted({ retracted });
  }

  /** Ends when every import begun so far has. */
  async idle(): Promise<void> {
    await this.queue;
  }

  private enqueue(id: string): Promise<void> {
    const mine = this.queue.then(() => runImport(id, this.runner));
    this.queue = mine.then(
      (isOurs) => (isOurs ? undefined : this.lookAgain(id)),
      (fault: unknown) => {
        this.runner.onFault(id, fault);
        if (isTransient(fault)) this.lookAgain(id);
      },
    );
    return this.queue;
  }

  /** Nobody else may go on with it: an erasure that looked through its files, or a process that was killed meanwhile. */
  private lookAgain(id: string): void {
    this.later(() => void this.enqueue(id));
  }

  private later(work: () => void): void {
    setTimeout(work, this.lookAgainMs).unref();
  }
}
