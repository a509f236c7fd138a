import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readEnvironment } from './environment';

const shape = z.object({
  XIANJIE_DATABASE_URL: z.string().url(),
  XIANJIE_DATA_DIR: z.string().default('.xianjie'),
  XIANJIE_CLOCK: z.enum(['system', 'simulated']).default('system'),
});
const complete = { XIANJIE_DATABASE_URL: 'postgres://x@127.0.0.1/x' };

describe('the environment of an app', () => {
  it('is read, with what a hub on one machine need not say', () =>
    expect(readEnvironment('intake', shape, complete)).toEqual({
      ...complete,
      XIANJIE_DATA_DIR: '.xianjie',
      XIANJIE_CLOCK: 'system',
    }));

  it('names the app and what is missing', () =>
    expect(() => readEnvironment('intake', shape, {})).toThrow(/of intake is incomplete: XIANJIE_DATABASE_URL/));

  it.each([{ NODE_ENV: 'production' }, { XIANJIE_MODE: 'production' }])('must say everything in production (%j)', (mode) =>
    expect(() => readEnvironment('intake', shape, { ...complete, ...mode })).toThrow('XIANJIE_DATA_DIR: not set'),
  );

  it('has no simulated clock in production', () =>
    expect(() =>
      readEnvironment('intake', shape, {
        ...complete,
        NODE_ENV: 'production',
        XIANJIE_DATA_DIR: '/data',
        XIANJIE_CLOCK: 'simulated',
      }),
    ).toThrow('XIANJIE_CLOCK: production refuses'));

  it('names a key that the app may not read, in place of a stack trace', () => {
    const withKey = shape.extend({ XIANJIE_TOKEN_FILE: z.string() });
    const file = join(mkdtempSync(join(tmpdir(), 'environment-')), 'token');
    const settings = { ...complete, XIANJIE_TOKEN_FILE: file };
    const inProduction = { ...settings, NODE_ENV: 'production', XIANJIE_DATA_DIR: '/data' };
    expect(readEnvironment('intake', withKey, settings)).toMatchObject({ XIANJIE_TOKEN_FILE: file });
    expect(() => readEnvironment('intake', withKey, inProduction)).toThrow(`XIANJIE_TOKEN_FILE: ${file} does not exist`);
    writeFileSync(file, 'c0ffee', { mode: 0 });
    // Root may read everything.
    if (process.getuid?.() === 0)
      expect(readEnvironment('intake', withKey, inProduction)).toMatchObject({ XIANJIE_TOKEN_FILE: file });
    else
      expect(() => readEnvironment('intake', withKey, inProduction)).toThrow(
        `XIANJIE_TOKEN_FILE: user ${process.getuid?.()} may not read`,
      );
  });
});
