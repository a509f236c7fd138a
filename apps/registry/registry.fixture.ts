import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createHubDatabase } from '@xianjie/testing';
import type { TestDatabase } from '@xianjie/testing';
import { DescribedAnswers } from './described-answers.fixture';

export const TOKEN = 'a-token-of-the-spec';
export const RETRACTION = { type: 'Retract', ofEvent: 'e', reason: 'r' };

type Answer = Readonly<{ status: number; type: string; body: Record<string, unknown> }>;
type Asked = Readonly<{ method?: string; body?: unknown; token?: string; headers?: Record<string, string> }>;
export type Call = (path: string, asked?: Asked) => Promise<Answer>;

/** The offices' API over a database of its own, for the specs of the describe block that asks for it; intake is away. */
export const aRegistry = () => {
  let database: TestDatabase;
  let app: NestExpressApplication;
  const dir = mkdtempSync(join(tmpdir(), 'registry-'));
  let described: DescribedAnswers;
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
    described = await DescribedAnswers.of(url(''), TOKEN);
  }, 60_000);
  afterAll(async () => {
    await app?.close();
    process.env = before;
    rmSync(dir, { recursive: true, force: true });
    await database?.drop();
  });

  const url = (path: string): string => `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}${path}`;
  const call: Call = async (path, { method = 'GET', body, token = TOKEN, headers = {} } = {}) => {
    const response = await fetch(url(path), {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    const type = response.headers.get('content-type') ?? '';
    const { status } = response;
    if (!type.includes('json')) return { status, type, body: { text } };
    const answered = JSON.parse(text) as Record<string, unknown>;
    if (path.startsWith('/api/v1')) described.check({ method, path, status, body: answered });
    return { status, type, body: answered };
  };
  return { app: () => app, url, call };
};
