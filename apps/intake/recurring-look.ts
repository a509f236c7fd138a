import type { OnApplicationShutdown } from '@nestjs/common';

/** Work that is looked for at the start and again after each while, one look at a time; the app ends after the one under way. */
export abstract class RecurringLook implements OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private looking: Promise<void> | null = null;

  protected constructor(private readonly everyMs: number) {}

  /** One look. Never throws: what fails now is found again by the next one. */
  protected abstract once(): Promise<void>;

  start(): void {
    this.timer ??= setInterval(() => void this.look(), this.everyMs);
    void this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.looking;
  }

  private look(): Promise<void> {
    this.looking ??= this.once().finally(() => {
      this.looking = null;
    });
    return this.looking;
  }
}
