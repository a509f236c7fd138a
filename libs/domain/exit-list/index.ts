export * from './exit-list.events';
export * from './state';
export { exitListEventNames } from './event-names';
