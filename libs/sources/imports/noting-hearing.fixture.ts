import type { Pool } from 'pg';
import type { HearOutcome, HeardReport, Hearing } from './import';

/** Keeps what it is told and writes the heard notes as casework does; nothing else. A repeated command gets its first answer. */
export class NotingHearing implements Hearing {
  readonly told: HeardReport[] = [];
  private readonly answers = new Map<string, HearOutcome>();
  /** Called before a batch is told: a test breaks the connection here. */
  before: () => Promise<void> = () => Promise.resolve();

  constructor(private readonly pool: Pool) {}

  async hear(batch: readonly HeardReport[]): Promise<readonly HearOutcome[]> {
    await this.before();
    const outcomes: HearOutcome[] = [];
    for (const item of batch) {
      const known = this.answers.get(item.commandId);
      const outcome: HearOutcome = known ?? {
        status: 'accepted',
        household: `h-${item.report.recordKey}`,
        events: 1,
        code: null,
        detail: null,
      };
      if (!known) this.told.push(item);
      this.answers.set(item.commandId, outcome);
      outcomes.push(outcome);
    }
    const notes = batch.map(({ report, digest, importId }) => ({
      book: report.system === 'registry' ? 'heard:poverty' : 'heard:dibao',
      key: report.recordKey,
      scope: report.county,
      value: JSON.stringify({
        asOf: report.asOf,
        present: !('absent' in report),
        digest,
        household: `h-${report.recordKey}`,
        import: importId,
        ...(importId === null && { told: report.asOf }),
      }),
    }));
    await this.pool.query(
      `insert into log.notes (book, key, scope, value) select book, key, scope, value from json_to_recordset($1) as n(book text, key text, scope text, value text)
       on conflict (book, key) do update set scope = excluded.scope, value = excluded.value`,
      [JSON.stringify(notes)],
    );
    return outcomes;
  }

  retractImport(importId: string): Promise<Readonly<{ retracted: number }>> {
    return Promise.resolve({ retracted: this.told.filter((item) => item.importId === importId).length });
  }
}
