import type { OnApplicationShutdown } from '@nestjs/common';
import type { ExpireKeptFiles } from '@xianjie/casework';
import type { Today } from '@xianjie/log';
import pino from 'pino';

const logger = pino({ name: 'kept-files' });
const EVERY_MS = 3_600_000;

/** Once an hour, and at the start: files of imports whose time is over go. `days` 0: they are kept for ever. */
export class ExpiredFiles implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;

  constructor(
    private readonly expiring: Pick<ExpireKeptFiles, 'run'>,
    private readonly today: Today,
    private readonly days: number,
  ) {}

  start(): void {
    if (this.days === 0) return;
    this.timer ??= setInterval(() => void this.look(), EVERY_MS);
    void this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.looking;
  }

  private look(): Promise<void> {
    this.looking ??= this.expire().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }

  private async expire(): Promise<void> {
    try {
      for (const importId of await this.expiring.run(this.days, await this.today.date()))
        logger.info({ importId, days: this.days }, 'the kept files of an import were deleted: their time was over');
    } catch (fault) {
      // A database that is away: the next look goes on.
      logger.warn({ err: fault }, 'deleting kept files waits');
    }
  }
}
