// Suffixes sort tests by speed: .spec (no processes), .integration.spec (real Kafka, Postgres, registry), .journey (the whole hub).
const base = {
  testEnvironment: 'node',
  transform: { '^.+\\.ts$': ['@swc/jest'] },
  moduleNameMapper: { '^@xianjie/([^/]+)$': '<rootDir>/libs/$1/index.ts' },
  modulePathIgnorePatterns: ['<rootDir>/dist[./]', '<rootDir>/.xianjie/', '<rootDir>/.infrastructure/'],
};
const real = { ...base, globalSetup: '<rootDir>/test/real-parts-setup.js', globalTeardown: '<rootDir>/test/real-parts-teardown.js' };

module.exports = {
  projects: [
    {
      ...base,
      displayName: 'unit',
      testMatch: ['<rootDir>/{apps,libs,test,scripts}/**/*.spec.ts'],
      testPathIgnorePatterns: ['\\.integration\\.spec\\.ts$'],
    },
    { ...real, displayName: 'integration', testMatch: ['<rootDir>/{apps,libs,test}/**/*.integration.spec.ts'] },
    // Each journey starts a hub of its own, parts and all.
    { ...base, displayName: 'journeys', testMatch: ['<rootDir>/test/journeys/**/*.journey.ts', '<rootDir>/test/faults/**/*.journey.ts'] },
  ],
};
