export * from './event-log';
export { Clock } from './clock';
