import { Counter, Gauge, collectDefaultMetrics } from 'prom-client';

collectDefaultMetrics();

export const outcomes = new Counter({
  name: 'xianjie_reports_total',
  help: 'Households told, by answer',
  labelNames: ['status'],
});
export const eventsRecorded = new Counter({ name: 'xianjie_events_recorded_total', help: 'Events that reports brought' });
export const importFaults = new Counter({ name: 'xianjie_import_faults_total', help: 'Imports that a fault stopped' });
export const sealingOverdue = new Gauge({
  name: 'xianjie_sealing_overdue',
  help: '1 while nothing new is taken because nobody seals the log',
});
