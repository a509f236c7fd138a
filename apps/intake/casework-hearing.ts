import type { HearReports } from '@xianjie/casework';
import { Hearing } from '@xianjie/sources';
import type { HearOutcome, HeardReport, SnapshotSaid } from '@xianjie/sources';
import { outcomes, eventsRecorded } from './metrics';
import type { SealingGuard } from './sealing-guard';

/** What sources report goes to casework, and is counted on its way. */
export class CaseworkHearing extends Hearing {
  constructor(
    private readonly reports: HearReports,
    private readonly sealing: SealingGuard,
  ) {
    super();
  }

  async hear(batch: readonly HeardReport[], snapshot?: SnapshotSaid): Promise<readonly HearOutcome[]> {
    // A single report was asked about when it came; an import is told over hours.
    if (snapshot) await this.sealing.untilSealed();
    const answers = await this.reports.hear(batch, snapshot);
    for (const { status, events } of answers) {
      outcomes.inc({ status });
      eventsRecorded.inc(events);
    }
    return answers;
  }

  async retractImport(importId: string): Promise<Readonly<{ retracted: number }>> {
    return this.reports.retractImport(importId);
  }
}
