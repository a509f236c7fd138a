import type { ExpireKeptFiles } from '@xianjie/casework';
import type { Today } from '@xianjie/log';
import pino from 'pino';
import { RecurringLook } from './recurring-look';

const logger = pino({ name: 'kept-files' });
const EVERY_MS = 3_600_000;

/** Once an hour, and at the start: files of imports whose time is over go. `days` 0: they are kept for ever. */
export class ExpiredFiles extends RecurringLook {
  constructor(
    private readonly expiring: Pick<ExpireKeptFiles, 'run'>,
    private readonly today: Today,
    private readonly days: number,
  ) {
    super(EVERY_MS);
  }

  override start(): void {
    if (this.days > 0) super.start();
  }

  protected async once(): Promise<void> {
    try {
      for (const importId of await this.expiring.run(this.days, await this.today.date()))
        logger.info({ importId, days: this.days }, 'the kept files of an import were deleted: their time was over');
    } catch (fault) {
      // A database that is away: the next look goes on.
      logger.warn({ err: fault }, 'deleting kept files waits');
    }
  }
}
