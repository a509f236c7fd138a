export * from './fixtures';
export * from './test-database';
