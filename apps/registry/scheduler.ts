import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { KeepDeadlines } from '@xianjie/casework';
import type { Today } from '@xianjie/log';
import type { Lease, PostgresLeases } from '@xianjie/messaging';
import pino from 'pino';
import type { ListedCounties } from './exit-lists/listed-counties';

const logger = pino({ name: 'scheduler' });
const NAME = 'scheduler';

export type SchedulerParts = Readonly<{
  leases: PostgresLeases;
  deadlines: KeepDeadlines;
  counties: ListedCounties;
  today: Today;
  holder: string;
  /** 0: never. */
  everySeconds: number;
}>;

/** One of the registry processes looks at the hub's clock at intervals, under a lease, and keeps each day's deadlines once. */
export class Scheduler implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private lease: Lease | null = null;
  private keptOn: string | null = null;
  private running: Promise<void> | null = null;

  constructor(private readonly parts: SchedulerParts) {}

  onApplicationBootstrap(): void {
    const { everySeconds } = this.parts;
    if (everySeconds > 0) this.timer = setInterval(() => void this.look(), everySeconds * 1_000);
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.timer) clearInterval(this.timer);
    await this.running;
    await this.lease?.release().catch(() => undefined);
  }

  private look(): Promise<void> {
    this.running ??= this.tick()
      // What failed is tried again at the next look.
      .catch((fault: unknown) => logger.error({ err: fault }, 'the deadlines could not be kept'))
      .finally(() => (this.running = null));
    return this.running;
  }

  /** Nothing unless this process leads and the day is a new one. */
  async tick(): Promise<void> {
    const { today, counties, deadlines } = this.parts;
    const day = await today.date();
    if (this.keptOn === day || !(await this.leads())) return;
    const kept = await deadlines.on(day, await counties.all());
    this.keptOn = day;
    logger.info({ day, ...kept }, 'deadlines kept');
  }

  private async leads(): Promise<boolean> {
    const { leases, holder, everySeconds } = this.parts;
    const renewed = await this.lease?.renew().then(
      () => this.lease,
      () => null,
    );
    this.lease = renewed ?? (await leases.acquire(NAME, holder, 3_000 * Math.max(everySeconds, 1) + 60_000));
    return this.lease !== null;
  }
}
