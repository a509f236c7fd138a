import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watchImport } from './import-client';

describe('an import that is watched', () => {
  const states: string[] = [];
  const server = createServer((_, response) => {
    const problem = { code: 'database-unavailable', message: 'Postgres went away' };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: 'i-1', state: states.shift() ?? 'done', problem, counts: null, issues: [] }));
  });
  const before = { ...process.env };
  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    process.env.XIANJIE_HUB_URL = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    process.env.XIANJIE_TOKEN_FILE = join(mkdtempSync(join(tmpdir(), 'xianjie-client-')), 'token');
    writeFileSync(process.env.XIANJIE_TOKEN_FILE, 'c0ffee\n');
  });
  afterAll(async () => {
    process.env = before;
    await new Promise((done) => server.close(done));
  });

  it('is a fault when it stops at one, also after a confirmation', async () => {
    states.push('applying', 'failed');
    const watched = watchImport('i-1', () => undefined);
    await expect(watched).rejects.toMatchObject({ exitCode: 3, message: 'import i-1 stopped: Postgres went away' });
  });

  it('is answered as it ended otherwise', async () => {
    const seen: string[] = [];
    states.push('applying', 'refused');
    expect(await watchImport('i-1', ({ state }) => seen.push(state))).toMatchObject({ state: 'refused' });
    expect(seen).toEqual(['applying', 'refused']);
  });
});
