const { mkdtempSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { findOrStart } = require('../libs/infrastructure/index.ts');

/**
 * One set of real parts for the whole Jest run: those whose addresses are in the environment, the others started here.
 * Two projects call this; the second finds the addresses that the first one set.
 */
module.exports = async () => {
  const { XIANJIE_DATABASE_URL, XIANJIE_KAFKA_BROKERS, XIANJIE_SCHEMA_REGISTRY_URL } = process.env;
  if (XIANJIE_DATABASE_URL && XIANJIE_KAFKA_BROKERS && XIANJIE_SCHEMA_REGISTRY_URL) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'xianjie-test-'));
  const parts = await findOrStart({ dataDir, database: 'postgres', log: (line) => console.log(line) });
  process.env.XIANJIE_DATABASE_URL = parts.databaseUrl;
  process.env.XIANJIE_KAFKA_BROKERS = parts.kafkaBrokers;
  process.env.XIANJIE_SCHEMA_REGISTRY_URL = parts.schemaRegistryUrl;
  globalThis.realParts = { parts, dataDir };
};
