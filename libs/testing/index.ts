export * from './fixtures';
export * from './test-database';
export { eventually } from './eventually';
export * from './province';
