import { SAMPLE_BYTES } from '../decode/encoding';
import { formatOf } from '../decode/format';
import type { Import, ImportFile } from './import';
import type { Staging } from './stage-import';
import { PartStage, formOf } from './stage-part';
import type { PartForm } from './stage-part';

// A CSV file is staged while it arrives: the sender and Postgres are busy meanwhile anyway. What cannot be staged so (a book, a heading
// that is not found, two files sent at once, a process that ended in between) is staged from the kept files when the import is started.

/** Runs in one COPY: few enough that a slow sender keeps no transaction open. */
const RUNS = 4_000;

type Arrived = { files: number; rows: number; isSpoilt: boolean; arriving: boolean };

/** One file on its way in. It never fails: what goes wrong spoils the staging only. */
class Arriving {
  private held: Buffer[] = [];
  private heldBytes = 0;
  private form: PartForm | null = null;
  private stage: PartStage | null = null;

  constructor(
    private readonly job: Import,
    private readonly staging: Staging,
    private readonly arrived: Arrived,
  ) {}

  async *through(chunks: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
    for await (const chunk of chunks) {
      await this.unlessSpoilt(() => this.take(chunk));
      yield chunk;
    }
  }

  /** Once it is kept. */
  async close(file: ImportFile): Promise<void> {
    await this.unlessSpoilt(() => this.finish(file));
    this.arrived.arriving = false;
  }

  private async unlessSpoilt(work: () => Promise<void>): Promise<void> {
    if (this.arrived.isSpoilt) return;
    try {
      await work();
    } catch {
      // The fault is met again, and told, by the staging that follows.
      this.spoil();
    }
  }

  private spoil(): void {
    this.arrived.isSpoilt = true;
    this.held = [];
    this.stage = null;
  }

  private async take(chunk: Buffer): Promise<void> {
    if (this.stage) {
      this.stage.feed(chunk);
      if (this.stage.waiting >= RUNS) await this.copy(this.stage);
      return;
    }
    this.held.push(chunk);
    this.heldBytes += chunk.length;
    if (this.heldBytes >= SAMPLE_BYTES) this.begin();
  }

  private begin(): void {
    const sample = Buffer.concat(this.held);
    this.held = [];
    const { job, arrived } = this;
    const form = formatOf(sample) === 'csv' ? formOf(sample.subarray(0, SAMPLE_BYTES), job.encoding, job) : null;
    if (form === null || 'code' in form) return this.spoil();
    this.form = form;
    this.stage = new PartStage(job.no, { ...form, part: arrived.files + 1 }, job, this.staging);
    this.stage.feed(sample.subarray(form.rowsFrom));
  }

  private async finish({ number, name, hash, path, keyBox, bytes }: ImportFile): Promise<void> {
    const { job, arrived, staging } = this;
    if (this.stage === null) this.begin();
    if (this.stage === null || this.form === null) return;
    this.stage.end();
    await this.copy(this.stage);
    const file = { file: number, fileName: name, fileHash: hash, sheet: '', path, keyBox, bytes };
    await staging.imports.addPart(job.no, { part: arrived.files + 1, ...file, ...this.form });
    arrived.files += 1;
    arrived.rows += this.stage.rows;
  }

  private async copy(stage: PartStage): Promise<void> {
    await this.staging.staging.copyRuns(async (copy) => void copy.write(stage.take()));
  }
}

/** What was staged of imports that are still open, in this process. */
export class Arrivals {
  private readonly imports = new Map<string, Arrived>();

  constructor(private readonly staging: Staging) {}

  open(job: Import): Arriving {
    const arrived = this.imports.get(job.id) ?? { files: 0, rows: 0, isSpoilt: false, arriving: false };
    this.imports.set(job.id, arrived);
    // Also after one that broke off: its runs are there, and nobody counted them.
    arrived.isSpoilt ||= arrived.arriving;
    arrived.arriving = true;
    return new Arriving(job, this.staging, arrived);
  }

  /** Rows staged, when that is all of the import's files; null otherwise. What is asked for is forgotten. */
  take({ id }: Import, files: number): number | null {
    const arrived = this.imports.get(id);
    this.imports.delete(id);
    return arrived && !arrived.isSpoilt && !arrived.arriving && arrived.files === files ? arrived.rows : null;
  }
}
