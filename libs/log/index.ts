export * from './event-log';
export * from './faults';
export { Clock } from './clock';
export { SystemClock } from './system-clock';
export { FixedClock } from './fixed-clock';
export { PostgresSimulatedClock } from './postgres-simulated-clock';
export { PostgresEventLog } from './postgres-event-log';
export { InMemoryEventLog } from './in-memory-event-log';
export { Today, endOfShanghaiDay, shanghaiDay, startOfShanghaiDay } from './today';
