import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, get } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { requireBearer } from './bearer';

const TOKEN = 'c0ffee00c0ffee00';

describe('a hub’s calls', () => {
  const file = join(mkdtempSync(join(tmpdir(), 'token-')), 'token');
  writeFileSync(file, `${TOKEN}\n`);
  const server = createServer(
    express()
      .use(requireBearer(file))
      .use((_request, response) => void response.send('inside')),
  );
  const asked = async (path: string, authorization?: string) => {
    const { port } = server.address() as AddressInfo;
    return fetch(`http://127.0.0.1:${port}${path}`, { headers: authorization ? { authorization } : {} });
  };
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)));
  afterAll(() => new Promise((done) => server.close(done)));

  it('are answered to who brings the token, as Bearer or as a password', async () => {
    expect((await asked('/api/v1/overlap', `Bearer ${TOKEN}`)).status).toBe(200);
    expect((await asked('/api/docs', `Basic ${Buffer.from(`somebody:${TOKEN}`).toString('base64')}`)).status).toBe(200);
  });

  it.each([undefined, 'Bearer wrong', 'Basic eA==', `Bearer ${TOKEN}x`])(
    'are refused as a problem without it (%s)',
    async (authorization) => {
      const answer = await asked('/api/v1/overlap', authorization);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      expect(await answer.json()).toMatchObject({ status: 401, code: 'no-valid-token' });
    },
  );

  it('ask a browser for a password in a header of its own: Chromium reads no second challenge in one', async () => {
    const { port } = server.address() as AddressInfo;
    const answer = await new Promise<IncomingMessage>((done) => get(`http://127.0.0.1:${port}/api/docs`, done));
    answer.resume();
    const challenges = answer.rawHeaders.filter((_, at) => answer.rawHeaders[at - 1]?.toLowerCase() === 'www-authenticate');
    expect(challenges).toEqual(['Bearer', 'Basic realm="xianjie"']);
  });

  it('leave only the health calls open', async () => {
    expect((await asked('/health/ready')).status).toBe(200);
    expect((await asked('/health/ready/../../api')).status).toBe(401);
    expect((await asked('/metrics')).status).toBe(401);
  });
});
