import type { PublisherStatus } from '@xianjie/messaging';
import { Counter, Gauge, collectDefaultMetrics } from 'prom-client';

collectDefaultMetrics();
const published = new Gauge({ name: 'xianjie_published_position', help: 'The last position of the log on the topics' });
const leads = new Gauge({ name: 'xianjie_publisher_leads', help: '1 while this process holds the lease' });

const sealingFaults = new Counter({
  name: 'xianjie_sealing_faults_total',
  help: 'Seals that could not be made or published at once; they are tried again',
});

/** What the publisher is doing. Waiting for a broker is no reason to be ended: red is only what does not pass by itself. */
export class PublisherHealth {
  private now: PublisherStatus = { role: 'starting', published: 0, fault: null };
  private stopped: Error | null = null;

  say(status: PublisherStatus): void {
    this.now = status;
    published.set(status.published);
    leads.set(status.role === 'leading' ? 1 : 0);
  }

  sealingFailed(_fault: Error): void {
    sealingFaults.inc();
  }

  crashed(fault: Error): void {
    this.stopped = fault;
  }

  get status(): PublisherStatus {
    return this.now;
  }
  get isReady(): boolean {
    return this.stopped === null && (this.now.role === 'leading' || this.now.role === 'standby');
  }
  get crash(): Error | null {
    return this.stopped;
  }
}
