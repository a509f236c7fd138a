import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { assertSaidInProduction } from './production';

describe('`up` in production', () => {
  const dir = mkdtempSync(join(tmpdir(), 'xianjie-production-'));
  const file = join(dir, 'secret');
  writeFileSync(file, 'c0ffee');
  afterAll(() => rmSync(dir, { recursive: true }));
  const complete = {
    NODE_ENV: 'production',
    XIANJIE_DATABASE_URL: 'postgres://x@127.0.0.1/x',
    XIANJIE_KAFKA_BROKERS: '127.0.0.1:9092',
    XIANJIE_SCHEMA_REGISTRY_URL: 'http://127.0.0.1:8081',
    ...{ XIANJIE_TOKEN_FILE: file, XIANJIE_MASTER_KEY_FILE: file, XIANJIE_SIGNING_KEY_FILE: file },
    ...{ XIANJIE_DATA_DIR: dir, XIANJIE_PROVINCE: '45' },
  };

  it.each(Object.keys(complete).filter((name) => name !== 'NODE_ENV'))('names %s when it is not set', (name) => {
    expect(() => assertSaidInProduction(null, { ...complete, [name]: undefined })).toThrow(`${name}: not set`);
    expect(() => assertSaidInProduction(null, { ...complete, [name]: '' })).toThrow(`${name}: not set`);
  });

  it('is content when all is said, and asks nothing outside production', () => {
    expect(() => assertSaidInProduction(null, complete)).not.toThrow();
    expect(() => assertSaidInProduction('2016-01-01', {})).not.toThrow();
  });

  it('names a key that is not there, and refuses a simulated clock', () => {
    const nowhere = join(dir, 'nowhere');
    expect(() => assertSaidInProduction(null, { ...complete, XIANJIE_MASTER_KEY_FILE: nowhere })).toThrow(
      `XIANJIE_MASTER_KEY_FILE: ${nowhere} does not exist`,
    );
    expect(() => assertSaidInProduction('2016-01-01', complete)).toThrow('XIANJIE_CLOCK: production refuses');
  });
});
