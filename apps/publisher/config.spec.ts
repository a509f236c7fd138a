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

  it('leaves to it what need not be said', () => {
    const { XIANJIE_DATA_DIR: _, ...least } = complete;
    expect(readConfig(least)).toMatchObject({
      ...{ XIANJIE_BIND: '127.0.0.1', XIANJIE_DATA_DIR: '.xianjie', XIANJIE_CLOCK: 'system', XIANJIE_TOPIC_PREFIX: 'xianjie' },
      ...{ XIANJIE_LEASE_MS: 10_000, XIANJIE_SEAL_SECONDS: 10 },
    });
    expect(readConfig(least).XIANJIE_MASTER_KEY_FILE).toBeUndefined();
  });

  it('is kept as it is said', () => {
    const said = {
      ...{ PORT: '9000', XIANJIE_BIND: '127.0.0.2', XIANJIE_MASTER_KEY_FILE: '/keys/master', XIANJIE_CLOCK: 'simulated' },
      ...{ XIANJIE_TOPIC_PREFIX: 'other', XIANJIE_LEASE_MS: '1000', XIANJIE_SEAL_SECONDS: '1' },
    };
    const numbers = { PORT: 9_000, XIANJIE_LEASE_MS: 1_000, XIANJIE_SEAL_SECONDS: 1 };
    expect(readConfig({ ...complete, ...said })).toMatchObject({ ...complete, ...said, ...numbers });
  });

  it.each([
    ['XIANJIE_PROVINCE', '530'],
    ['XIANJIE_PROVINCE', 'x53'],
    ['XIANJIE_LEASE_MS', '999'],
    ['XIANJIE_SEAL_SECONDS', '0.5'],
    ['XIANJIE_CLOCK', 'mine'],
    ['XIANJIE_MASTER_KEY_FILE', ''],
    ['XIANJIE_SIGNING_KEY_FILE', ''],
    ['XIANJIE_TOPIC_PREFIX', ''],
  ])('is refused where %s is %j', (name, value) => expect(() => readConfig({ ...complete, [name]: value })).toThrow(name));

  it('names every variable that is missing or wrong', () => {
    const { XIANJIE_KAFKA_BROKERS: _, ...rest } = complete;
    expect(() => readConfig({ ...rest, XIANJIE_PROVINCE: 'yunnan' })).toThrow(/XIANJIE_KAFKA_BROKERS.*XIANJIE_PROVINCE/);
  });
});
