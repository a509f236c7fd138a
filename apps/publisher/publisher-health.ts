import type { OtherSetting, PublisherStatus, Reminded } from '@xianjie/messaging';
import pino from 'pino';
import { Counter, Gauge, collectDefaultMetrics } from 'prom-client';

collectDefaultMetrics();
const logger = pino({ name: 'publisher' });
const published = new Gauge({
  name: 'xianjie_published_position',
  help: 'The last position of the log on the topics',
  labelNames: ['shard'],
});
const leads = new Gauge({ name: 'xianjie_publisher_leads', help: '1 while this process holds the lease', labelNames: ['shard'] });

const sealingFaults = new Counter({
  name: 'xianjie_sealing_faults_total',
  help: 'Seals that could not be made or published at once; they are tried again',
});

const reminders = new Counter({
  name: 'xianjie_schema_registry_reminders_total',
  help: 'Times that the schema registry had lost schemas, and was told them again',
});

const otherSettings = new Gauge({
  name: 'xianjie_topic_settings_differing',
  help: 'Settings of topics that are other than those they are made with, when this process last began to lead',
});

const STARTING: PublisherStatus = { role: 'starting', published: 0, fault: null };

/** What the publisher is doing. Waiting for a broker is no reason to be ended: red is only what does not pass by itself. */
export class PublisherHealth {
  private readonly shards = new Map<string, PublisherStatus>();
  private stopped: Error | null = null;

  constructor(private readonly home: string) {}

  say(shard: string, status: PublisherStatus): void {
    this.shards.set(shard, status);
    published.set({ shard }, status.published);
    leads.set({ shard }, status.role === 'leading' ? 1 : 0);
  }

  sealingFailed(_fault: Error): void {
    sealingFaults.inc();
  }

  /** `moved` schemas have another id now than before the messages on the topics. */
  reminded({ schemas, moved }: Reminded): void {
    reminders.inc();
    const said = 'the schema registry had lost its schemas and was told them again';
    if (moved.length === 0) logger.warn({ schemas }, `${said}, under their old ids`);
    else
      logger.error(
        { schemas, moved },
        `${said}; under some old ids others stand now: runbook, "The schema registry lost its database"`,
      );
  }

  /** Publishing goes on: only people can say whether it was meant. A topic that forgets takes from its consumers what the log still has. */
  foundOtherSettings(found: readonly OtherSetting[]): void {
    otherSettings.set(found.length);
    for (const one of found) logger.warn(one, 'a topic is set otherwise than it was made: runbook, "A topic is set otherwise"');
  }

  crashed(fault: Error): void {
    this.stopped = fault;
  }

  /** Of the home shard, and of every shard apart. */
  get status(): PublisherStatus & Readonly<{ shards: Readonly<Record<string, PublisherStatus>> }> {
    return { ...(this.shards.get(this.home) ?? STARTING), shards: Object.fromEntries(this.shards) };
  }
  get isReady(): boolean {
    const known = [...this.shards.values()];
    const isServed = known.length > 0 && known.every(({ role }) => role === 'leading' || role === 'standby');
    return this.stopped === null && isServed;
  }
  get crash(): Error | null {
    return this.stopped;
  }
}
