import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { Pool } from 'pg';

const TOKEN = 'a-token-of-the-spec';

type Answer = Readonly<{ status: number; type: string; body: Record<string, unknown> }>;

describe('the offices’ API', () => {
  let database: TestDatabase;
  let app: NestExpressApplication;
  const dir = mkdtempSync(join(tmpdir(), 'registry-'));
  const before = { ...process.env };

  beforeAll(async () => {
    database = await createHubDatabase();
    writeFileSync(join(dir, 'token'), TOKEN);
    Object.assign(process.env, {
      XIANJIE_DATABASE_URL: database.url,
      XIANJIE_DATA_DIR: dir,
      XIANJIE_TOKEN_FILE: join(dir, 'token'),
      XIANJIE_MASTER_KEY_FILE: join(dir, 'master.key'),
      XIANJIE_SIGNING_KEY_FILE: join(dir, 'signing.key'),
      XIANJIE_PROVINCE: '53',
      XIANJIE_SCHEDULER_SECONDS: '0',
      // Nobody listens there: what belongs to intake must say so.
      XIANJIE_INTAKE_URL: 'http://127.0.0.1:9',
    });
    // The module reads its settings when it is loaded.
    const { readConfig } = await import('./config');
    const { createRegistry } = await import('./registry-app');
    app = await createRegistry(readConfig());
    await app.listen(0, '127.0.0.1');
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    process.env = before;
    rmSync(dir, { recursive: true, force: true });
    await database?.drop();
  });

  const call = async (
    path: string,
    { method = 'GET', body, token = TOKEN }: { method?: string; body?: unknown; token?: string } = {},
  ): Promise<Answer> => {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    return {
      status: response.status,
      type,
      body: type.includes('json') ? (JSON.parse(text) as Record<string, unknown>) : { text },
    };
  };

  it('says of a county that nobody knows, and of a text that no text is, that they are the caller’s', async () => {
    expect(await call('/api/v1/exit-lists/000000/2016')).toMatchObject({ status: 404, body: { code: 'unknown-county' } });
    expect(await call('/api/v1/households/a%00b')).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    const body = { reason: 'a\u0000b', version: 1 };
    expect(await call('/api/v1/exit-lists/530124/2016/reject', { method: 'POST', body })).toMatchObject({
      status: 400,
      body: { code: 'invalid-request', errors: [{ field: 'reason' }] },
    });
  });

  it('describes every call that interfaces.md names and this version has', async () => {
    const { paths } = (await call('/api/docs-json')).body as { paths: Record<string, object> };
    const list = '/api/v1/exit-lists/{county}/{year}';
    const acts = ['freeze', 'sign', 'deliver', 'acknowledge', 'reject', 'dispatch', 'items/{item}/outcome', 'document'];
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        ...[
          '/api/v1/reports',
          '/api/v1/households',
          '/api/v1/households/{id}',
          '/api/v1/households/{id}/events',
          '/api/v1/overlap',
        ],
        ...['/api/v1/discrepancies', '/api/v1/exit-lists', list, ...acts.map((act) => `${list}/${act}`)],
        ...['/api/v1/identity-reviews', '/api/v1/identity-reviews/{id}', '/api/v1/reviews', '/api/v1/reviews/{id}/complete'],
      ]),
    );
  });

  it('puts the province’s policy packs into force before it answers', async () => {
    const { rows } = await app
      .get(Pool)
      .query<{ stream: string }>("select stream from log.events where type = 'policy-pack.activated'");
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ stream }) => stream))).toEqual(new Set(['policy-packs-53']));
  });

  it.each<[string, string, number, string, Parameters<typeof call>[1]]>([
    ['a wrong token', '/api/v1/households', 401, 'no-valid-token', { token: 'another' }],
    ['a day that does not exist', '/api/v1/overlap?division=530000&at=2016-02-30', 400, 'invalid-request', {}],
    ['a household that nobody knows', '/api/v1/households/h-none', 404, 'not-found', {}],
    ['a list that nobody opened', '/api/v1/exit-lists/530124/2016', 404, 'not-found', {}],
    ['an act on a list that is not open', '/api/v1/exit-lists/530124/2016/sign', 409, 'not-open', { method: 'POST', body: {} }],
    [
      'an act without its shape',
      '/api/v1/exit-lists/530124/2016/reject',
      400,
      'invalid-request',
      { method: 'POST', body: { version: 'one' } },
    ],
    [
      'a decision about nobody',
      '/api/v1/households/h-none/decisions',
      404,
      'not-found',
      { method: 'POST', body: { type: 'Retract', ofEvent: 'e', reason: 'r' } },
    ],
    [
      'an identity review that is not there',
      '/api/v1/identity-reviews/r-none',
      404,
      'not-found',
      { method: 'POST', body: { verdict: 'same' } },
    ],
    ['reports while intake is away', '/api/v1/reports', 503, 'intake-unavailable', { method: 'POST', body: {} }],
  ])('answers %s with a problem that has a stable code', async (_, path, status, code, options) => {
    const answer = await call(path, options);
    expect(answer).toMatchObject({ status, body: { status, code, type: `urn:xianjie:problem:${code}` } });
    expect(answer.type).toContain('application/problem+json');
  });

  it('names the field that is wrong', async () => {
    const { body } = await call('/api/v1/overlap?division=yunnan&at=2016-01-01');
    expect(body.errors).toEqual([expect.objectContaining({ field: 'division' })]);
  });

  it('counts nobody in an empty province, and gives no rate', async () => {
    expect((await call('/api/v1/overlap?division=530000&at=2016-12-31')).body).toMatchObject({
      dibaoPersons: 0,
      registryPersons: 0,
      shareOfDibao: null,
    });
  });

  it('tells its health and its metrics', async () => {
    expect((await call('/health/ready', { token: 'none' })).status).toBe(200);
    expect((await call('/metrics')).body.text).toContain('xianjie_view_lag_positions');
  });
});
