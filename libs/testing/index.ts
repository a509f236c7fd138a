export * from './fixtures';
export * from './test-database';
export { eventually } from './eventually';
export * from './province';
export { seeded } from './province/random';
export type { Random } from './province/random';
