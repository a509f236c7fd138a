import { Counter, collectDefaultMetrics } from 'prom-client';

collectDefaultMetrics();

export const outcomes = new Counter({
  name: 'xianjie_reports_total',
  help: 'Households told, by answer',
  labelNames: ['status'],
});
export const eventsRecorded = new Counter({ name: 'xianjie_events_recorded_total', help: 'Events that reports brought' });
export const importFaults = new Counter({ name: 'xianjie_import_faults_total', help: 'Imports that a fault stopped' });
