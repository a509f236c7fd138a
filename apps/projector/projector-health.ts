import { Counter, Gauge, collectDefaultMetrics } from 'prom-client';

collectDefaultMetrics();
const projected = new Counter({ name: 'xianjie_projected_events_total', help: 'Events folded into the views' });
const lag = new Gauge({
  name: 'xianjie_projector_lag',
  help: 'Messages of a partition that are not in the views yet',
  labelNames: ['partition'],
});

/** Whether the projector lives: once its consumer has crashed it is red, and the process ends (ADR 4). */
export class ProjectorHealth {
  private fault: Error | null = null;

  projected(events: number, partition: number, behind: number): void {
    projected.inc(events);
    lag.set({ partition: String(partition) }, behind);
  }

  crashed(fault: Error): void {
    this.fault = fault;
  }

  get crash(): Error | null {
    return this.fault;
  }
}
