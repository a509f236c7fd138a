import type { HearOutcome, HeardReport, Hearing } from '../imports/import';

type Waiting = Readonly<{ item: HeardReport; resolve: (outcome: HearOutcome) => void; reject: (fault: unknown) => void }>;

const LARGEST = 500;
/** While one batch is appended the next is resolved; more would only queue for the log's head. */
const SIDE_BY_SIDE = 2;

/** Puts reports of concurrent calls together: one batch costs a handful of queries whatever its size. Each caller gets its own answers. */
export class ReportBatcher {
  private readonly waiting: Waiting[] = [];
  private running = 0;

  constructor(private readonly hearing: Pick<Hearing, 'hear'>) {}

  hear(items: readonly HeardReport[]): Promise<readonly HearOutcome[]> {
    const answers = items.map(
      (item) => new Promise<HearOutcome>((resolve, reject) => void this.waiting.push({ item, resolve, reject })),
    );
    this.next();
    return Promise.all(answers);
  }

  private next(): void {
    while (this.running < SIDE_BY_SIDE && this.waiting.length > 0) {
      this.running += 1;
      void this.run(this.waiting.splice(0, LARGEST)).finally(() => {
        this.running -= 1;
        this.next();
      });
    }
  }

  private async run(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcomes = await this.hearing.hear(batch.map(({ item }) => item));
      batch.forEach(({ resolve }, at) => resolve(outcomes[at]));
    } catch (fault) {
      for (const { reject } of batch) reject(fault);
    }
  }
}
