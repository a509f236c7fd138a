import type { Writable } from 'node:stream';
import { firstIssues, rejectedRows, rejectsCsv } from '@xianjie/sources';
import type { Import, ImportRunner, RowIssue } from '@xianjie/sources';

const FIRST = 20;

/** Rows in quarantine as a sheet. */
export class Rejects {
  constructor(private readonly runner: ImportRunner) {}

  /** False once the files' time is over (S-25). */
  async areKept({ no }: Import): Promise<boolean> {
    return (await this.runner.imports.parts(no)).every(({ path }) => path !== '');
  }

  /** The first of them by file, sheet, row and column, for whoever watches the import. */
  first(job: Import): Promise<readonly RowIssue[]> {
    return firstIssues(job, this.runner, FIRST);
  }

  csv(job: Import): AsyncIterable<string> {
    return rejectsCsv(job, this.runner);
  }

  /** Every cell is text: a long number must not lose its digits again. */
  async xlsx(job: Import, out: Writable): Promise<void> {
    const { stream } = await import('exceljs');
    const gone = new Promise<void>((done) => out.once('close', done));
    const book = new stream.xlsx.WorkbookWriter({ stream: out });
    const sheet = book.addWorksheet('退回');
    for await (const row of rejectedRows(job, this.runner)) {
      if (out.destroyed) return;
      sheet.addRow([...row]).commit();
    }
    // It ends with the writing to a client, and would never end for one that went away.
    await Promise.race([book.commit(), gone]);
  }
}
