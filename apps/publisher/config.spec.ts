import { readConfig } from './config';

const complete = {
  XIANJIE_DATABASE_URL: 'postgres://x@127.0.0.1/x',
  XIANJIE_KAFKA_BROKERS: '127.0.0.1:9092,127.0.0.1:9093',
  XIANJIE_SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081',
  XIANJIE_SIGNING_KEY_FILE: '/keys/signing.key',
  XIANJIE_PROVINCE: '53',
  XIANJIE_DATA_DIR: '/data',
};

describe('the environment of the publisher', () => {
  it('is read', () => {
    expect(readConfig(complete)).toMatchObject({ brokers: ['127.0.0.1:9092', '127.0.0.1:9093'], PORT: 8082 });
    expect(readConfig(complete).sealFileOf('45')).toBe('/data/seals/45.jsonl');
  });

  it('names every variable that is missing or wrong', () => {
    const { XIANJIE_KAFKA_BROKERS: _, ...rest } = complete;
    expect(() => readConfig({ ...rest, XIANJIE_PROVINCE: 'yunnan' })).toThrow(/XIANJIE_KAFKA_BROKERS.*XIANJIE_PROVINCE/);
  });
});
