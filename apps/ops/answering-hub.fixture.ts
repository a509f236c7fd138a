import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A server that answers as the spec says, found by the commands of its `describe` as the hub. */
export const answeringHub = (answer: RequestListener): void => {
  const server = createServer(answer);
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
};
