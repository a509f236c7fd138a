export { RecordAccess } from './record-access';
export type { Access } from './record-access';
export { LogAccess } from './log-access';
export { AccessAudit } from './access-audit';
export type { AccessQuery, AccessRecord, Accesses, ShownOf } from './access-audit';
export { recordedReplay } from './recorded-replay';
export type { RecordableReplay } from './recorded-replay';
