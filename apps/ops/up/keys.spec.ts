import { mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hubSecrets } from './keys';

describe('the token and the master key of a hub on one machine', () => {
  const texts = ({ token, masterKey }: ReturnType<typeof hubSecrets>): string[] =>
    [token, masterKey].map((file) => readFileSync(file, 'utf8'));
  const made = [expect.stringMatching(/^[0-9a-f]{48}\n$/), expect.stringMatching(/^[0-9a-f]{64}\n$/)];
  const { XIANJIE_TOKEN_FILE: token, XIANJIE_MASTER_KEY_FILE: masterKey } = process.env;

  beforeEach(() => {
    delete process.env.XIANJIE_TOKEN_FILE;
    delete process.env.XIANJIE_MASTER_KEY_FILE;
  });
  afterAll(() =>
    Object.assign(process.env, token && { XIANJIE_TOKEN_FILE: token }, masterKey && { XIANJIE_MASTER_KEY_FILE: masterKey }),
  );

  it('are made once, for their owner only, and kept', () => {
    const dir = mkdtempSync(join(tmpdir(), 'xianjie-keys-'));
    const first = hubSecrets(dir);
    expect(texts(first)).toEqual(made);
    expect(Object.values(first).map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
    const before = texts(first);
    expect(texts(hubSecrets(dir))).toEqual(before);
  });

  it('are made where a full disk left their names only', () => {
    const dir = mkdtempSync(join(tmpdir(), 'xianjie-keys-'));
    for (const name of ['token', 'master.key']) writeFileSync(join(dir, name), '', { mode: 0o600 });
    expect(texts(hubSecrets(dir))).toEqual(made);
  });
});
