import type { ParkedCounts } from '@xianjie/messaging';
import { Counter, Gauge, collectDefaultMetrics } from 'prom-client';

collectDefaultMetrics();
const projected = new Counter({ name: 'xianjie_projected_events_total', help: 'Events folded into the views' });
const lag = new Gauge({
  name: 'xianjie_projector_lag',
  help: 'Messages of a partition that are not in the views yet',
  labelNames: ['partition'],
});

const parkedLanes = new Gauge({ name: 'xianjie_parked_lanes', help: 'Households whose messages wait in a parked lane' });
const parkedMessages = new Gauge({ name: 'xianjie_parked_messages', help: 'Messages that wait in parked lanes' });
const parkedOldest = new Gauge({ name: 'xianjie_parked_oldest_seconds', help: 'How long the oldest parked message waits' });

/** Whether the projector lives: once its consumer has crashed it is red, and the process ends (ADR 4). */
export class ProjectorHealth {
  private fault: Error | null = null;
  private parkedNow: ParkedCounts = { lanes: 0, messages: 0, oldestSeconds: 0 };

  projected(events: number, partition: number, behind: number): void {
    projected.inc(events);
    lag.set({ partition: String(partition) }, behind);
  }

  waiting(counts: ParkedCounts): void {
    this.parkedNow = counts;
    parkedLanes.set(counts.lanes);
    parkedMessages.set(counts.messages);
    parkedOldest.set(counts.oldestSeconds);
  }

  /** What waits is no fault of the projector: it stays ready, and says so. */
  get parked(): ParkedCounts {
    return this.parkedNow;
  }

  crashed(fault: Error): void {
    this.fault = fault;
  }

  get crash(): Error | null {
    return this.fault;
  }
}
