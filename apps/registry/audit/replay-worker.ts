import { Injectable, OnApplicationBootstrap } from '@nestjs/common';
import { RecordAccess, recordedReplay } from '@xianjie/access';
import { PostgresReplayRun, PostgresReplays, ReplayRefusal } from '@xianjie/read-models';
import pino from 'pino';

/** Small pages: a page of folds holds up the calls that this process answers, 100 households by about 10 ms. */
const HOUSEHOLDS_AT_ONCE = 100;

/** Works through the replays that were asked for by HTTP, one after the other, and goes on with those that a crash interrupted. */
@Injectable()
export class ReplayWorker implements OnApplicationBootstrap {
  private working: Promise<void> = Promise.resolve();
  private readonly logger = pino({ name: 'replays' });

  constructor(
    private readonly replays: PostgresReplays,
    private readonly runner: PostgresReplayRun,
    private readonly accesses: RecordAccess,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const { name, status, asked } of await this.replays.list())
      if (status === 'interrupted' && asked.worker === 'hub' && asked.topic === null) this.take(name);
  }

  /** Resolves when those taken before are done as well; a fault is the replay's own, and is kept with it. */
  take(name: string): Promise<void> {
    this.working = this.working
      .then(async () =>
        recordedReplay(this.accesses, await this.replays.show(name), () =>
          this.runner.run(name, { householdsAtOnce: HOUSEHOLDS_AT_ONCE }),
        ),
      )
      .then(
        () => undefined,
        (fault: unknown) => {
          // Dropped in the meantime, or another process is at work on it.
          if (!(fault instanceof ReplayRefusal)) this.logger.error({ err: fault, replay: name }, 'a replay was interrupted');
        },
      );
    return this.working;
  }
}
